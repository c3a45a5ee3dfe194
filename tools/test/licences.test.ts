import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { describe, expect, it } from "vitest";
import { isAllowed } from "./allowed-licences.js";
import { ROOT, workspacePackages } from "./workspace.js";

describe("a licence", () => {
  it.each([
    ["MIT", true],
    ["GPL-3.0-only OR MIT", true],
    ["(MIT OR Apache-2.0) AND Unicode-3.0", true],
    ["MIT/Apache-2.0", true],
    ["MIT AND LGPL-2.1-only", false],
    ["MPL-2.0", false],
    ["SEE LICENSE IN file", false],
    [undefined, false],
  ])("%j is allowed: %j", (licence, expected) => {
    expect(isAllowed(licence)).toBe(expected);
  });
});

describe("what is published depends only on licences without copyleft, all the way down", () => {
  it("in packages", () => {
    const bad: string[] = [];
    const seen = new Set<string>();
    const visit = (folder: string): void => {
      const manifest = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
      const key = `${manifest.name}@${manifest.version}`;
      if (seen.has(key)) return;
      seen.add(key);
      if (!isAllowed(manifest.license)) bad.push(`${key}: ${manifest.license}`);
      for (const name of Object.keys(manifest.dependencies ?? {})) visit(resolvePackage(folder, name));
    };
    const packages = workspacePackages();
    for (const { path: own } of packages) visit(own);
    expect(bad).toEqual([]);
    expect(seen.size).toBeGreaterThan(packages.length);
  });

  it("in crates, for any platform", ({ skip }) => {
    const cargo = spawnSync("cargo", ["metadata", "--format-version=1", "--locked"], {
      cwd: ROOT,
      env: { CARGO_NET_RETRY: "0", ...process.env },
      encoding: "utf8",
      maxBuffer: 256 * 1024 * 1024,
    });
    if (cargo.status !== 0) {
      if (process.env["TRANSECT_REQUIRE_NATIVE"] === "1") throw new Error(cargo.stderr ?? "there is no cargo here");
      return skip("cargo is not here, or cannot get the crates");
    }
    const { packages }: CargoMetadata = JSON.parse(cargo.stdout);
    const bad = packages.filter(({ license }) => !isAllowed(license ?? undefined));
    expect(bad.map(({ name, version, license }) => `${name}@${version}: ${license}`)).toEqual([]);
    expect(packages.map(({ name }) => name)).toEqual(expect.arrayContaining(["transect-walk", "napi"]));
  });
});

interface CargoMetadata {
  readonly packages: readonly { readonly name: string; readonly version: string; readonly license: string | null }[];
}

function resolvePackage(from: string, name: string): string {
  // pnpm keeps a package's dependencies beside its real place.
  for (let folder = realpathSync(from); folder !== path.dirname(folder); folder = path.dirname(folder)) {
    const candidate = path.join(folder, "node_modules", name);
    if (existsSync(candidate)) return realpathSync(candidate);
  }
  throw new Error(`${name} is not installed for ${from}`);
}

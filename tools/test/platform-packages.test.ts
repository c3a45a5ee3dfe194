import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { platformTriple } from "../../packages/native/src/platform-triple.js";
import { crateLicences } from "../crate-licences.mjs";
import { makePlatformPackages } from "../make-platform-packages.mjs";
import { nativeTarget, targetOfAddon } from "../native-targets.mjs";
import { findPnpm } from "../pnpm.mjs";
import { runQuietly } from "./run-quietly.js";
import { ROOT } from "./workspace.js";

const NATIVE = path.join(ROOT, "packages/native");
const TRIPLE = platformTriple();
const MANIFEST = JSON.parse(readFileSync(path.join(NATIVE, "package.json"), "utf8"));
const TARGETS: readonly string[] = MANIFEST.napi.targets;
const MINE = TARGETS.filter((target) => nativeTarget(target).triple === TRIPLE);
const BUILT = existsSync(path.join(NATIVE, `transect.${TRIPLE}.node`));
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "transect-platform-"));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the platforms", () => {
  it("are built by the workflow, each of them", () => {
    const workflow = readFileSync(path.join(ROOT, ".github/workflows/native.yml"), "utf8");
    const built = [...workflow.matchAll(/\btriple: ([\w-]+)/g)].map((match) => match[1] ?? "");
    expect(built.sort()).toEqual(TARGETS.map((target) => nativeTarget(target).triple).sort());
  });

  it("are asked for by no manifest in the repository", () => {
    expect(MANIFEST.optionalDependencies).toBeUndefined();
  });

  it("have names that are understood, or an error that says which has not", () => {
    expect(nativeTarget("aarch64-unknown-linux-musl")).toEqual({
      target: "aarch64-unknown-linux-musl",
      triple: "linux-arm64-musl",
      os: "linux",
      cpu: "arm64",
      libc: "musl",
    });
    expect(() => nativeTarget("riscv64gc-unknown-linux-gnu")).toThrow("riscv64gc-unknown-linux-gnu");
  });
});

describe("the packages of the platforms", () => {
  it("are not made where an addon is missing", () => {
    const home = copyOfNative("missing");
    const before = readFileSync(path.join(home, "package.json"), "utf8");
    const out = path.join(folder, "missing-npm");
    expect(() => makePlatformPackages({ home, artifacts: home, out, licencesOf })).toThrow(
      /transect\.linux-x64-gnu\.node/,
    );
    expect(existsSync(out)).toBe(false);
    expect(readFileSync(path.join(home, "package.json"), "utf8")).toBe(before);
  });

  it("say which system they are for, and are asked for in the version that is published", () => {
    const home = copyOfNative("all");
    const artifacts = path.join(folder, "all-artifacts");
    mkdirSync(artifacts);
    for (const target of TARGETS) {
      writeFileSync(path.join(artifacts, `transect.${nativeTarget(target).triple}.node`), target);
    }
    const folders = makePlatformPackages({ home, artifacts, out: path.join(folder, "all-npm"), licencesOf });
    for (const [index, made] of folders.entries()) {
      const notices = readFileSync(path.join(made, "ThirdPartyNotices.txt"), "utf8");
      expect(notices).toBe(`This addon contains these libraries.\n\na-crate@1.0.0\nof ${TARGETS[index]}\n`);
    }
    const manifests = folders.map((made) => JSON.parse(readFileSync(path.join(made, "package.json"), "utf8")));
    expect(manifests.map(({ name, os: [system], cpu: [cpu], libc }) => [name, system, cpu, libc])).toEqual([
      ["@transect/native-linux-x64-gnu", "linux", "x64", ["glibc"]],
      ["@transect/native-linux-arm64-gnu", "linux", "arm64", ["glibc"]],
      ["@transect/native-linux-x64-musl", "linux", "x64", ["musl"]],
      ["@transect/native-linux-arm64-musl", "linux", "arm64", ["musl"]],
      ["@transect/native-darwin-x64", "darwin", "x64", undefined],
      ["@transect/native-darwin-arm64", "darwin", "arm64", undefined],
      ["@transect/native-win32-x64-msvc", "win32", "x64", undefined],
    ]);
    const { optionalDependencies } = JSON.parse(readFileSync(path.join(home, "package.json"), "utf8"));
    expect(optionalDependencies).toEqual(Object.fromEntries(manifests.map(({ name }) => [name, MANIFEST.version])));
  });

  it.runIf(BUILT && MINE.length > 0)("bring the addon to a stranger's project, where it is loaded", () => {
    const home = copyOfNative("mine");
    const [made = ""] = makePlatformPackages({
      home,
      artifacts: NATIVE,
      out: path.join(folder, "npm"),
      targets: MINE,
      licencesOf,
    });
    const tarballs = path.join(folder, "tarballs");
    const [pnpm = "", ...pnpmArgs] = findPnpm(ROOT);
    for (const own of [home, made]) runQuietly(pnpm, [...pnpmArgs, "pack", "--pack-destination", tarballs], own);
    const stranger = path.join(folder, "stranger");
    mkdirSync(stranger);
    writeFileSync(path.join(stranger, "package.json"), '{ "name": "stranger", "private": true, "type": "module" }');
    const files = readdirSync(tarballs).map((file) => path.join(tarballs, file));
    expect(files).toHaveLength(2);
    runQuietly("npm", ["install", "--offline", "--no-audit", "--no-fund", "--loglevel=error", ...files], stranger);
    const code = 'import { loadNative } from "@transect/native"; console.log(JSON.stringify(loadNative()));';
    const load = JSON.parse(runQuietly(process.execPath, ["--input-type=module", "-e", code], stranger));
    expect(load).toMatchObject({ state: "loaded", file: `@transect/native-${TRIPLE}` });
    const installed = readdirSync(path.join(stranger, `node_modules/@transect/native-${TRIPLE}`));
    expect(installed.sort()).toEqual([
      "LICENSE",
      "README.md",
      "ThirdPartyNotices.txt",
      "package.json",
      `transect.${TRIPLE}.node`,
    ]);
  });
});

describe("the crates in an addon", () => {
  it.runIf(BUILT && MINE.length > 0)("are named with the texts of their licences, and with none of copyleft", () => {
    for (const target of MINE) {
      const licences = crateLicences(target);
      for (const name of ["napi", "serde_json", "rustc-hash", "blake3", "sha2"]) {
        const [, text = ""] = [...licences].find(([key]) => key.startsWith(`${name}@`)) ?? [];
        expect(text, name).toMatch(/MIT|Apache/);
        expect(text.length, name).toBeGreaterThan(900);
      }
      // What only builds it, or tests it, is not in it.
      expect([...licences.keys()].filter((key) => /^(napi-derive|napi-build|syn|loom)@/.test(key))).toEqual([]);
      for (const [name, text] of licences) expect(text.split("\n")[0], name).not.toMatch(/GPL|MPL/);
    }
  });

  it("are those of the platform in the addon's name", () => {
    expect(targetOfAddon("/a/transect.linux-arm64-musl.node")).toBe("aarch64-unknown-linux-musl");
    expect(() => targetOfAddon("transect.sunos-x64.node")).toThrow("transect.sunos-x64.node");
  });
});

/** What a package says of a target's crates, without cargo. */
function licencesOf(target: string): ReadonlyMap<string, string> {
  return new Map([["a-crate@1.0.0", `of ${target}`]]);
}

/** A copy of the package without the addon that was built in it. */
function copyOfNative(name: string): string {
  const home = path.join(folder, name);
  const left = /(node_modules|target|core|binding|\.node)$/;
  cpSync(NATIVE, home, { recursive: true, filter: (source) => source === NATIVE || !left.test(source) });
  return home;
}

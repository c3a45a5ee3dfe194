import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findPnpm } from "../pnpm.mjs";
import { isAllowed } from "./allowed-licences.js";
import { runQuietly as run } from "./run-quietly.js";
import { ROOT, workspacePackages } from "./workspace.js";

const published = workspacePackages().filter(({ manifest }) => manifest.private !== true);
const libraries = published.filter(({ manifest }) => "." in manifest.exports);
const [pnpm = "", ...pnpmArgs] = findPnpm(ROOT);
let folder = "";
let stranger = "";

/** Packs every package and installs the tarballs with npm where nothing of the repository is in reach. */
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "transect-packages-"));
  stranger = path.join(folder, "stranger");
  mkdirSync(stranger);
  for (const { path: own } of published) run(pnpm, [...pnpmArgs, "pack", "--pack-destination", folder], own);
  const tarballs = readdirSync(folder).filter((file) => file.endsWith(".tgz"));
  expect(tarballs).toHaveLength(published.length);
  writeFileSync(
    path.join(stranger, "package.json"),
    JSON.stringify({ name: "stranger", private: true, type: "module" }),
  );
  const quiet = ["--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
  run("npm", ["install", ...quiet, ...tarballs.map((tarball) => path.join(folder, tarball))], stranger);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a stranger's project", () => {
  it.each(libraries)("imports $manifest.name, and requires it", ({ manifest }) => {
    const count = 'console.log(Object.keys(m).length > 0, "@transect/source" in m)';
    const imported = node(["--input-type=module", "-e", `import * as m from "${manifest.name}"; ${count}`]);
    const required = node([
      "--no-warnings",
      "--input-type=commonjs",
      "-e",
      `const m = require("${manifest.name}"); ${count}`,
    ]);
    expect([imported, required]).toEqual(["true false\n", "true false\n"]);
  });

  it("type-checks against what was installed, strictly and with its libraries", () => {
    const names = libraries.map(
      ({ manifest }, index) => `import * as m${index} from "${manifest.name}";\nvoid m${index};`,
    );
    writeFileSync(
      path.join(stranger, "use.ts"),
      `${names.join("\n")}
import { profile } from "@transect/walker-parallel";
import { renderText } from "@transect/report";
const text: string = renderText(await profile(".", { maxDepth: 1 }), { width: 60 });
void text;
// @ts-expect-error a depth is a number
void profile(".", { maxDepth: "1" });
`,
    );
    const compiler = path.join(ROOT, "node_modules/typescript/bin/tsc");
    const types = path.join(ROOT, "node_modules/@types");
    const options =
      "--noEmit --strict --exactOptionalPropertyTypes --target es2022 --module nodenext --types node".split(" ");
    node([compiler, ...options, "--typeRoots", types, "use.ts"]);
  });

  it("runs the command from any folder", () => {
    const { bin } = JSON.parse(readFileSync(path.join(stranger, "node_modules/transect/package.json"), "utf8"));
    const command = path.join(stranger, "node_modules/transect", bin.transect);
    const elsewhere = path.join(folder, "elsewhere");
    mkdirSync(elsewhere);
    writeFileSync(path.join(elsewhere, "a.txt"), "hello");
    const report = JSON.parse(
      execFileSync(process.execPath, [command, "--json"], { cwd: elsewhere, encoding: "utf8" }),
    );
    expect(report.totals.apparentBytes).toBe(5);
    const threads = execFileSync(process.execPath, [command, "--json", "--backend", "threads"], { cwd: elsewhere });
    expect(JSON.parse(String(threads))).toMatchObject({ totals: report.totals, run: { backend: "threads" } });
    expect(execFileSync(process.execPath, [command, "--version"], { encoding: "utf8" })).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([
    ["--markdown --no-sizes --backend sequential tree"],
    ["--csv extensions --backend sequential tree"],
    ["list tree"],
    ["ignored tree"],
    ["find --pattern pattern.json tree"],
    ["assess --pattern pattern.json tree/a.txt tree/b.txt"],
    ["copy --pattern pattern.json --into copies tree"],
    ["hash tree"],
    ["hash --algorithm blake3 tree"],
    ["duplicates tree"],
    ["build tree"],
    ["diff tree tree"],
    ["check"],
    ["completion bash"],
    ["--help"],
  ])("runs transect %s as the repository does", (line) => {
    const [published, own] = [
      path.join(stranger, "node_modules/transect/dist/bundle"),
      path.join(ROOT, "packages/cli/bin"),
    ];
    const outcomes = [published, own].map((bin, index) => {
      const cwd = path.join(folder, `run-${index}`);
      rmSync(cwd, { recursive: true, force: true });
      mkdirSync(path.join(cwd, "tree"), { recursive: true });
      for (const name of ["a.txt", "b.txt"]) writeFileSync(path.join(cwd, "tree", name), "hello");
      writeFileSync(path.join(cwd, "pattern.json"), JSON.stringify({ name: "pair", files: ["a.txt", "b.txt"] }));
      writeFileSync(
        path.join(cwd, "transect.config.json"),
        JSON.stringify({ budgets: [{ root: "tree", fileCount: 9 }] }),
      );
      // The addon lies with the repository alone.
      const env = { ...process.env, TRANSECT_BACKEND: "threads", COLUMNS: "100" };
      const ran = spawnSync(process.execPath, [path.join(bin, "transect.js"), ...line.split(" ")], {
        cwd,
        env,
        encoding: "utf8",
      });
      // When, and how long it took.
      const said = ran.stdout.replace(/\d+ ms|\d\d:\d\d:\d\d/g, "");
      return { status: ran.status, stderr: ran.stderr, said };
    });
    expect(outcomes[0]?.status, outcomes[0]?.stderr).toBe(0);
    expect(outcomes[0]).toEqual(outcomes[1]);
  });

  it("finds the licence of each library that is in the command, and none with copyleft", () => {
    const notices = readFileSync(
      path.join(stranger, "node_modules/transect/dist/bundle/ThirdPartyNotices.txt"),
      "utf8",
    );
    const libraries = [...notices.matchAll(/^(\S+)@(\d[^\s]*)\n(.+)\n\n/gm)];
    expect(libraries.map(([, name]) => name)).toEqual(expect.arrayContaining(["commander", "ora", "ms"]));
    expect(libraries.filter(([, , , licence]) => !isAllowed(licence)).map(([, name]) => name)).toEqual([]);
  });

  it.each(libraries)("runs the examples of the README of $manifest.name", ({ manifest, path: own }) => {
    const examples = [...readFileSync(path.join(own, "README.md"), "utf8").matchAll(/```[tj]s\n([\s\S]*?)```/g)];
    expect(examples.length, manifest.name).toBeGreaterThanOrEqual(3);
    for (const name of ["src/a.ts", "src/b.ts", "src/c.md", "docs/d.md"]) {
      mkdirSync(path.join(stranger, path.dirname(name)), { recursive: true });
      writeFileSync(path.join(stranger, name), "hello");
    }
    for (const [, code = ""] of examples) {
      const printed = node(["--input-type=module", "-e", code]);
      // A comment behind console.log says what is printed, up to a comma that begins an aside.
      for (const [, said = ""] of code.matchAll(/console\.log\([^\n]*\); \/\/ ([^,\n]+)/g))
        expect(printed).toContain(said);
    }
  });

  it("gets a licence, a README, and neither tests nor sources", () => {
    for (const { manifest } of published) {
      const files = readdirSync(path.join(stranger, "node_modules", manifest.name));
      expect(files).toEqual(expect.arrayContaining(["LICENSE", "README.md", "package.json", "dist"]));
      expect(files).not.toEqual(expect.arrayContaining(["src"]));
      expect(files).not.toEqual(expect.arrayContaining(["test"]));
    }
  });
});

describe("a package", () => {
  it.each(published)("$manifest.name is clean to publint", ({ path: own }) => {
    run(process.execPath, [path.join(ROOT, "node_modules/publint/src/cli.js"), "--strict", tarballOf(own)], ROOT);
  });

  it.each(libraries)("$manifest.name is clean to arethetypeswrong", ({ path: own }) => {
    const attw = path.join(ROOT, "node_modules/@arethetypeswrong/cli/dist/index.js");
    run(process.execPath, [attw, "--profile", "esm-only", "--no-emoji", tarballOf(own)], ROOT);
  });

  it("gets its next version and its changelog from changesets, and can be published", () => {
    const copy = path.join(folder, "copy");
    const kept = /[\\/](node_modules|dist|target|\.turbo)$/;
    cpSync(ROOT, copy, { recursive: true, filter: (source) => !kept.test(source) || source === ROOT });
    run(process.execPath, [path.join(ROOT, "node_modules/@changesets/cli/bin.js"), "version"], copy);
    for (const { folder: name } of published) {
      const manifest = JSON.parse(readFileSync(path.join(copy, "packages", name, "package.json"), "utf8"));
      expect(manifest.version, name).not.toBe("0.0.0");
      expect(readFileSync(path.join(copy, "packages", name, "CHANGELOG.md"), "utf8")).toContain(
        `## ${manifest.version}`,
      );
    }
    const publish = [...pnpmArgs, "-r", "publish", "--dry-run", "--no-git-checks"];
    expect(run(pnpm, publish, ROOT)).toContain("transect@");
  });
});

function tarballOf(own: string): string {
  const { name, version } = JSON.parse(readFileSync(path.join(own, "package.json"), "utf8"));
  return path.join(folder, `${name.replace("@", "").replace("/", "-")}-${version}.tgz`);
}

function node(args: readonly string[]): string {
  return run(process.execPath, args, stranger);
}

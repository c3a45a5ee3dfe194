import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { canonicalReport, type Entry } from "@transect/core";
import { type ProfileOptions, profile, type WalkOptions, walkPaths } from "@transect/walker-parallel";
import { describe, expect, it } from "vitest";
import { BACKENDS, NOT_LINUX } from "./backends.js";
import { collect } from "./collect.js";
import { seeded } from "./random-tree.js";
import { bytes, dir, fifo, file, makeFolder, makeTree, withoutPrivileges } from "./tree.js";

const JOBS = [1, 2, 8];

/** What the reference says of roots, and the native core with several numbers of workers. */
async function expectSame(roots: string | readonly string[], options: ProfileOptions): Promise<void> {
  const expected = canonicalReport(await profile(roots, { ...options, backend: "sequential" }));
  for (const jobs of JOBS) {
    const given = canonicalReport(await profile(roots, { ...options, backend: "native", jobs }));
    expect(given, `${JSON.stringify(options)}, ${jobs} jobs`).toBe(expected);
  }
}

/** Every path that a walk gives, as bytes written one a character. */
async function pathsOf(roots: string | readonly string[], options: WalkOptions): Promise<string[]> {
  const { entries, errors } = await collect(roots, options);
  const brief = errors.map(({ path: place, code }) => `${code} ${place}`);
  return [...entries.map(bytePath), ...brief].sort();
}

function bytePath({ root, pathBytes, path: place }: Entry): string {
  return `${root.name} ${Buffer.from(pathBytes ?? Buffer.from(place)).toString("latin1")}`;
}

const NAMES: readonly (string | Uint8Array)[] = [
  "a",
  "b",
  "build",
  "Build",
  "x.o",
  "X.O",
  "keep.o",
  "a.log",
  "é",
  "a b",
  "!x",
  "#x",
  "[a]",
  ".hidden",
  ...(NOT_LINUX ? [] : [bytes("\xff"), bytes("a\xe9.log")]),
];

const LINES: readonly string[] = [
  "*.o",
  "!keep.o",
  "build/",
  "/build",
  "!/build/",
  "a",
  "/a",
  "a/",
  "!a",
  "!a/",
  "a/b",
  "**/b",
  "a/**",
  "!a/**",
  "a/**/x.o",
  "*",
  "!*/",
  "/*",
  "[ab]",
  "[!a]*",
  "?",
  "*.log  ",
  "a\\ b",
  "\\!x",
  "\\#x",
  "# a comment",
  "",
  "!",
  "\xff",
  "*\xe9*",
  "\xc3\xa9/",
  ".*",
  "!.git",
  "a\0b",
];

/** Draws an ignore file: bytes, one a character. */
function drawRules(draw: (below: number) => number): Buffer {
  const lines = Array.from({ length: 1 + draw(5) }, () => LINES[draw(LINES.length)] ?? "");
  const text = lines.join(draw(3) === 0 ? "\r\n" : "\n");
  return Buffer.from((draw(4) === 0 ? "\xef\xbb\xbf" : "") + text + (draw(3) === 0 ? "" : "\n"), "latin1");
}

function git(cwd: string, ...args: readonly string[]): string {
  return execFileSync("git", args, { cwd, stdio: ["ignore", "pipe", "ignore"], encoding: "utf8" });
}

/** Makes what a tree of a project is made of when nobody has tidied up, repositories in repositories included. */
function fillRepository(top: string, seed: number, size = 120): void {
  const draw = seeded(seed);
  let left = size;
  let repositories = 0;
  begin(top);
  if (draw(2) === 0) git(top, "config", "core.ignoreCase", "true");
  if (draw(2) === 0) writeFileSync(path.join(top, ".git/info/exclude"), drawRules(draw));
  if (draw(3) === 0) {
    writeFileSync(path.join(top, "mine"), drawRules(draw));
    git(top, "config", "core.excludesFile", path.join(top, "mine"));
  }
  fill(Buffer.from(top), 0);

  function begin(folder: string): void {
    git(folder, "init", "-q", "--template=");
    mkdirSync(path.join(folder, ".git/info"), { recursive: true });
  }

  function fill(folder: Buffer, depth: number): void {
    for (const name of [".gitignore", ".first", ".second"]) {
      const at = below(folder, name);
      const what = draw(name === ".gitignore" ? 8 : 12);
      if (what < 4) writeFileSync(at, drawRules(draw));
      else if (what === 4 && depth > 0) mkdirSync(at);
      else if (what === 5 && depth > 0) symlinkSync("../.gitignore", at);
    }
    for (let count = draw(8) + (depth === 0 ? 4 : 0); count > 0 && left > 0; count -= 1) {
      left -= 1;
      make(below(folder, NAMES[draw(NAMES.length)] ?? "a"), depth);
    }
  }

  function make(at: Buffer, depth: number): void {
    if (lstatSync(at, { throwIfNoEntry: false }) !== undefined) return;
    const what = draw(10);
    if (what < 5 && depth < 6) {
      mkdirSync(at);
      nest(at);
      fill(at, depth + 1);
    } else if (what === 5) {
      // Never out of the tree.
      symlinkSync([depth > 0 ? ".." : ".", "nowhere", "../a", "a"][draw(4)] ?? "", at);
    } else if (what === 6 && existsSync(path.join(top, "a.log")) && statSync(path.join(top, "a.log")).isFile()) {
      linkSync(path.join(top, "a.log"), at);
    } else writeFileSync(at, "x".repeat(draw(5000)));
  }

  /** Makes a repository of its own of some folders, or something that looks like one. */
  function nest(at: Buffer): void {
    const what = draw(14);
    const dotGit = below(at, ".git");
    if (what === 0 && repositories < 3 && Buffer.from(at.toString()).equals(at)) {
      repositories += 1;
      begin(at.toString());
      if (draw(2) === 0) git(at.toString(), "config", "core.ignoreCase", "true");
      if (draw(2) === 0) writeFileSync(below(at, ".git/info/exclude"), drawRules(draw));
    } else if (what === 1) writeFileSync(dotGit, "gitdir: ../nowhere\n");
    else if (what === 2) symlinkSync("nowhere", dotGit);
    else if (what === 3) mkdirSync(dotGit);
  }
}

function below(folder: Buffer, name: string | Uint8Array): Buffer {
  return Buffer.concat([folder, Buffer.from("/"), Buffer.from(name)]);
}

const OPTIONS: readonly ProfileOptions[] = [
  { ignore: "git" },
  { wouldIgnore: "git" },
  { ignore: "git", wouldIgnore: [".first"] },
  { ignore: [".first", ".second"], wouldIgnore: "git" },
  { ignore: [".second"], hidden: false },
  { wouldIgnore: [".first", ".second"], sizes: false, types: ["file", "symlink"] },
  { wouldIgnore: "git", follow: true },
  { ignore: "git", follow: true, hardLinks: "each" },
  { wouldIgnore: "git", filter: ({ name }) => !name.includes("a"), match: "**/*", globOptions: { dot: true } },
  { wouldIgnore: "git", exclude: "**/build", maxDepth: 3 },
];

describe.skipIf(!BACKENDS.includes("native"))("ignore rules in the native core", () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "leave out and count what the reference does, by random rules %i",
    async (seed) => {
      const top = makeFolder();
      fillRepository(top, seed);
      for (const options of OPTIONS) await expectSame(top, options);
      // From below the top, and several at once.
      const roots = ["a", "b", "build", "é"].map((name) => path.join(top, name)).filter((root) => existsSync(root));
      for (const options of OPTIONS.slice(0, 3)) {
        for (const root of roots) await expectSame(root, options);
        await expectSame([...roots, top, path.join(top, "gone")], options);
      }
    },
    60_000,
  );

  it("give the same entries and paths in a walk", async () => {
    for (const seed of [11, 12, 13]) {
      const top = makeFolder();
      fillRepository(top, seed);
      for (const ignore of ["git", [".first"]] as const) {
        const expected = await pathsOf(top, { ignore, backend: "sequential" });
        const written: string[] = [];
        for await (const some of walkPaths(top, { ignore, backend: "native" })) written.push(...some);
        expect(written).toHaveLength(expected.length);
        for (const jobs of JOBS) {
          expect(await pathsOf(top, { ignore, backend: "native", jobs })).toEqual(expected);
          expect(await pathsOf(top, { ignore, backend: "native", jobs, filter: () => true })).toEqual(expected);
        }
      }
    }
  });

  it("hold across workers in a tree that is large enough for all of them", async () => {
    const top = makeFolder();
    const draw = seeded(5);
    git(top, "init", "-q");
    writeFileSync(path.join(top, ".gitignore"), "*.o\nbuild/\n!keep.o\n");
    for (let folder = 0; folder < 200; folder += 1) {
      const at = path.join(top, `group${folder % 9}`, `part${folder}`, draw(4) === 0 ? "build" : "src");
      mkdirSync(at, { recursive: true });
      if (draw(3) === 0) writeFileSync(path.join(at, ".gitignore"), drawRules(draw));
      for (let file = 0; file < 40; file += 1) {
        writeFileSync(path.join(at, `${file}.${["o", "c", "log"][draw(3)]}`), "x".repeat(draw(300)));
      }
      if (folder % 40 === 0) git(path.join(top, `group${folder % 9}`, `part${folder}`), "init", "-q");
    }
    await expectSame(top, { ignore: "git" });
    await expectSame(top, { wouldIgnore: "git" });
    await expectSame(top, { wouldIgnore: "git", follow: true });
  }, 60_000);

  it("hold in this repository, dependencies included", async () => {
    const top = fileURLToPath(new URL("../../..", import.meta.url));
    // Left out is what other tests and builds write meanwhile.
    const exclude = ["target", ".git", "**/dist", "**/.vite*", "**/*.tsbuildinfo", "**/*.node", "**/.turbo"];
    const still = { exclude, globOptions: { dot: true }, sizes: false };
    await expectSame(top, { ...still, ignore: "git" });
    // They may be kept elsewhere.
    const roots = [top, realpathSync(path.join(top, "node_modules"))];
    await expectSame(roots, { ...still, wouldIgnore: "git" });
    await expectSame(roots, { ...still, wouldIgnore: [".npmignore", ".eslintignore"] });
  }, 120_000);

  it.skipIf(NOT_LINUX)("pass over ignore files that are none, or cannot be read", async () => {
    const folders = ["fifo", "locked", "open", "link"];
    const top = makeTree(folders.map((name) => dir(name, file("a"), ...(name === "fifo" ? [fifo(".rules")] : []))));
    writeFileSync(path.join(top, "locked/.rules"), "a\n", { mode: 0 });
    writeFileSync(path.join(top, "open/.rules"), "a\n");
    symlinkSync("../open/.rules", path.join(top, "link/.rules"));
    chmodSync(top, 0o755);
    await withoutPrivileges(async () => {
      const paths = await pathsOf(top, { backend: "native", ignore: [".rules"], match: "*/a" });
      expect(paths).toEqual([`${top} fifo/a`, `${top} link/a`, `${top} locked/a`]);
      await expectSame(top, { wouldIgnore: [".rules"] });
    });
  });

  it("take lines of any length, as git does", async () => {
    const top = makeTree([dir("below", file("a.o"), file("b"), file("kept"))]);
    git(top, "init", "-q");
    const long = "a".repeat(9000);
    const lines = [
      `# ${long}`,
      long,
      long.repeat(20),
      `*.o${" ".repeat(9000)}`,
      `[${long}b]`,
      `${"**/".repeat(9000)}c`,
    ];
    for (const rules of ["below/.gitignore", ".gitignore", ".git/info/exclude"]) {
      writeFileSync(path.join(top, rules), `${lines.join("\n")}\n`);
      await expectSame(top, { wouldIgnore: "git" });
      const kept = git(top, "ls-files", "--others", "--exclude-standard").split("\n").filter(Boolean);
      expect(kept).toContain("below/kept");
      expect(kept).not.toContain("below/a.o");
      const walked = await pathsOf(top, { ignore: "git", types: ["file"], backend: "native" });
      expect(walked).toEqual(kept.map((one) => `${top} ${one}`).sort());
      rmSync(path.join(top, rules));
    }
  });

  it("end with the walk, whoever ends it", async () => {
    const top = makeFolder();
    for (let index = 0; index < 30; index += 1) mkdirSync(path.join(top, `${index}/.git`), { recursive: true });
    for await (const some of walkPaths(top, { ignore: "git", backend: "native" })) {
      expect(some.length).toBeGreaterThan(0);
      break;
    }
    const signal = AbortSignal.timeout(20);
    const { completeness } = await profile(top, { wouldIgnore: "git", backend: "native", signal });
    expect(["complete", "cancelled"]).toContain(completeness.state);
    const late = await profile(top, { wouldIgnore: "git", backend: "native", maxDuration: 0 });
    expect(late.completeness.state).toBe("timedOut");
  });
});

import { execFileSync } from "node:child_process";
import { chmodSync, type Dirent, existsSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { inspect } from "node:util";
import { canonicalReport, type Entry, type EntryType, type MemoryNode, type Report } from "@transect/core";
import { type BackendName, type ProfileOptions, profile } from "@transect/walker-parallel";
import { describe, expect, it } from "vitest";
import { BACKENDS, EXHAUSTIVE, FULL_SCALE, NOT_LINUX } from "./backends.js";
import { brief, collect, collectPathBytes } from "./collect.js";
import { startWorkersEarly } from "./early-workers.js";
import { du, type Found, find, findPaths, lineOfEntry } from "./oracle.js";
import { type Draw, randomTree, seeded } from "./random-tree.js";
import {
  dir,
  file,
  hardLink,
  link,
  makeChain,
  makeFolder,
  makeSocket,
  makeTree,
  removeTree,
  WINDOWS,
  withoutPrivileges,
  writeTree,
} from "./tree.js";

const OTHERS: readonly BackendName[] = BACKENDS.filter((backend) => backend !== "sequential");
const JOBS = [1, 2, 8, 32];
/** Entries of a tree for which native walks start workers by themselves. */
const LARGE = 3000;
/** How often each profile is made, without options and with some: which worker gets what is another matter each time. */
const REPEATS = EXHAUSTIVE ? { plain: 20, chosen: 5 } : { plain: 3, chosen: 1 };

describe("every backend gives the answer of the reference, byte for byte, whoever does what:", () => {
  describe("tree", () => {
    startWorkersEarly();

    it.each(numbers(1, EXHAUSTIVE ? 500 : FULL_SCALE ? 30 : 10))(
      "%i",
      async (seed) => {
        const draw = seeded(seed);
        const root = await plant(seed, 60 + draw(400));
        const places = placesIn(root);
        try {
          await agreeWithOracles(root);
          await agree(root, {});
          for (let turn = 0; turn < 3; turn += 1) await agree(drawRoots(draw, root, places), drawOptions(draw));
          if (NOT_LINUX) return;
          lock(draw, root);
          await withoutPrivileges(async () => {
            await agree(root, {});
            await agree(drawRoots(draw, root, places), drawOptions(draw));
          });
        } finally {
          removeTree(path.dirname(root));
        }
      },
      600_000,
    );
  });

  it.each(numbers(1, EXHAUSTIVE ? 12 : 1))(
    "large tree %i, with as many workers as it takes",
    async (seed) => {
      const draw = seeded(~seed);
      const root = await plant(seed * 5, LARGE);
      try {
        await agreeWithOracles(root);
        await agree(root, {});
        const places = placesIn(root);
        for (let turn = 0; turn < 4; turn += 1) await agree(drawRoots(draw, root, places), drawOptions(draw));
      } finally {
        removeTree(path.dirname(root));
      }
    },
    600_000,
  );

  // Few file systems take files as large as that; one in memory does.
  it.runIf(existsSync("/dev/shm"))("sizes that no double holds", async () => {
    const root = makeFolder("/dev/shm");
    const sizes = [2n ** 53n + 1n, 2n ** 62n + 1n, 2n ** 63n - 1n];
    for (const size of sizes) execFileSync("truncate", ["-s", `${size}`, path.join(root, `${size}`)]);
    symlinkSync(`${sizes[1]}`, path.join(root, "link"));
    for (const options of [
      {},
      { follow: true },
      { minSize: 2n ** 62n + 2n },
      { maxSize: 2n ** 53n },
      { filter: hasEvenName },
    ]) {
      await agree(root, options);
    }
    const { totals } = await profile(root, { backend: "sequential", follow: true });
    expect(totals.apparentBytes).toBe(sizes.reduce((sum, size) => sum + size));
  });
});

/** Makes a random tree: each has a socket, some a folder of very many names, some paths that are too long. */
async function plant(seed: number, size: number): Promise<string> {
  const draw = seeded(seed);
  // A large tree has a folder that is read in several parts, of which each worker looks at others.
  const wide = Array.from({ length: (size >= LARGE ? 6000 : 300) + draw(1500) }, (_, n) => oneOfMany(n));
  // Links may lead out of it: what is around it holds nothing else.
  const root = path.join(makeTree([dir("tree")]), "tree");
  writeTree(root, [...randomTree(seed, size), ...(seed % 5 === 0 ? [dir("wide", ...wide)] : [])]);
  if (NOT_LINUX) return root;
  await makeSocket(path.join(root, "socket"));
  if (seed % 5 === 1) {
    makeChain(root, 20 + draw(80), "long".repeat(20), (bottom) => writeFileSync(`${bottom}/end.txt`, "12345"));
  }
  return root;
}

/** Mostly files, as a huge folder has them, with what else there may be among them. */
function oneOfMany(number: number): MemoryNode {
  const name = `one of many ${number}`;
  if (number % 50 === 7) return dir(name, file("held", 3));
  if (number % 31 === 7 && !WINDOWS) return link(name, "one of many 1");
  if (number % 17 === 7) return hardLink(name, `shared ${number % 3}`, 5, 2);
  return file(name, number % 7);
}

/** Takes the rights to list, to look into, or both, from some of the folders. */
function lock(draw: Draw, root: string): void {
  const folders = findPaths(root, "-mindepth", "1", "-maxdepth", "9", "-type", "d", "-not", "-path", "*long*");
  for (const folder of folders.reverse()) {
    const mode = [0, 0o111, 0o444][draw(12)];
    if (mode !== undefined) chmodSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from(folder, "latin1")]), mode);
  }
}

/** What lies in a tree down to the third level, as far as it can be named on a command line. */
function placesIn(root: string): string[] {
  const places: string[] = [];
  let folders = ["."];
  for (let level = 0; level < 3; level += 1) {
    const found = folders.flatMap((folder) =>
      readdirSync(path.join(root, folder), { withFileTypes: true }).filter(({ name }) => /^[ -~]+$/.test(name)),
    );
    const pathOf = (entry: Dirent): string => path.relative(root, path.join(entry.parentPath, entry.name));
    places.push(...found.map(pathOf));
    folders = found.filter((entry) => entry.isDirectory()).map(pathOf);
  }
  return places;
}

/** The tree itself; or with it what lies in it, what is there twice, and what is not there. */
function drawRoots(draw: Draw, root: string, places: readonly string[]): readonly string[] {
  const drawn = Array.from({ length: draw(3) }, () => path.join(root, places[draw(places.length)] ?? "gone"));
  const others = [...drawn, ...(draw(4) === 0 ? [path.join(root, "gone"), `${root}/`] : [])];
  return draw(2) === 0 ? [root, ...others] : [...others, root];
}

/** Some options, each one now and then. */
function drawOptions(draw: Draw): ProfileOptions {
  const one = <T>(...values: readonly T[]): T | undefined => values[draw(values.length * 5)];
  return {
    follow: draw(3) === 0,
    hidden: one(false),
    maxDepth: one(0, 1, 2, 5),
    oneFileSystem: one(true),
    types: one<readonly EntryType[]>(["file"], ["directory", "symlink"], ["other", "file"], []),
    extensions: one<readonly string[]>(["txt", ""], [".GZ", "md"], [".3"]),
    minSize: one<number | bigint>(0, 1, 5000n),
    maxSize: one(0, 777, 2 ** 20),
    modifiedAfter: one<number | Date>(0, -1e12, new Date(1e12)),
    modifiedBefore: one(0, 1e12, 5e12),
    match: one<string | readonly string[]>("**/*.txt", ["**", "!**/*-*"], "*/*", "**/[0-9]*/**", ["*.md", "UPPER*/**"]),
    exclude: one<string | readonly string[]>("**/*[02468]", "file*", ["*/**/*.md", "*hidden*"]),
    globOptions: one({ dot: true }, { nocase: true }),
    filter: one(hasEvenName),
    sizes: one(false),
    hardLinks: one("each" as const),
    top: one(0, 1, 7, Number.POSITIVE_INFINITY),
    listLimit: one(0, 1, 9, Number.POSITIVE_INFINITY),
    treeDepth: one(0, 2, Number.POSITIVE_INFINITY),
    treeShare: one(0, 0.1, 1),
  };
}

function hasEvenName({ name }: Entry): boolean {
  return name.length % 2 === 0;
}

/** Holds the walks and the profiles of all backends to those of the reference. */
async function agree(roots: string | readonly string[], options: ProfileOptions): Promise<void> {
  const report = canonicalReport(await profile(roots, { ...options, backend: "sequential" }));
  const repeats = Object.keys(options).length === 0 ? REPEATS.plain : REPEATS.chosen;
  const walked = await walkLines(roots, { ...options, backend: "sequential" });
  const paths = await pathLines(roots, { ...options, backend: "sequential" });
  for (const backend of OTHERS) {
    for (const jobs of JOBS) {
      const where = inspect({ backend, jobs, roots, ...options }, { breakLength: Number.POSITIVE_INFINITY });
      for (let repeat = 0; repeat < repeats; repeat += 1) {
        expectSameReport(await profile(roots, { ...options, backend, jobs }), report, where);
      }
      expect(await walkLines(roots, { ...options, backend, jobs }), where).toEqual(walked);
      expect(await pathLines(roots, { ...options, backend, jobs }), where).toEqual(paths);
    }
  }
}

/** Two long texts that differ say little: what differs of what they stand for is shown. */
function expectSameReport(report: Report, expected: string, where: string): void {
  const actual = canonicalReport(report);
  if (actual !== expected) expect(JSON.parse(actual), where).toEqual(JSON.parse(expected));
  expect(actual === expected, where).toBe(true);
}

/** All that a walk gives, a line each, in an order of its own. */
async function walkLines(roots: string | readonly string[], options: ProfileOptions): Promise<string[]> {
  const stat = options.sizes ?? true;
  const { entries, errors } = await collect(roots, { ...options, stat });
  const lines = entries.map((entry) => `${entry.root.name} ${lineOfEntry(entry)} ${entry.stat?.mtimeMs}`);
  return [...lines, ...errors.map((error) => `${error.entry.root.name} ${brief(error)}`)].sort();
}

/** All that a walk for paths alone gives, in an order of its own. */
async function pathLines(roots: string | readonly string[], options: ProfileOptions): Promise<string[]> {
  const { paths, errors } = await collectPathBytes(roots, options);
  return [...paths, ...errors.map((error) => `${error.entry.root.name} ${brief(error)}`)].sort();
}

/** Holds the reference itself to what `find` and `du` say, as GNU's do. */
async function agreeWithOracles(root: string): Promise<void> {
  if (NOT_LINUX) return;
  const found = find(root);
  const { totals } = await profile(root, { backend: "sequential" });
  const count = (type: Found["type"]): number => found.filter((one) => one.type === type).length;
  expect(totals).toMatchObject({
    files: count("file"),
    directories: count("directory"),
    symlinks: count("symlink"),
    others: count("other"),
    allocatedBytes: du(root),
  });
}

function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

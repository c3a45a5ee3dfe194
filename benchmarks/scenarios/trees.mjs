// @ts-check
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, lstatSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { floor } from "../subjects/floor.mjs";
import { cacheFolder, program } from "./cache.mjs";

/** @typedef {import("../subjects/floor.mjs").Counts} Counts */

/**
 * @typedef {object} Tree
 * @property {string} name
 * @property {string} path
 * @property {string} about what it is made of
 * @property {Counts} counts what lstat says of each name
 * @property {{ apparent: number, allocated: number }} once bytes, where each file counts once however many names it has
 * @property {boolean} fixed whether nothing but a benchmark changes it
 */

/**
 * What make-tree.c is asked for. In a quick run `quick` is asked for instead. The digests are those that it gives of
 * the trees: one that has another is not the tree that others measured.
 *
 * @typedef {object} Made
 * @property {readonly [shape: "even" | "deep" | "skewed", ...details: (string | number)[]]} whole
 * @property {string} digest
 * @property {readonly [shape: "even" | "deep" | "skewed", ...details: (string | number)[]]} quick
 * @property {string} quickDigest
 * @property {string} about
 */

/** @type {Readonly<Record<string, Made>>} */
const MADE = {
  flat: {
    whole: ["even", "empty", 2_000, 100],
    digest: "ef954c2e3228e874",
    quick: ["even", "empty", 100, 100],
    quickDigest: "4503e96217ba8c0e",
    about: "empty files, 100 a folder: the usual made-up tree",
  },
  million: {
    whole: ["even", "sized", 10_000, 100],
    digest: "d68d63785575285c",
    quick: ["even", "sized", 500, 100],
    quickDigest: "a2de74d120eecf3e",
    about: "1,000,000 files, 100 a folder",
  },
  "one-folder": {
    whole: ["even", "sized", 0, 1_000_000],
    digest: "be34f2a7f116d6e8",
    quick: ["even", "sized", 0, 50_000],
    quickDigest: "41656c62e236dcd0",
    about: "1,000,000 files in one folder",
  },
  "one-file": {
    whole: ["even", "sized", 100_000, 1],
    digest: "9cd6f8c5571809c0",
    quick: ["even", "sized", 5_000, 1],
    quickDigest: "60b738e5986eae00",
    about: "100,000 folders of one file",
  },
  deep: {
    whole: ["deep", 10, 200, 4],
    digest: "7c62bc67215a4688",
    quick: ["deep", 5, 200, 4],
    quickDigest: "4fb3793f0baf5084",
    about: "10 chains of 200 folders in each other, 4 files in each",
  },
  skewed: {
    whole: ["skewed", 100_000],
    digest: "24e3d87476eedfed",
    quick: ["skewed", 10_000],
    quickDigest: "66313b43b3dd7877",
    about: "as projects are: many small folders, few large ones, unlike depths",
  },
  "ten-thousand": {
    whole: ["even", "empty", 100, 100],
    digest: "4503e96217ba8c0e",
    quick: ["even", "empty", 10, 100],
    quickDigest: "f076d21bc0b21a2b",
    about: "10,000 files, 100 a folder",
  },
  "hundred-thousand": {
    whole: ["even", "empty", 1_000, 100],
    digest: "616c4d0b47d30f58",
    quick: ["even", "empty", 50, 100],
    quickDigest: "b4a2cd33ae91b17f",
    about: "100,000 files, 100 a folder",
  },
  "two-million": {
    whole: ["even", "empty", 20_000, 100],
    digest: "ce01bc1f159a643c",
    quick: ["even", "empty", 1_000, 100],
    quickDigest: "616c4d0b47d30f58",
    about: "2,000,000 files, 100 a folder",
  },
  "five-million": {
    whole: ["even", "empty", 50_000, 100],
    digest: "dc9719352afe7794",
    quick: ["even", "empty", 1_000, 100],
    quickDigest: "616c4d0b47d30f58",
    about: "5,000,000 files, 100 a folder",
  },
  thousand: {
    whole: ["even", "sized", 10, 99],
    digest: "c47c1dc5668963fe",
    quick: ["even", "sized", 10, 99],
    quickDigest: "c47c1dc5668963fe",
    about: "about 1,000 entries",
  },
};

/** A `node_modules` of fewer files than this says too little. */
const ENOUGH_FILES = 100_000;

/** The trees that walks are compared over. */
export const COMPARABLE = /** @type {const} */ ([
  "flat",
  "skewed",
  "deep",
  "one-file",
  "one-folder",
  "million",
  "node_modules",
  "/usr",
]);

/**
 * Trees that were made, or found to be right, in this run.
 *
 * @type {Map<string, Tree>}
 */
const ready = new Map();

/**
 * A tree by name, made where it is not there or is not what it should be.
 *
 * @param {string} name
 * @param {{ quick: boolean }} options
 * @returns {Tree}
 */
export function tree(name, { quick }) {
  const made = MADE[name];
  if (made !== undefined) {
    const key = quick ? `${name}, quick` : name;
    const here = ready.get(key) ?? madeTree(name, made, { quick });
    ready.set(key, here);
    return here;
  }
  if (name === "node_modules") return nodeModules({ quick });
  return { name, path: name, about: "as it is here", ...counted(name), fixed: false };
}

/**
 * @param {string} name
 * @param {Made} made
 * @param {{ quick: boolean }} options
 * @returns {Tree}
 */
function madeTree(name, { whole, digest, quick: less, quickDigest, about }, { quick }) {
  const [shape, ...details] = quick ? less : whole;
  const place = path.join(cacheFolder("trees"), [name, ...details].join("-"));
  const wanted = quick ? quickDigest : digest;
  keep(place, {
    isRight: () => digestOf(place) === wanted,
    make: (made) => {
      execFileSync(program("make-tree"), [shape, made, ...details.map(String)]);
    },
    wanted,
  });
  const counts = count(place);
  // No file of theirs has two names.
  const once = { apparent: counts.apparent, allocated: counts.allocated };
  return { name, path: place, about: quick ? `${about}, much smaller` : about, counts, once, fixed: true };
}

/** @param {string} place */
function digestOf(place) {
  return execFileSync(program("make-tree"), ["digest", place], { encoding: "utf8" }).trim();
}

/**
 * Makes a tree where it is not there or is not right.
 *
 * @param {string} place
 * @param {object} how
 * @param {() => boolean} how.isRight
 * @param {(made: string) => void} how.make makes the tree at another place, from which it is moved when it is whole
 * @param {string} how.wanted what a right one is known by
 */
function keep(place, { isRight, make, wanted }) {
  if (existsSync(place) && isRight()) return;
  process.stderr.write(`making ${place}\n`);
  const making = `${place}.making`;
  for (const old of [place, making]) rmSync(old, { recursive: true, force: true });
  make(making);
  renameSync(making, place);
  if (!isRight()) throw new Error(`${place} does not hold what was put there: ${wanted}`);
}

/**
 * The `node_modules` that `TRANSECT_BENCH_NODE_MODULES` names, or this repository's own: as often as makes enough
 * files, each copy without links to the others.
 *
 * @param {{ quick: boolean }} options
 * @returns {Tree}
 */
function nodeModules({ quick }) {
  const named = process.env["TRANSECT_BENCH_NODE_MODULES"];
  const real = named || path.join(import.meta.dirname, "../../node_modules");
  const counts = count(real);
  const name = "node_modules";
  if (named || quick || counts.files >= ENOUGH_FILES)
    return { name, path: real, about: "as it is here", ...counted(real), fixed: false };
  const copies = Math.ceil(ENOUGH_FILES / counts.files);
  const place = path.join(cacheFolder("trees"), `${name}-${copies}-times-${counts.entries}`);
  const wanted = { files: copies * counts.files, directories: copies * counts.directories + 1 };
  keep(place, {
    isRight: () => {
      const found = count(place);
      return found.files === wanted.files && found.directories === wanted.directories;
    },
    make: (made) => {
      for (let copy = 0; copy < copies; copy += 1)
        cpSync(real, path.join(made, `copy-${copy}`), { recursive: true, verbatimSymlinks: true, filter: copyHere });
    },
    wanted: JSON.stringify(wanted),
  });
  const about = `${copies} copies of this repository's own`;
  return { name, path: place, about, ...counted(place), fixed: true };
}

/**
 * Leaves a large file to be copied as its size alone: a walk sees the same, and the disk keeps its room.
 *
 * @param {string} from
 * @param {string} to
 */
function copyHere(from, to) {
  const stats = lstatSync(from);
  if (!stats.isFile() || stats.size < 1024 * 1024) return true;
  writeFileSync(to, "");
  truncateSync(to, stats.size);
  return false;
}

/**
 * @param {string} root
 * @returns {Counts}
 */
function count(root) {
  const { milliseconds: _, ...counts } = floor({ root, mode: "stat", threads: 2 });
  return counts;
}

/**
 * @param {string} root
 * @returns {Pick<Tree, "counts" | "once">}
 */
function counted(root) {
  const counts = count(root);
  const seen = new Set();
  const again = { apparent: 0, allocated: 0 };
  const shared = execFileSync("find", [root, "-not", "-type", "d", "-links", "+1", "-printf", "%D:%i %y %s %b\\n"], {
    encoding: "utf8",
    maxBuffer: 2 ** 30,
  });
  for (const line of shared.split("\n").filter((one) => one !== "")) {
    const [identity, type, size, blocks] = line.split(" ");
    if (seen.has(identity)) {
      if (type === "f") again.apparent += Number(size);
      again.allocated += Number(blocks) * 512;
    }
    seen.add(identity);
  }
  const once = { apparent: counts.apparent - again.apparent, allocated: counts.allocated - again.allocated };
  return { counts, once };
}

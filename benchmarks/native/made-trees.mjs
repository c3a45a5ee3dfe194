// @ts-check
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, lstatSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { cacheFolder, program } from "./cache.mjs";
import { floor } from "./floor.mjs";

/** @typedef {import("./floor.mjs").Counts} Counts */

/**
 * @typedef {object} Tree
 * @property {string} name
 * @property {string} path
 * @property {string} about what it is made of
 * @property {Counts} counts
 * @property {boolean} fixed whether nothing but a benchmark changes it
 */

/**
 * `files` in each of `folders`; without folders, all in the root.
 *
 * @typedef {{ folders: number, files: number, sized: boolean }} Shape
 */

/** @type {Readonly<Record<string, Shape>>} */
const SHAPES = {
  flat: { folders: 2_000, files: 100, sized: false },
  million: { folders: 10_000, files: 100, sized: true },
  "one-folder": { folders: 0, files: 1_000_000, sized: true },
  "one-file": { folders: 100_000, files: 1, sized: true },
  "two-million": { folders: 20_000, files: 100, sized: false },
  thousand: { folders: 10, files: 99, sized: true },
};

/** How much smaller the trees of a quick run are. */
const QUICK = 20;

/** A `node_modules` of fewer files than this says too little. */
const ENOUGH_FILES = 100_000;

/** The trees that walks are compared over. */
export const COMPARED = /** @type {const} */ (["flat", "million", "one-folder", "one-file", "node_modules", "/usr"]);

/**
 * A tree by name, made where it is not there or is not what it should be.
 *
 * @param {string} name
 * @param {{ quick: boolean }} options
 * @returns {Tree}
 */
export function tree(name, { quick }) {
  const shape = SHAPES[name];
  if (shape !== undefined) return madeTree(name, quick && name !== "thousand" ? smaller(shape) : shape);
  if (name === "node_modules") return nodeModules({ quick });
  return { name, path: name, about: "as it is here", counts: count(name), fixed: false };
}

/**
 * @param {Shape} shape
 * @returns {Shape}
 */
function smaller({ folders, files, sized }) {
  if (folders === 0) return { folders, files: files / QUICK, sized };
  return { folders: folders / QUICK, files, sized };
}

/**
 * @param {string} name
 * @param {Shape} shape
 * @returns {Tree}
 */
function madeTree(name, { folders, files, sized }) {
  const content = sized ? "sized" : "empty";
  const place = path.join(cacheFolder("trees"), `${name}-${folders}-${files}-${content}`);
  const wanted = { files: Math.max(folders, 1) * files, directories: folders + 1 };
  const about =
    folders === 0 ? `${files} ${content} files in one folder` : `${folders} folders, ${files} ${content} files in each`;
  const counts = kept(place, wanted, (made) => {
    execFileSync(program("make-tree"), [content, made, "0", String(folders), String(files)]);
  });
  return { name, path: place, about, counts, fixed: true };
}

/**
 * What a kept tree holds. One that is missing, or holds anything but what is wanted, is made anew.
 *
 * @param {string} place
 * @param {{ files: number, directories: number }} wanted
 * @param {(made: string) => void} make makes the tree at another place, from which it is moved when it is whole
 * @returns {Counts}
 */
function kept(place, wanted, make) {
  const agrees = () => {
    const found = count(place);
    return found.files === wanted.files && found.directories === wanted.directories ? found : undefined;
  };
  const found = existsSync(place) ? agrees() : undefined;
  if (found !== undefined) return found;
  process.stderr.write(`making ${place}\n`);
  const making = `${place}.making`;
  for (const old of [place, making]) rmSync(old, { recursive: true, force: true });
  make(making);
  renameSync(making, place);
  const made = agrees();
  if (made === undefined) throw new Error(`${place} does not hold what was put there`);
  return made;
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
    return { name, path: real, about: "as it is here", counts, fixed: false };
  const copies = Math.ceil(ENOUGH_FILES / counts.files);
  const place = path.join(cacheFolder("trees"), `${name}-${copies}-times-${counts.entries}`);
  const wanted = { files: copies * counts.files, directories: copies * counts.directories + 1 };
  const all = kept(place, wanted, (made) => {
    for (let copy = 0; copy < copies; copy += 1) {
      cpSync(real, path.join(made, `copy-${copy}`), { recursive: true, verbatimSymlinks: true, filter: copyHere });
    }
  });
  return { name, path: place, about: `${copies} copies of this repository's own`, counts: all, fixed: true };
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

import { cpSync, existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { compiled, keptTree, run } from "./cache.mjs";

const repository = path.dirname(path.dirname(import.meta.dirname));

/**
 * @typedef {object} Tree
 * @property {string} name
 * @property {string} title
 * @property {() => string | undefined} place makes it where it is not there yet; nothing where it cannot be had
 */

/** @type {readonly Tree[]} */
export const TREES = [
  made("flat", "200,000 files, 100 a folder", [20, 100, 100]),
  made("million", "1,000,000 files, 100 a folder", [100, 100, 100]),
  made("one-folder", "1,000,000 files in one folder", [0, 0, 1_000_000]),
  made("one-file", "100,000 folders of one file", [100, 1000, 1]),
  { name: "node_modules", title: "node_modules, copied until it has 100,000 files", place: manyModules },
  { name: "usr", title: "/usr", place: () => (existsSync("/usr") ? "/usr" : undefined) },
];

/**
 * @param {string} name
 * @param {string} title
 * @param {readonly number[]} shape groups, folders in each, files in each of those
 * @returns {Tree}
 */
function made(name, title, shape) {
  return { name, title, place: () => keptTree(name, (at) => run(compiled("make-tree"), [at, ...shape.map(String)])) };
}

/** Copies, not links: as the files of a project that was installed without a store that it shares with others. */
function manyModules() {
  const source = path.join(repository, "node_modules");
  if (!existsSync(source)) return undefined;
  return keptTree("node_modules", (at) => {
    mkdirSync(at);
    const files = Number(run("sh", ["-c", `find "$1" -type f | wc -l`, "sh", source]));
    const copies = Math.ceil(100_000 / files);
    for (let copy = 0; copy < copies; copy += 1) {
      cpSync(source, path.join(at, `copy-${copy}`), { recursive: true, verbatimSymlinks: true });
    }
  });
}

// @ts-check
import { lstatSync, readdirSync } from "node:fs";
import process from "node:process";
import fastGlob from "fast-glob";
import { fdir } from "fdir";
import getFolderSize from "get-folder-size";
import { glob } from "glob";
import { globby } from "globby";
import { readdirpPromise } from "readdirp";
import { glob as tinyGlob } from "tinyglobby";
import { bareLoop } from "./bare-loop.mjs";
import { bareThreads } from "./bare-threads.mjs";
import { installedVersion } from "./installed-version.mjs";

/** @typedef {import("./subject.mjs").Subject} Subject */
/** @typedef {import("./subject.mjs").Answer} Answer */

const NAMES_ALONE = "no sizes, folders or types";
const LIST = { gives: /** @type {const} */ ("paths"), command: false, lacks: NAMES_ALONE };

/** Entries above which those are not asked that take a microsecond or more for each, and those that take many. */
const SOME = 120_000;
const FEW = 60_000;

/**
 * Other libraries that walk trees, in this process, each asked for as much as it can be asked for: every name, hidden
 * ones too, links not followed.
 *
 * @type {readonly Subject[]}
 */
export const LIBRARIES = [
  ofCalls({
    ...LIST,
    name: "fdir, sync",
    package: "fdir",
    how: "new fdir().withFullPaths().crawl(ROOT).sync()",
    call: (root) => ({ paths: new fdir().withFullPaths().crawl(root).sync().length }),
  }),
  ofCalls({
    ...LIST,
    name: "fdir, promise",
    package: "fdir",
    how: "new fdir().withFullPaths().crawl(ROOT).withPromise()",
    call: async (root) => ({ paths: (await new fdir().withFullPaths().crawl(root).withPromise()).length }),
  }),
  ofCalls({
    name: "fdir and lstatSync",
    package: "fdir",
    gives: "sizes",
    how: "the same, sync, and lstatSync of each path",
    lacks: "no sizes of folders",
    command: false,
    call(root) {
      let apparent = 0;
      for (const file of new fdir().withFullPaths().crawl(root).sync()) {
        const stats = lstatSync(file);
        if (stats.isFile()) apparent += stats.size;
      }
      return { apparent };
    },
  }),
  ofCalls({
    name: "readdirSync and lstatSync",
    package: "node",
    gives: "sizes",
    most: SOME,
    how: "a loop over both, which only counts",
    lacks: "counts only, no errors, none of a report",
    command: false,
    call(root) {
      const { entries, apparent } = bareLoop({ folder: root, names: readdirSync(root) });
      return { entries: entries + 1, apparent };
    },
  }),
  ofCalls({
    name: "readdirSync and lstatSync, 2 threads",
    package: "node",
    gives: "sizes",
    how: "that loop over parts of the tree on two worker threads, which are up",
    lacks: "counts only, no errors, none of a report",
    command: false,
    call: async (root) => bareThreads(root),
  }),
  ofCalls({
    ...LIST,
    name: "tinyglobby",
    most: SOME,
    how: 'glob("**", { cwd: ROOT, dot: true, followSymbolicLinks: false })',
    call: async (root) => ({
      paths: (await tinyGlob("**", { cwd: root, dot: true, followSymbolicLinks: false })).length,
    }),
  }),
  ofCalls({
    ...LIST,
    name: "fast-glob",
    most: SOME,
    how: 'fastGlob("**", { cwd: ROOT, dot: true, followSymbolicLinks: false })',
    call: async (root) => ({
      paths: (await fastGlob("**", { cwd: root, dot: true, followSymbolicLinks: false })).length,
    }),
  }),
  ofCalls({
    ...LIST,
    name: "globby",
    most: SOME,
    how: 'globby("**", { cwd: ROOT, dot: true, followSymbolicLinks: false })',
    call: async (root) => ({
      paths: (await globby("**", { cwd: root, dot: true, followSymbolicLinks: false })).length,
    }),
  }),
  ofCalls({
    ...LIST,
    name: "glob",
    most: FEW,
    how: 'glob("**", { cwd: ROOT, dot: true, nodir: true })',
    call: async (root) => ({ paths: (await glob("**", { cwd: root, dot: true, nodir: true })).length }),
  }),
  ofCalls({
    ...LIST,
    name: "readdirp",
    most: FEW,
    how: "readdirpPromise(ROOT, { lstat: true })",
    call: async (root) => ({ files: (await readdirpPromise(root, { lstat: true })).length }),
  }),
  ofCalls({
    name: "get-folder-size",
    gives: "sizes",
    most: FEW,
    how: "getFolderSize.strict(ROOT)",
    lacks: "one sum of st_size, folders included",
    command: false,
    call: async (root) => {
      await getFolderSize.strict(root);
      return {};
    },
  }),
];

/**
 * @param {Omit<Subject, "answer" | "task" | "version"> & {
 *   package?: string, call: (root: string) => Answer | Promise<Answer> }} options
 * @returns {Subject}
 */
function ofCalls({ package: from, call, ...rest }) {
  const version = from === "node" ? process.version : installedVersion(from ?? rest.name);
  const isAsync = call.constructor.name === "AsyncFunction";
  return {
    ...rest,
    version,
    answer: ({ path: root }) => call(root),
    task: ({ path: root }) => (isAsync ? async () => void (await call(root)) : () => void call(root)),
  };
}

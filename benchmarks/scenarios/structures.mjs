// @ts-check
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { cacheFolder } from "./cache.mjs";

/** @typedef {import("@transect/structure").StructurePattern} StructurePattern */

/**
 * What is looked for in the tree of experiments, or copied out of it.
 *
 * @typedef {object} Structures
 * @property {string} about
 * @property {"find" | "copy"} does
 * @property {readonly StructurePattern[]} patterns
 * @property {number} experiments
 * @property {(experiments: number) => number} answer how many directories match, or files are copied
 */

/** An experiment holds so many files, and one folder. */
const FILES = 40;

/** Every experiment with all of its files, by group. */
const GROUP = {
  directory_name: "group_*",
  optional_directories: [{ optional_files: ["*"], optional_directories: [{ optional_files: ["*"] }] }],
};

/** @type {Readonly<Record<string, Structures>>} */
const STRUCTURES = {
  "one in ten": {
    about: "12 patterns, of which 10 match an experiment in ten each and 2 none",
    does: "find",
    patterns: Array.from({ length: 12 }, (_, number) => ({
      directory_name: number < 10 ? `exp_*${number}` : "*",
      files: [
        "a.csv",
        `run_[0-9]_*${number}.log`,
        ...(number % 3 === 0 ? ["*.json"] : []),
        ...(number < 10 ? [] : ["none"]),
      ],
      directories: number % 2 === 0 ? [{ directory_name: "raw", files: ["*.csv"] }] : [],
      optional_files: ["notes.txt"],
    })),
    experiments: 400,
    answer: (experiments) => experiments,
  },
  "all match": {
    about: "12 patterns, each of which matches every experiment",
    does: "find",
    patterns: Array.from({ length: 12 }, (_, number) => ({
      // All of them differ: a set of patterns would keep one of two that are equal.
      files: ["a.csv", `run_[0-${number % 10}]*${number < 10 ? ".log" : ".l?g"}`],
      directories: [{ directory_name: "raw", files: ["*.csv"] }],
    })),
    experiments: 400,
    answer: (experiments) => experiments * 12,
  },
  copy: {
    about: "all files, of less than 500 bytes each",
    does: "copy",
    patterns: [GROUP],
    experiments: 100,
    answer: (experiments) => experiments * FILES,
  },
};

/** The names of all of them. */
export const STRUCTURE_NAMES = Object.keys(STRUCTURES);

/**
 * A scenario by its name, with a tree of experiments that is made where it is not there, and kept from run to run.
 *
 * @param {string} name
 * @param {{ quick: boolean }} options
 */
export function structures(name, { quick }) {
  const found = STRUCTURES[name];
  if (found === undefined) throw new Error(`no structures ${name}`);
  const experiments = quick ? found.experiments / 10 : found.experiments;
  const root = path.join(cacheFolder("structures"), `experiments-${experiments}`);
  // Left last, so that what was begun and not ended is made anew.
  const mark = `${root}.made`;
  if (!existsSync(mark)) {
    process.stderr.write(`making ${experiments} experiments\n`);
    rmSync(root, { recursive: true, force: true });
    makeExperiments(root, experiments);
    writeFileSync(mark, "");
  }
  return { ...found, path: root, files: experiments * FILES, right: found.answer(experiments) };
}

/**
 * @param {string} root
 * @param {number} experiments
 */
function makeExperiments(root, experiments) {
  let files = 0;
  for (let number = 0; number < experiments; number += 1) {
    const folder = path.join(root, `group_${number % 20}`, `exp_${number}`);
    mkdirSync(path.join(folder, "raw"), { recursive: true });
    const names = [
      ...Array.from({ length: 20 }, (_, file) => `raw/part_${file}.${file % 2 === 0 ? "csv" : "bin"}`),
      ...Array.from({ length: 18 }, (_, file) => `run_${file}_${number}.${file % 3 === 0 ? "log" : "json"}`),
      "a.csv",
      "notes.txt",
    ];
    for (const name of names) {
      writeFileSync(path.join(folder, name), "x".repeat((files * 37) % 500));
      files += 1;
    }
  }
}

// @ts-check
import { spawnSync } from "node:child_process";
import { lstatSync } from "node:fs";
import { timedCommand } from "../method/command.mjs";
import { cacheFolder } from "../scenarios/cache.mjs";
import { findProgram, findPython } from "./install.mjs";

/** @typedef {import("./subject.mjs").Subject} Subject */
/** @typedef {import("./subject.mjs").Answer} Answer */

/**
 * A registry's package, or what each system has.
 *
 * @typedef {{ crate: string, flags?: readonly string[] } | { debian: string, libraries?: readonly string[] }
 *   | { python: string } | "system"} From
 */

/**
 * Another program that walks a tree, asked for as little to print as it lets itself be asked for.
 *
 * @typedef {object} Program
 * @property {string} name
 * @property {string} [file] what its file is called, where that is not its name
 * @property {From} from where it is got from
 * @property {"sizes" | "names" | "paths"} gives
 * @property {string} lacks
 * @property {(root: string) => string[]} args
 * @property {number} [most] entries above which it takes too long to be asked
 * @property {string} [how] what is asked of it, where its arguments do not say it
 * @property {readonly string[]} [version] the arguments that make it print its version (default `--version`)
 * @property {(output: string) => Answer} read what it printed, each time or when asked with `check`
 * @property {(root: string) => string[]} [check] arguments that make it print an answer, where those of `args` do not
 */

const A_TOTAL = "one total: no types, depths, ages or errors in a result";
const A_LIST = "names alone";
/** Paths end with a line break here: none of the trees has one in a name. */
const lines = (/** @type {string} */ output) => (output.match(/\n/g) ?? []).length;
/** The first number of the last line. */
const total = (/** @type {string} */ output) => Number(output.trimEnd().split("\n").at(-1)?.match(/\d+/)?.[0]);

/** Its profiler, with its engine in Rust; what it says of its way is left out. */
const FILOMA = `
import sys
from loguru import logger
from filoma.directories import DirectoryProfiler, DirectoryProfilerConfig
logger.remove()
profiler = DirectoryProfiler(DirectoryProfilerConfig(search_backend="rust", show_progress=False))
summary = profiler.probe(sys.argv[1]).summary
print(summary["total_files"] + summary["total_folders"])
`;

/** Every folder matches a pattern that asks for nothing. */
const PATHVEIN = `
import pathlib, sys
from pathvein import FileStructurePattern, scan
print(len(scan(pathlib.Path(sys.argv[1]), [FileStructurePattern()])))
`;

/** @type {readonly Program[]} */
export const PROGRAMS = [
  {
    name: "diskus",
    from: { crate: "diskus" },
    gives: "sizes",
    lacks: A_TOTAL,
    args: (root) => [root],
    read: (output) => ({ allocated: total(output.replaceAll(/^.*\(([\d,]+) bytes\).*$/gm, "$1").replaceAll(",", "")) }),
  },
  {
    name: "pdu",
    from: { crate: "parallel-disk-usage" },
    gives: "sizes",
    lacks: "a tree of sizes alone",
    args: (root) => ["--max-depth=1", "--bytes-format=plain", "--quantity=block-size", root],
    read: (output) => ({ allocated: total(output) }),
  },
  {
    name: "dua",
    most: 150_000,
    // Its interface for terminals is not measured, and takes most of its build.
    from: { crate: "dua-cli", flags: ["--no-default-features"] },
    gives: "sizes",
    lacks: A_TOTAL,
    // Asked for one folder, it takes each entry in it as a root of its own. The second, an empty one, prevents that.
    args: (root) => ["-f", "bytes", "aggregate", root, cacheFolder("empty")],
    read: (output) => ({ allocated: total(output) - 512 * lstatSync(cacheFolder("empty")).blocks }),
  },
  {
    name: "dust",
    from: { crate: "du-dust" },
    gives: "sizes",
    lacks: "a tree of sizes alone",
    args: (root) => ["-P", "-c", "-b", "-d", "0", "-o", "b", root],
    read: (output) => ({ allocated: total(output) }),
  },
  {
    name: "gdu",
    most: 150_000,
    from: { debian: "gdu" },
    gives: "sizes",
    lacks: A_TOTAL,
    args: (root) => ["-n", "-p", "-c", "-s", "--no-prefix", root],
    read: (output) => ({ allocated: total(output) }),
  },
  {
    name: "ncdu",
    most: 120_000,
    from: { debian: "ncdu" },
    gives: "sizes",
    lacks: "a tree of sizes alone",
    args: (root) => ["-0", "-o", "/dev/null", root],
    check: (root) => ["-0", "-o", "-", root],
    read: (output) => ({ entries: (output.match(/"name":/g) ?? []).length }),
  },
  {
    name: "du",
    from: "system",
    gives: "sizes",
    lacks: A_TOTAL,
    args: (root) => ["-s", "--block-size=1", root],
    read: (output) => ({ allocated: total(output) }),
  },
  {
    name: "find",
    from: "system",
    gives: "paths",
    lacks: A_LIST,
    args: (root) => [root],
    read: (output) => ({ entries: lines(output) }),
  },
  {
    name: "fd",
    from: { crate: "fd-find" },
    gives: "paths",
    lacks: A_LIST,
    args: (root) => ["--unrestricted", ".", root],
    read: (output) => ({ entries: lines(output) + 1 }),
  },
  {
    name: "ripgrep",
    file: "rg",
    from: { crate: "ripgrep" },
    gives: "paths",
    lacks: "names of regular files alone",
    args: (root) => ["--files", "-uu", root],
    read: (output) => ({ files: lines(output) }),
  },
  {
    name: "filoma",
    most: 120_000,
    from: { python: "filoma" },
    gives: "sizes",
    how: 'DirectoryProfiler(search_backend="rust").probe(ROOT)',
    lacks: "apparent sizes alone; started in Python",
    args: (root) => ["-c", FILOMA, root],
    version: ["-c", "import importlib.metadata as m; print(m.version('filoma'))"],
    read: (output) => ({ entries: total(output) }),
  },
  {
    name: "pathvein",
    most: 60_000,
    from: { python: "pathvein" },
    gives: "names",
    how: "scan(ROOT, [FileStructurePattern()])",
    lacks: "names alone; started in Python",
    args: (root) => ["-c", PATHVEIN, root],
    version: ["-c", "import importlib.metadata as m; print(m.version('pathvein'))"],
    read: (output) => ({ directories: total(output) }),
  },
];

/**
 * The programs that are here, and those that are not.
 *
 * @returns {{ subjects: Subject[], missing: string[] }}
 */
export function programSubjects() {
  /** @type {Subject[]} */
  const subjects = [];
  /** @type {string[]} */
  const missing = [];
  for (const program of PROGRAMS) {
    const file = findFile(program);
    if (file === undefined) missing.push(`${program.name}: not here`);
    else subjects.push(programSubject(program, file));
  }
  return { subjects, missing };
}

/** @param {Program} program */
function findFile({ name, file = name, from }) {
  return from !== "system" && "python" in from ? findPython(from.python) : findProgram(file);
}

/**
 * @param {Program} program
 * @param {string} file
 * @returns {Subject}
 */
function programSubject(
  { most = Number.POSITIVE_INFINITY, name, gives, lacks, args, how, version = ["--version"], read, check = args },
  file,
) {
  return {
    name,
    version: versionOf(file, version),
    gives,
    how: how ?? [name, ...args("ROOT").map((argument) => argument.replace(cacheFolder("empty"), "EMPTY"))].join(" "),
    lacks,
    most,
    command: true,
    answer({ path: root }) {
      const { status, stdout, stderr, error } = spawnSync(file, check(root), { encoding: "utf8", maxBuffer: 2 ** 30 });
      if (error !== undefined) throw error;
      if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr.trim().split("\n").at(-1)}`);
      return read(stdout);
    },
    task:
      ({ path: root }) =>
      () =>
        timedCommand([file, ...args(root)]),
  };
}

/**
 * @param {string} file
 * @param {readonly string[]} args
 */
function versionOf(file, args) {
  const { stdout, stderr } = spawnSync(file, args, { encoding: "utf8" });
  return /\d+(\.\d+)+\S*/.exec(`${stdout}${stderr}`)?.[0] ?? "unknown";
}

// @ts-check
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { compileGlob, globSet, ignoreRules } from "@transect/matcher";
import ignore from "ignore";
import { Minimatch } from "minimatch";
import picomatch from "picomatch";
import zeptomatch from "zeptomatch";
import { compare } from "../method/compare.mjs";
import { manyRules, NODE } from "../scenarios/ignore-files.mjs";
import { realPaths } from "../scenarios/paths.mjs";
import { patternSet, TYPICAL } from "../scenarios/patterns.mjs";
import { installedVersion } from "../subjects/installed-version.mjs";
import { row } from "./suite.mjs";

/** @typedef {import("./suite.mjs").Suite} Suite */
/** @typedef {import("./suite.mjs").Scenario} Scenario */
/** @typedef {import("./suite.mjs").SuiteOptions} SuiteOptions */
/** @typedef {(path: string) => unknown} Test */

/** Paths that sets of many patterns and rules are asked of: others need milliseconds for one. */
const SAMPLE = 2_000;

const SETS = [10, 100, 1_000];
const IGNORED = { "63 rules": NODE, "3,667 rules": manyRules(3_667) };

/** What does not decide the same, and so is not compared. */
const HOW = {
  transect: { package: "@transect/matcher", lacks: "" },
  picomatch: { package: "picomatch", lacks: "a set is asked pattern by pattern" },
  minimatch: { package: "minimatch", lacks: "a set is asked pattern by pattern" },
  zeptomatch: { package: "zeptomatch", lacks: "fewer of bash's patterns" },
  ignore: { package: "ignore", lacks: "one file, from one folder" },
  "git check-ignore": { package: "git", lacks: "a process, whose start is in the figure" },
};

/**
 * Patterns and ignore rules over paths of this machine, in one process.
 *
 * @type {Suite}
 */
export const PATTERNS = {
  name: "patterns",
  scenarios: [
    ...TYPICAL,
    ...SETS.map((size) => `set of ${size}`),
    ...Object.keys(IGNORED).map((name) => `ignore, ${name}`),
    "compile",
    "import",
  ],
  quickly: ["**/*.ts", "**/test/**/*.js", "set of 10", "set of 1000", "ignore, 63 rules", "compile", "import"],
  async measure(options) {
    const paths = realPaths(options.quick ? 10_000 : 100_000, [
      path.join(import.meta.dirname, "../.."),
      "/usr/lib",
      "/usr/share",
    ]);
    process.stderr.write(`patterns: ${paths.length} paths\n`);
    const sample = paths.filter(
      (_, index) => index % Math.ceil(((options.quick ? 4 : 1) * paths.length) / SAMPLE) === 0,
    );
    /** @type {Scenario[]} */
    const scenarios = [];
    for (const name of options.chosen) scenarios.push(await measureOne(name, { paths, sample }, options));
    return scenarios;
  },
};

/**
 * @param {string} name
 * @param {{ paths: readonly string[], sample: readonly string[] }} over
 * @param {SuiteOptions} options
 * @returns {Promise<Scenario>}
 */
function measureOne(name, { paths, sample }, options) {
  const [, size] = /^set of (\d+)$/.exec(name) ?? [];
  const [, rules] = /^ignore, (.+)$/.exec(name) ?? [];
  if (name === "compile")
    return measure({ name, tasks: compileTasks(), units: TYPICAL.length, unit: "pattern" }, options);
  if (name === "import") return measure({ name, tasks: importTasks(), units: 1, unit: "start" }, options);
  if (rules !== undefined) {
    const text = IGNORED[/** @type {keyof typeof IGNORED} */ (rules)];
    return measure({ name, tasks: ignoreTasks(text, sample), units: sample.length, unit: "path" }, options);
  }
  const patterns = size === undefined ? [name] : patternSet(Number(size));
  const list = size === undefined ? paths : sample;
  return measure({ name, tests: testsOf(patterns), list, units: list.length, unit: "path" }, options);
}

/**
 * @param {object} scenario
 * @param {string} scenario.name
 * @param {Readonly<Record<string, Test>>} [scenario.tests] asked of each of the list
 * @param {readonly string[]} [scenario.list]
 * @param {Readonly<Record<string, import("../method/compare.mjs").Task>>} [scenario.tasks] instead of tests
 * @param {number} scenario.units
 * @param {string} scenario.unit
 * @param {SuiteOptions} options
 * @returns {Promise<Scenario>}
 */
async function measure({ name, tests = {}, list = [], tasks, units, unit }, { rounds, seconds }) {
  const asked = Object.entries(tests).map(([subject, test]) => [subject, () => void found(test, list)]);
  const timings = await compare(tasks ?? Object.fromEntries(asked), { rounds, seconds });
  const right = tests["transect"] === undefined ? undefined : found(tests["transect"], list);
  return {
    name,
    about: `${units} ${unit}s`,
    unit,
    units,
    rows: [...timings].map(([subject, timing]) => {
      const { package: from, lacks } = HOW[/** @type {keyof typeof HOW} */ (subject)];
      const test = tests[subject];
      const off = test === undefined || right === undefined ? 0 : found(test, list) - right;
      const note = off === 0 ? "" : `${Math.abs(off)} ${off > 0 ? "more" : "fewer"} match`;
      const version = from === "git" ? gitVersion() : installedVersion(from);
      return row(timing, { name: subject, group: "patterns", version, how: name, lacks, command: false, note });
    }),
    missing: [],
  };
}

/**
 * @param {Test} test
 * @param {readonly string[]} list
 */
function found(test, list) {
  let count = 0;
  for (const one of list) if (test(one)) count += 1;
  return count;
}

/**
 * One test for each library, compiled before it is timed.
 *
 * @param {readonly string[]} patterns
 * @returns {Record<string, Test>}
 */
function testsOf(patterns) {
  const [first = ""] = patterns;
  const minimatchers = patterns.map((pattern) => new Minimatch(pattern));
  return {
    transect: patterns.length === 1 ? compileGlob(first).test : globSet(patterns).test,
    picomatch: picomatch(patterns.length === 1 ? first : [...patterns]),
    minimatch: (one) => minimatchers.some((matcher) => matcher.match(one)),
    zeptomatch: (one) => zeptomatch(patterns.length === 1 ? first : [...patterns], one),
  };
}

function compileTasks() {
  return {
    transect: () => void TYPICAL.map((pattern) => compileGlob(pattern)),
    picomatch: () => void TYPICAL.map((pattern) => picomatch(pattern)),
    minimatch: () => void TYPICAL.map((pattern) => new Minimatch(pattern)),
  };
}

/**
 * Each path asked once of an instance that has seen none: rules are compiled outside of what is timed.
 *
 * @param {string} text
 * @param {readonly string[]} list
 */
function ignoreTasks(text, list) {
  const once = (/** @type {() => Test} */ make) => () => {
    const test = make();
    const begin = performance.now();
    found(test, list);
    return { overriddenDuration: performance.now() - begin };
  };
  return {
    transect: once(() => ignoreRules([{ path: ".gitignore", content: text }]).test),
    ignore: once(() => {
      const rules = ignore().add(text);
      return (one) => rules.ignores(one);
    }),
    "git check-ignore": () => checkIgnore(text, list),
  };
}

/**
 * @param {string} text
 * @param {readonly string[]} list
 */
function checkIgnore(text, list) {
  const folder = mkdtempSync(path.join(os.tmpdir(), "transect-benchmark-"));
  try {
    execFileSync("git", ["init", "-q", folder]);
    writeFileSync(path.join(folder, ".gitignore"), text);
    const begin = performance.now();
    spawnSync("git", ["check-ignore", "--no-index", "--stdin", "-z"], {
      cwd: folder,
      input: list.join("\0"),
      maxBuffer: 2 ** 28,
    });
    return { overriddenDuration: performance.now() - begin };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What a program pays that imports it: a fresh process, timed from inside. */
function importTasks() {
  const task = (/** @type {string} */ code) => () => {
    const script = `const begin = performance.now(); ${code}; process.stdout.write(String(performance.now() - begin));`;
    const printed = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
      cwd: import.meta.dirname,
      encoding: "utf8",
    });
    return { overriddenDuration: Number(printed) };
  };
  return {
    transect: task('await import("@transect/matcher")'),
    picomatch: task('await import("picomatch")'),
    minimatch: task('await import("minimatch")'),
    ignore: task('await import("ignore")'),
  };
}

function gitVersion() {
  return /\d+(\.\d+)+/.exec(execFileSync("git", ["--version"], { encoding: "utf8" }))?.[0] ?? "unknown";
}

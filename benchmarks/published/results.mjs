// @ts-check
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * What a suite measured, as it is kept.
 *
 * @typedef {object} Results
 * @property {string} suite
 * @property {import("../method/machine.mjs").Machine} machine
 * @property {boolean} quick
 * @property {readonly import("../suites/suite.mjs").Scenario[]} scenarios
 */

/** Where published results are. */
export const RESULTS = path.join(import.meta.dirname, "../results");

/**
 * Writes results, one scenario a line, so that a change of one is a change of one line.
 *
 * @param {Results} results
 * @param {string} folder
 */
export function saveResults({ scenarios, ...facts }, folder) {
  mkdirSync(folder, { recursive: true });
  const lines = scenarios.map((scenario) => JSON.stringify(scenario)).join(",\n");
  const head = JSON.stringify(facts, undefined, 2).replace(/\n\}$/, "");
  write(path.join(folder, `${facts.suite}.json`), `${head},\n  "scenarios": [\n${lines}\n]}\n`);
}

/**
 * Results of a folder, by suite; none where there is no such folder.
 *
 * @param {string} folder
 * @returns {Map<string, Results>}
 */
export function readResults(folder) {
  const files = (existsSync(folder) ? readdirSync(folder) : []).filter((name) => name.endsWith(".json"));
  return new Map(
    files.map((name) => {
      const results = /** @type {Results} */ (JSON.parse(readFileSync(path.join(folder, name), "utf8")));
      return [results.suite, results];
    }),
  );
}

/**
 * Writes a file whole or not at all.
 *
 * @param {string} file
 * @param {string} text
 */
export function write(file, text) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

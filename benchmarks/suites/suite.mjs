// @ts-check
import { median } from "../method/statistics.mjs";

/**
 * What is measured together, over scenarios of one kind. Its results are JSON.
 *
 * @typedef {object} Suite
 * @property {string} name
 * @property {readonly string[]} scenarios that `--only` can choose from
 * @property {readonly string[]} [usually] those of them that are published (default: all)
 * @property {readonly string[]} [quickly] those of them that a quick run takes (default: all)
 * @property {(options: SuiteOptions) => Promise<readonly Scenario[]>} measure
 *
 * @typedef {object} SuiteOptions
 * @property {readonly string[]} chosen scenarios
 * @property {number} rounds of each comparison
 * @property {number} seconds after which a task is not run again, but for its first rounds
 * @property {boolean} quick small scenarios: whether it works, no figures
 *
 * @typedef {object} Scenario
 * @property {string} name
 * @property {string} about
 * @property {string} unit what the time of a row is divided by: an entry, a path
 * @property {number} units how many of those there are
 * @property {readonly Row[]} rows
 * @property {readonly string[]} missing what did not take part, and why
 *
 * @typedef {object} Row
 * @property {string} name
 * @property {string} group those that do the same: rows of other groups are not compared
 * @property {string} version
 * @property {string} how
 * @property {string} lacks
 * @property {boolean} command
 * @property {string} note how its answer differs; empty where it does not
 * @property {readonly number[]} samples milliseconds of wall, round by round, from the first; slow ones have fewer
 * @property {number} cpu milliseconds on all processors, the median
 * @property {number | null} peak bytes of memory; null where it was not measured
 */

/**
 * A row of what was timed.
 *
 * @param {import("../method/compare.mjs").Timing} timing
 * @param {Omit<Row, "samples" | "cpu" | "peak"> & { peak?: number | undefined }} told
 * @returns {Row}
 */
export function row(timing, { peak = timing.peak, ...told }) {
  return { ...told, samples: timing.samples.map(shortened), cpu: shortened(median(timing.cpu)), peak: peak ?? null };
}

/**
 * To microseconds: more says nothing, and makes results long.
 *
 * @param {number} milliseconds
 */
function shortened(milliseconds) {
  return Math.round(milliseconds * 1_000) / 1_000;
}

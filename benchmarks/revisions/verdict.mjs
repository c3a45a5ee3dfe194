// @ts-check
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { mean, median, quantile, sampleWithReplacement } from "simple-statistics";

/** @typedef {import("../method/statistics.mjs").Interval} Interval */

const RESAMPLES = 1_000;
const SEED = 20_260_101;
/** Wide, since one of many tasks that errs raises an alarm. */
const CONFIDENCE = 0.99;

/**
 * How many times the time of the base the head takes, from several pairs of processes. Two processes that run the same
 * code differ by where their memory lies and by what was compiled when, so processes are drawn anew, and then rounds in
 * each: a bootstrap in two stages. The ratio of a pair is the median of its rounds, that of all the mean of the half of
 * the pairs in the middle.
 *
 * @param {readonly (readonly number[])[]} pairs ratios of a task: of each pair, round by round
 * @returns {Interval}
 */
export function ratioOf(pairs) {
  const generator = xoroshiro128plus(SEED);
  const random = () => uniformFloat64(generator);
  const drawn = (/** @type {readonly (readonly number[])[]} */ from) =>
    sampleWithReplacement([...from], from.length, random).map((rounds) =>
      median(sampleWithReplacement([...rounds], rounds.length, random)),
    );
  const ratios = Array.from({ length: RESAMPLES }, () => midmean(drawn(pairs)));
  const outside = (1 - CONFIDENCE) / 2;
  return {
    ratio: midmean(pairs.map((rounds) => median([...rounds]))),
    low: quantile(ratios, outside),
    high: quantile(ratios, 1 - outside),
  };
}

/**
 * The mean of the half of them in the middle.
 *
 * @param {number[]} values
 */
function midmean(values) {
  const sorted = values.sort((a, b) => a - b);
  const cut = Math.floor(sorted.length / 4);
  return mean(sorted.slice(cut, sorted.length - cut));
}

/**
 * Whether more pairs would change nothing: the interval has the threshold outside of it.
 *
 * @param {Interval} interval
 * @param {number} threshold a share: 0.05
 */
export function isDecided({ low, high }, threshold) {
  return low > 1 + threshold || high < 1 + threshold;
}

/**
 * @param {Interval} interval
 * @param {number} threshold a share: 0.05
 * @returns {"slower" | "faster" | "same" | "perhaps slower" | "perhaps faster"} `slower` alone is an alarm
 */
export function verdictOf({ ratio, low, high }, threshold) {
  if (low > 1 + threshold) return "slower";
  if (high < 1 - threshold) return "faster";
  if (low > 1 && ratio > 1 + threshold) return "perhaps slower";
  if (high < 1 && ratio < 1 - threshold) return "perhaps faster";
  return "same";
}

// @ts-check
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { interquartileRange, median, quantile, sampleWithReplacement, shuffle, sum } from "simple-statistics";

export { median, sum };

/** How often rounds are drawn anew for an interval. */
const RESAMPLES = 2_000;
/** What share of intervals so made hold the true ratio. */
const CONFIDENCE = 0.95;
/** The same figures give the same interval. */
const SEED = 20_260_101;

/**
 * A ratio, and the bounds between which it lies by `CONFIDENCE`.
 *
 * @typedef {{ ratio: number, low: number, high: number }} Interval
 */

/**
 * What `a` takes for what `b` takes, pair by pair: the two of one round met the same machine. The ratio is the median;
 * its interval is the percentile bootstrap of that median (Efron and Tibshirani, An Introduction to the Bootstrap,
 * chapter 13).
 *
 * @param {readonly number[]} a round by round
 * @param {readonly number[]} b round by round: those that only one of the two had are left out
 * @returns {Interval}
 */
export function pairedRatio(a, b) {
  return intervalOf(a.slice(0, b.length).map((value, index) => value / (b[index] ?? Number.NaN)));
}

/**
 * The median of values, and the interval of that median.
 *
 * @param {readonly number[]} values
 * @returns {Interval}
 */
function intervalOf(values) {
  const random = randomFrom(SEED);
  const medians = Array.from({ length: RESAMPLES }, () =>
    median(sampleWithReplacement([...values], values.length, random)),
  );
  const outside = (1 - CONFIDENCE) / 2;
  return { ratio: median([...values]), low: quantile(medians, outside), high: quantile(medians, 1 - outside) };
}

/**
 * Things in an order of its own for each round, the same in every run.
 *
 * @template T
 * @param {readonly T[]} things
 * @param {number} round
 * @returns {T[]}
 */
export function inOrderOf(things, round) {
  return shuffle([...things], randomFrom(SEED + round));
}

/** @param {number} seed */
function randomFrom(seed) {
  const generator = xoroshiro128plus(seed);
  return () => uniformFloat64(generator);
}

/**
 * How far apart samples lie: half of them within this share of their median.
 *
 * @param {readonly number[]} samples
 */
export function spread(samples) {
  return interquartileRange([...samples]) / median([...samples]);
}

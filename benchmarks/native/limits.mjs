// @ts-check
import { pairedRatio } from "../compare.mjs";

/** @typedef {import("../compare.mjs").Timing} Timing */
/** @typedef {ReadonlyMap<string, Timing>} Timings */

/**
 * What one way may take, beside the fastest of others.
 *
 * @typedef {object} Limit
 * @property {string} way
 * @property {readonly string[]} beside
 * @property {number} ratio
 * @property {number} [from] the entries that a tree must have for it to count
 */

const COMMANDS = ["diskus", "pdu", "dua", "dust", "gdu", "du"];
const FDIR = ["fdir, sync", "fdir, promise"];

/** @type {readonly Limit[]} */
export const LIMITS = [
  { way: "profile, native", beside: ["floor stat, 2 threads"], ratio: 1.1 },
  { way: "profile, native", beside: COMMANDS, ratio: 0.78 },
  { way: "profile without sizes, native", beside: ["floor list, 2 threads"], ratio: 1.2 },
  { way: "walkPaths, native", beside: FDIR, ratio: 0.7 },
  { way: "profile without sizes, threads", beside: FDIR, ratio: 0.5 },
  { way: "profile, threads", beside: ["fdir and lstatSync"], ratio: 0.48 },
  ...["transect", "transect --json"].flatMap((way) => [
    { way, beside: ["diskus", "pdu", "dua", "dust"], ratio: 1, from: 1_000_000 },
    { way, beside: ["du"], ratio: 1, from: 200_000 },
  ]),
];

/**
 * The ways that took part, the fastest first.
 *
 * @param {Timings} timings
 * @param {readonly string[]} ways
 * @returns {{ way: string, timing: Timing }[]}
 */
export function ranking(timings, ways) {
  return ways
    .flatMap((way) => {
      const timing = timings.get(way);
      return timing === undefined ? [] : [{ way, timing }];
    })
    .sort((a, b) => a.timing.median - b.timing.median);
}

/**
 * One row for each limit that holds for a tree of so many entries.
 *
 * @param {Timings} timings
 * @param {{ name: string, counts: { entries: number } }} tree
 */
export function limitRows(timings, { name, counts }) {
  return LIMITS.filter(({ from = 0 }) => counts.entries >= from).map(({ way, beside, ratio }) => {
    const ours = timings.get(way);
    const [fastest] = ranking(timings, beside);
    const row = {
      tree: name,
      way,
      beside: fastest?.way ?? beside.join(" or "),
      ratio: "",
      "at most": ratio,
      met: "not measured",
    };
    if (ours === undefined || fastest === undefined) return row;
    const found = pairedRatio(ours.samples, fastest.timing.samples);
    return { ...row, ratio: round(found), met: found <= ratio ? "yes" : "NO" };
  });
}

/**
 * One row for each way, beside the floor of its kind and the fastest peer of its kind.
 *
 * @param {Timings} timings
 * @param {{ counts: { entries: number } }} tree
 */
export function timingRows(timings, { counts }) {
  return [...timings].map(([way, timing]) => {
    const names = /list|without sizes|walkPaths|^fdir, /.test(way);
    const least = timings.get(names ? "floor list, 2 threads" : "floor stat, 2 threads");
    const [peer] = ranking(timings, names ? FDIR : COMMANDS);
    return {
      way,
      "median, ms": round(timing.median),
      "ns an entry": Math.round((timing.median * 1e6) / counts.entries),
      "of the floor": least === undefined ? "" : round(pairedRatio(timing.samples, least.samples)),
      "of the fastest peer": peer === undefined ? "" : round(pairedRatio(timing.samples, peer.timing.samples)),
      peer: peer?.way ?? "none here",
    };
  });
}

/**
 * To three places behind the point.
 *
 * @param {number} value
 */
export function round(value) {
  return Math.round(value * 1000) / 1000;
}

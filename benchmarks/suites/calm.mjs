// @ts-check
import path from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { profile } from "@transect/walker-parallel";
import { collectGarbage } from "../method/collect.mjs";
import { timedCommand } from "../method/command.mjs";
import { compare } from "../method/compare.mjs";
import { cancelLatency, longestGap } from "../method/event-loop.mjs";
import { median } from "../method/statistics.mjs";
import { tree } from "../scenarios/trees.mjs";
import { availableBackends } from "../subjects/backends.mjs";
import { installedVersion } from "../subjects/installed-version.mjs";
import { row } from "./suite.mjs";

/** @typedef {import("./suite.mjs").Suite} Suite */
/** @typedef {import("./suite.mjs").SuiteOptions} SuiteOptions */
/** @typedef {import("./suite.mjs").Scenario} Scenario */
/** @typedef {import("./suite.mjs").Row} Row */
/** @typedef {import("../subjects/backends.mjs").BackendName} BackendName */
/** @typedef {import("../scenarios/trees.mjs").Tree} Tree */

const CANCELLED_RUNS = 6;
/** Rounds: more of them say little more here. */
const MOST_ROUNDS = 3;
const LARGE = /** @type {const} */ (["million", "one-folder", "one-file"]);
/** One large folder, and very many small ones: what lies between says little more. */
const MOST_TELLING = ["one-folder", "one-file"].flatMap((name) => [`event loop, ${name}`, `cancel, ${name}`]);
/** Calls in a sample: one call over a thousand entries is too short to be timed alone. */
const SMALL_CALLS = 20;
const MILLIONS = 1_500_000;
const ALONE = path.join(import.meta.dirname, "../subjects/alone.mjs");

/**
 * What a walk does to the process that it runs in: how long the event loop waits, how soon an abort is obeyed, how
 * memory grows with the tree, and what `auto` adds where the tree is small.
 *
 * @type {Suite}
 */
export const CALM = {
  name: "calm",
  scenarios: [
    ...LARGE.flatMap((name) => [`event loop, ${name}`, `cancel, ${name}`]),
    "memory, flat",
    "memory, two-million",
    "small",
  ],
  usually: [...MOST_TELLING, "memory, flat", "memory, two-million", "small"],
  quickly: ["event loop, one-file", "cancel, one-file", "memory, flat", "small"],
  async measure(given) {
    const options = { ...given, rounds: Math.min(given.rounds, MOST_ROUNDS) };
    const beside = (await availableBackends()).filter((name) => name !== "sequential");
    /** @type {Scenario[]} */
    const scenarios = [];
    for (const name of options.chosen) {
      process.stderr.write(`calm: ${name}\n`);
      const [what, which = "thousand"] = name.split(", ");
      const here = tree(which, options);
      const rows =
        what === "event loop"
          ? await gaps(here, beside, options)
          : what === "cancel"
            ? await latencies(here, beside)
            : what === "memory"
              ? peaks(here, beside, options)
              : await small(here, options);
      scenarios.push({ name, about: here.about, unit: "call", units: 1, rows, missing: [] });
    }
    return scenarios;
  },
};

/**
 * The longest time without a turn of a timer of 1 ms, beside the same while nothing is walked.
 *
 * @param {Tree} here
 * @param {readonly BackendName[]} beside
 * @param {SuiteOptions} options
 */
async function gaps({ path: root }, beside, { rounds }) {
  const start = performance.now();
  await profile(root);
  const duration = performance.now() - start;
  /** @type {Map<string, () => Promise<unknown>>} */
  const works = new Map(beside.map((backend) => [backend, () => profile(root, { backend })]));
  works.set("nothing walked", () => sleep(duration));
  /** @type {Map<string, number[]>} */
  const samples = new Map([...works.keys()].map((name) => [name, []]));
  for (let round = -1; round < rounds; round += 1) {
    for (const [name, work] of works) {
      collectGarbage();
      const gap = await longestGap(work);
      if (round >= 0) samples.get(name)?.push(gap);
    }
  }
  return [...samples].map(([name, values]) => sampled(name, "longest gap", values));
}

/**
 * Aborts at random moments: the time until the promise has settled.
 *
 * @param {Tree} here
 * @param {readonly BackendName[]} beside
 */
async function latencies({ path: root }, beside) {
  /** @type {Row[]} */
  const rows = [];
  for (const backend of beside) {
    const start = performance.now();
    await profile(root, { backend });
    const duration = performance.now() - start;
    /** @type {number[]} */
    const values = [];
    for (let tries = 0; values.length < CANCELLED_RUNS && tries < 10 * CANCELLED_RUNS; tries += 1) {
      collectGarbage();
      const latency = await cancelLatency((signal) => profile(root, { backend, signal }), Math.random() * duration);
      if (latency !== undefined) values.push(latency);
    }
    rows.push(sampled(backend, "from abort to the end", values));
  }
  return rows;
}

/**
 * Peak memory of fresh processes, in the place of their time.
 *
 * @param {Tree} here
 * @param {readonly BackendName[]} beside
 * @param {SuiteOptions} options
 */
function peaks({ path: root, counts }, beside, { rounds }) {
  // Of the largest tree what is asked is how the native core grows; threads take long for it.
  return beside
    .filter((backend) => backend === "native" || counts.entries < MILLIONS)
    .map((backend) => {
      const runs = Array.from({ length: rounds }, () =>
        timedCommand([process.execPath, ALONE, `profile, ${backend}`, root]),
      );
      const timed = runs.map(({ overriddenDuration }) => overriddenDuration);
      return { ...sampled(backend, "whole process", timed), peak: median(runs.map(({ peak }) => peak)) };
    });
}

/**
 * @param {Tree} here
 * @param {SuiteOptions} options
 */
async function small({ path: root }, { rounds }) {
  const names = /** @type {const} */ (["auto", ...(await availableBackends())]);
  const timings = await compare(
    Object.fromEntries(
      names.map((backend) => [
        backend,
        async () => {
          for (let call = 0; call < SMALL_CALLS; call += 1) await profile(root, { backend });
        },
      ]),
    ),
    { rounds: 3 * rounds, before: collectGarbage },
  );
  return [...timings].map(([name, timing]) => row(timing, told(name, `${SMALL_CALLS} calls, one after the other`)));
}

/**
 * @param {string} name
 * @param {string} how
 * @param {number[]} samples
 * @returns {Row}
 */
function sampled(name, how, samples) {
  return row({ median: median(samples), samples, cpu: samples.map(() => 0), peak: undefined }, told(name, how));
}

/**
 * @param {string} name
 * @param {string} how
 */
function told(name, how) {
  const version = installedVersion("@transect/walker-parallel");
  return { name, group: "calm", version, how, lacks: "", command: false, note: "" };
}

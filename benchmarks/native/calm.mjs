// @ts-check
// What a walk does to the process that it runs in: how long the event loop waits, how soon an abort is obeyed, how
// memory grows with the tree, and what `auto` adds where the tree is small. README.md says how to read it.

import { execFileSync } from "node:child_process";
import os from "node:os";
import path from "node:path";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { profile } from "@transect/walker-parallel";
import { compare, median, pairedRatio } from "../compare.mjs";
import { endWithoutPrograms } from "./cache.mjs";
import { collectGarbage } from "./collect.mjs";
import { cancelLatency, longestGap } from "./event-loop.mjs";
import { round } from "./limits.mjs";
import { tree } from "./made-trees.mjs";
import { benchmarkOptions } from "./options.mjs";
import { availableBackends } from "./ways.mjs";

/** Milliseconds from an abort to the end. */
const CANCEL_LIMIT = 50;
/** MB of peak memory for ten times the entries. */
const MEMORY_LIMIT = 10;
/** `auto` beside the fastest single backend. */
const SMALL_LIMIT = 1.1;

const CANCELLED_RUNS = 20;
const LARGE = /** @type {const} */ (["million", "one-folder", "one-file"]);
/** Calls in a sample: one call over a thousand entries is too short to be timed alone. */
const SMALL_CALLS = 20;

/** @typedef {{ what: string, tree: string, backend: string, median: number, worst: number, unit: string, "at most": number | string, met: string }} Row */

/** @type {readonly ("event-loop" | "cancel" | "memory" | "small")[]} */
const SCENARIOS = ["event-loop", "cancel", "memory", "small"];
const { rounds, chosen, quick } = benchmarkOptions(SCENARIOS);
endWithoutPrograms();

/** @type {string[]} */
const missing = [];
const available = await availableBackends(missing);
const besideLoop = available.filter((name) => name !== "sequential");
/** @type {Row[]} */
const rows = [];
console.log(`${os.cpus()[0]?.model}, ${os.availableParallelism()} at once, Node ${process.version}, ${rounds} rounds`);
console.log(`load before: ${os.loadavg()[0]?.toFixed(2)}${quick ? "; small trees: trial figures" : ""}`);
if (chosen.includes("event-loop")) await eventLoop();
if (chosen.includes("cancel")) await cancel();
if (chosen.includes("memory")) memory();
if (chosen.includes("small")) await small();
console.table(rows);
for (const reason of missing) console.log(`MISSING  ${reason}`);
if (rows.some(({ met }) => met === "NO")) process.exitCode = 3;

async function eventLoop() {
  for (const name of LARGE) {
    const { path: root } = tree(name, { quick });
    const start = performance.now();
    await profile(root);
    const duration = performance.now() - start;
    /** @type {Map<string, () => Promise<unknown>>} */
    const works = new Map(besideLoop.map((backend) => [backend, () => profile(root, { backend })]));
    // What the machine itself does to a timer, while nothing is asked of it.
    works.set("none", () => sleep(duration));
    for (const [backend, gaps] of await sampled(works, rounds, longestGap)) {
      add({ what: "longest gap of the event loop", tree: name, backend, values: gaps, unit: "ms" });
    }
  }
}

async function cancel() {
  for (const name of LARGE) {
    const { path: root } = tree(name, { quick });
    for (const backend of besideLoop) {
      const start = performance.now();
      await profile(root, { backend });
      const duration = performance.now() - start;
      const latencies = [];
      for (let tries = 0; latencies.length < CANCELLED_RUNS && tries < 10 * CANCELLED_RUNS; tries += 1) {
        collectGarbage();
        const latency = await cancelLatency((signal) => profile(root, { backend, signal }), Math.random() * duration);
        if (latency !== undefined) latencies.push(latency);
      }
      add({ what: "from abort to the end", tree: name, backend, values: latencies, unit: "ms", limit: CANCEL_LIMIT });
    }
  }
}

function memory() {
  const trees = /** @type {const} */ (["flat", "two-million"]).map((name) => tree(name, { quick }));
  for (const backend of besideLoop) {
    /** @type {number[]} */
    const growths = [];
    for (let done = 0; done < rounds; done += 1) {
      const [less = Number.NaN, more = Number.NaN] = trees.map(({ path: root, counts }) => {
        const script = path.join(import.meta.dirname, "peak-memory.mjs");
        const printed = execFileSync(process.execPath, [script, backend, root], { encoding: "utf8" });
        const [peak = Number.NaN, entries] = printed.split(" ").map(Number);
        if (entries !== counts.entries) throw new Error(`${entries} entries where there are ${counts.entries}`);
        return (peak * 1024) / 1e6;
      });
      growths.push(more - less);
    }
    const [from, to] = trees.map(({ counts }) => counts.entries);
    const limit = backend === "native" ? { limit: MEMORY_LIMIT } : {};
    add({
      what: "growth of peak memory",
      tree: `${from} to ${to} entries`,
      backend,
      values: growths,
      unit: "MB",
      typical: true,
      ...limit,
    });
  }
}

async function small() {
  const { path: root } = tree("thousand", { quick });
  const names = /** @type {const} */ (["auto", ...available]);
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
  const auto = timings.get("auto");
  if (auto === undefined) throw new Error("auto was timed");
  for (const backend of available) {
    const samples = timings.get(backend)?.samples ?? [];
    const ratio = pairedRatio(auto.samples, samples);
    add({ what: "auto beside it", tree: "thousand", backend, values: [ratio], unit: "times", limit: SMALL_LIMIT });
    add({ what: "one call", tree: "thousand", backend, values: samples.map((time) => time / SMALL_CALLS), unit: "ms" });
  }
}

/**
 * Measures works in turn, round by round; the first round does not count.
 *
 * @param {ReadonlyMap<string, () => Promise<unknown>>} works
 * @param {number} times
 * @param {(work: () => Promise<unknown>) => Promise<number>} measure
 * @returns {Promise<Map<string, number[]>>}
 */
async function sampled(works, times, measure) {
  /** @type {Map<string, number[]>} */
  const samples = new Map([...works.keys()].map((name) => [name, []]));
  for (let turn = -1; turn < times; turn += 1) {
    for (const [name, work] of works) {
      collectGarbage();
      const value = await measure(work);
      if (turn >= 0) samples.get(name)?.push(value);
    }
  }
  return samples;
}

/**
 * Adds a row. A limit holds for the worst of the values, or for their median where `typical` is set.
 *
 * @param {{ what: string, tree: string, backend: string, values: readonly number[], unit: string, limit?: number, typical?: boolean }} row
 */
function add({ what, tree, backend, values, unit, limit, typical = false }) {
  const [middle, worst] = [median(values), Math.max(...values)];
  const met = limit === undefined ? "" : (typical ? middle : worst) <= limit ? "yes" : "NO";
  rows.push({ what, tree, backend, median: round(middle), worst: round(worst), unit, "at most": limit ?? "", met });
}

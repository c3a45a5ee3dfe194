// @ts-check
import { readdirSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { median } from "../method/statistics.mjs";
import { tree } from "../scenarios/trees.mjs";
import { floor } from "../subjects/floor.mjs";
import { callsOf, simulatedWalk } from "./network-model.mjs";
import { row } from "./suite.mjs";

/** @typedef {import("./suite.mjs").Suite} Suite */
/** @typedef {import("./suite.mjs").Scenario} Scenario */
/** @typedef {import("./network-model.mjs").Folder} Folder */

const WORKERS = [1, 2, 4, 8, 16, 32, 64, 128, 256];
const LATENCIES = [0.1, 1, 10];
/** Milliseconds for which the real floor's calls are held back, and the workers with which they are. */
const HELD_BACK = 0.1;
const REAL_WORKERS = [4, 16, 64];
/** A walk waits thousands of times, so that one differs little from the next. */
const REAL_ROUNDS = 2;

/**
 * Workers where every call waits for a network: simulated from what calls cost here, and held against a real walk whose
 * calls are held back.
 *
 * @type {Suite}
 */
export const NETWORK = {
  name: "network",
  scenarios: [...LATENCIES.flatMap((latency) => [`sizes, ${latency} ms`, `names, ${latency} ms`]), "checked"],
  async measure({ chosen, rounds, quick }) {
    process.stderr.write("network\n");
    const here = tree("skewed", { quick });
    const root = folderAt(here.path);
    /** @type {Readonly<Record<string, number>>} */
    const costs = {
      sizes: costOfCall(here.path, root, { sizes: true, rounds }),
      names: costOfCall(here.path, root, { sizes: false, rounds }),
    };
    return chosen.map((name) => {
      const [what = "", latency = ""] = name.split(", ");
      const rows =
        what === "checked"
          ? checked(tree("skewed", { quick: true }).path, rounds)
          : predicted(root, { sizes: what === "sizes", latency: Number.parseFloat(latency), cpu: costs[what] ?? 0 });
      return { name, about: here.about, unit: "entry", units: here.counts.entries, rows, missing: [] };
    });
  },
};

/**
 * @param {Folder} root
 * @param {{ sizes: boolean, latency: number, cpu: number }} network
 */
function predicted(root, network) {
  const processors = os.availableParallelism();
  return WORKERS.map((workers) =>
    simulated(`${workers} workers`, simulatedWalk(root, { ...network, workers, processors })),
  );
}

/**
 * The simulation beside the floor with its calls held back, over a smaller tree.
 *
 * @param {string} place
 * @param {number} rounds
 */
function checked(place, rounds) {
  const root = folderAt(place);
  const sizes = true;
  const cpu = costOfCall(place, root, { sizes, rounds });
  const real = (/** @type {number} */ workers) =>
    Array.from(
      { length: Math.min(rounds, REAL_ROUNDS) },
      () => floor({ root: place, mode: "stat", threads: workers, wait: HELD_BACK }).milliseconds,
    );
  // A timer of the kernel is late by some: what a call waits in truth is found from one worker.
  const latency = median(real(1)) / callsOf(root, sizes) - cpu;
  return REAL_WORKERS.flatMap((workers) => {
    const network = { workers, processors: os.availableParallelism(), latency, cpu, sizes };
    return [
      simulated(`simulated, ${workers} workers`, simulatedWalk(root, network)),
      { ...simulated(`measured, ${workers} workers`, 0), samples: real(workers) },
    ];
  });
}

/**
 * @param {string} name
 * @param {number} milliseconds
 */
function simulated(name, milliseconds) {
  const timing = { median: milliseconds, samples: [milliseconds], cpu: [0], peak: undefined };
  const told = { name, group: "network", version: "", how: "", lacks: "", command: false, note: "" };
  return row(timing, told);
}

/**
 * Milliseconds of a processor for one call, from a walk on one thread.
 *
 * @param {string} place
 * @param {Folder} root
 * @param {{ sizes: boolean, rounds: number }} options
 */
function costOfCall(place, root, { sizes, rounds }) {
  const mode = sizes ? "stat" : "list";
  const times = Array.from({ length: rounds }, () => floor({ root: place, mode, threads: 1 }).milliseconds);
  return median(times) / callsOf(root, sizes);
}

/**
 * @param {string} place
 * @returns {Folder}
 */
function folderAt(place) {
  const listing = readdirSync(place, { withFileTypes: true });
  const folders = listing.filter((entry) => entry.isDirectory());
  return {
    entries: listing.length - folders.length,
    folders: folders.map(({ name }) => folderAt(path.join(place, name))),
  };
}

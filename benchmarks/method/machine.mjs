// @ts-check
import { execFileSync } from "node:child_process";
import { lstatSync, statfsSync } from "node:fs";
import os from "node:os";
import process from "node:process";
import { CACHE, cacheFolder } from "../scenarios/cache.mjs";
import { median, spread } from "./statistics.mjs";

/** Names of file systems by the number that statfs gives, as far as trees are likely to lie on them (statfs(2)). */
const FILE_SYSTEMS = new Map([
  [0xef53, "ext"],
  [0x58465342, "xfs"],
  [0x9123683e, "btrfs"],
  [0x01021994, "tmpfs"],
  [0x794c7630, "overlay"],
  [0x6969, "nfs"],
  [0x2fc12fc1, "zfs"],
]);

/**
 * What a figure was measured on.
 *
 * @typedef {object} Machine
 * @property {string} processor
 * @property {number} processors how many at once
 * @property {number} memory bytes
 * @property {string} system
 * @property {string} fileSystem that the made trees lie on
 * @property {string} node
 * @property {string} revision of this repository, with `+` where files differ from it
 * @property {string} date
 * @property {number} load of the last minute, before anything was measured
 * @property {Noise} noise
 *
 * @typedef {object} Noise how far apart equal work lies: half of all samples within this share of the median
 * @property {number} processor over a loop that only counts
 * @property {number} calls over the same system call again and again
 */

/** @returns {Machine} */
export function machine() {
  const { type } = statfsSync(cacheFolder("trees"));
  return {
    processor: os.cpus()[0]?.model ?? "unknown",
    processors: os.availableParallelism(),
    memory: os.totalmem(),
    system: `${os.type()} ${os.release()} ${process.arch}`,
    fileSystem: FILE_SYSTEMS.get(type) ?? `statfs type 0x${type.toString(16)}`,
    node: process.version,
    revision: revision(),
    date: new Date().toISOString().slice(0, 10),
    load: os.loadavg()[0] ?? 0,
    noise: noise(),
  };
}

/** @param {Machine} facts */
export function machineLine({ processor, processors, memory, system, fileSystem, node, load, noise }) {
  const percent = (/** @type {number} */ share) => `${(share * 100).toFixed(1)} %`;
  return [
    `${processor}, ${processors} at once`,
    `${Math.round(memory / 2 ** 30)} GiB`,
    system,
    fileSystem,
    `Node ${node}`,
    `load ${load.toFixed(2)}`,
    `noise ${percent(noise.processor)} of a loop, ${percent(noise.calls)} of system calls`,
  ].join(" · ");
}

function revision() {
  try {
    const git = (/** @type {string[]} */ ...args) =>
      execFileSync("git", args, { cwd: import.meta.dirname, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    return `${git("rev-parse", "--short=10", "HEAD").trim()}${git("status", "--porcelain").trim() === "" ? "" : "+"}`;
  } catch {
    return "unknown";
  }
}

/** @returns {Noise} */
function noise() {
  const loop = () => {
    let sum = 0;
    for (let step = 0; step < 10_000_000; step += 1) sum = (sum + step * 7) | 0;
    return sum;
  };
  const calls = () => {
    for (let step = 0; step < 5_000; step += 1) lstatSync(CACHE);
  };
  return { processor: spreadOf(loop), calls: spreadOf(calls) };
}

/** @param {() => unknown} work */
function spreadOf(work) {
  const samples = Array.from({ length: 43 }, () => {
    const begin = performance.now();
    work();
    return performance.now() - begin;
  }).slice(3);
  return median(samples) > 0 ? spread(samples) : 0;
}

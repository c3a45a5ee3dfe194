// @ts-check
import process from "node:process";
import { Bench } from "tinybench";
import { inOrderOf, median, sum } from "./statistics.mjs";

/** However long a task takes in all, and where a single call of it takes that long. */
const FEWEST_ROUNDS = 3;
const FEWEST_OF_SLOW = 2;

/**
 * What a task may say of the call that it has just made. Where it measured itself, it says so in milliseconds.
 *
 * @typedef {object} Said
 * @property {number} [overriddenDuration] milliseconds of wall, instead of those that the call took
 * @property {number} [cpu] milliseconds on all processors, instead of what this process took
 * @property {number} [peak] the most memory that it had, in bytes
 *
 * @typedef {() => unknown} Task one that returns a promise must be an async function
 *
 * @typedef {object} Timing of a task, in milliseconds, round by round, from the first
 * @property {number} median
 * @property {number[]} samples wall
 * @property {number[]} cpu on all processors
 * @property {number | undefined} peak bytes, the median, where the task tells
 *
 * @typedef {object} CompareOptions
 * @property {number} [rounds] how often each is timed (default 11)
 * @property {number} [warmUp] rounds before that are not counted: they fill caches, and what is compiled late is compiled
 *   in them (default 2)
 * @property {number} [seconds] a task that has taken so long in all is left out of further rounds, but not of the first
 *   three, or two where a single call took as long (default: no end)
 * @property {() => void} [before] called before each call of a task, outside of what is timed
 */

/**
 * Runs tasks in turn, round by round, so that a machine that grows slower does so for all of them. Each round has an order
 * of its own: what runs behind a long command finds the processor's caches full of that, and no task is to do so every
 * time. Slow ones may have fewer rounds than others: the first of them are the same.
 *
 * @param {Readonly<Record<string, Task>>} tasks
 * @param {CompareOptions} [options]
 * @returns {Promise<Map<string, Timing>>} by task
 */
export async function compare(tasks, { rounds = 11, warmUp = 2, seconds = Number.POSITIVE_INFINITY, before } = {}) {
  /** @type {Map<string, { wall: number[], cpu: number[], peak: number[] }>} */
  const samples = new Map(Object.keys(tasks).map((name) => [name, { wall: [], cpu: [], peak: [] }]));
  const goesOn = (/** @type {string} */ name, /** @type {number} */ round) => {
    const walls = samples.get(name)?.wall ?? [];
    const most = seconds * 1_000;
    return round < (Math.min(...walls) < most ? FEWEST_ROUNDS : FEWEST_OF_SLOW) || sum(walls) < most;
  };
  for (let round = -warmUp; round < rounds; round += 1) {
    const asked = Object.entries(tasks).filter(([name]) => goesOn(name, round));
    if (asked.length === 0) break;
    const bench = new Bench({ iterations: 1, time: 0, warmup: false });
    /** @type {Map<string, { cpu: number, peak: number | undefined }>} */
    const costs = new Map();
    // Left to find out by itself, tinybench calls a task once more and lets that run beside the one it times.
    for (const [name, task] of inOrderOf(asked, round))
      bench.add(
        name,
        costed(task, (cost) => costs.set(name, cost)),
        {
          async: isAsync(task),
          ...(before === undefined ? {} : { beforeEach: () => before() }),
        },
      );
    for (const { name, result } of await bench.run()) {
      if (!("latency" in result))
        throw new Error(`${name} failed`, { cause: "error" in result ? result.error : undefined });
      const [kept, cost] = [samples.get(name), costs.get(name)];
      if (round < 0 || kept === undefined || cost === undefined) continue;
      kept.wall.push(result.latency.p50);
      kept.cpu.push(cost.cpu);
      if (cost.peak !== undefined) kept.peak.push(cost.peak);
    }
  }
  return new Map(
    [...samples].map(([name, { wall, cpu, peak }]) => [
      name,
      { median: median(wall), samples: wall, cpu, peak: peak.length === 0 ? undefined : median(peak) },
    ]),
  );
}

/**
 * The task, telling what each call cost.
 *
 * @param {Task} task
 * @param {(cost: { cpu: number, peak: number | undefined }) => void} tell
 */
function costed(task, tell) {
  /** @param {NodeJS.CpuUsage} before @param {unknown} result */
  const told = (before, result) => {
    const { user, system } = process.cpuUsage(before);
    const said = /** @type {Said} */ (typeof result === "object" && result !== null ? result : {});
    tell({ cpu: said.cpu ?? (user + system) / 1_000, peak: said.peak });
    return result;
  };
  if (!isAsync(task)) return () => told(process.cpuUsage(), task());
  return async () => {
    const before = process.cpuUsage();
    return told(before, await task());
  };
}

/** @param {Task} task */
function isAsync(task) {
  return task.constructor.name === "AsyncFunction";
}

import { Bench } from "tinybench";

/**
 * Runs tasks in turn, round by round, so that a machine that grows slower does so for all of them.
 *
 * @typedef {{ median: number, samples: number[] }} Timing milliseconds
 *
 * @typedef {object} CompareOptions
 * @property {number} [rounds] how often each is timed, after two rounds that are not (default 11)
 * @property {() => void} [before] called before each call of a task, outside of what is timed
 *
 * @param {Readonly<Record<string, () => unknown>>} tasks those that return a promise must be async functions; one that
 *   returns `{ overriddenDuration }`, in milliseconds, has measured itself
 * @param {CompareOptions} [options]
 * @returns {Promise<Map<string, Timing>>} by task
 */
export async function compare(tasks, { rounds = 11, before } = {}) {
  /** @type {Map<string, number[]>} */
  const samples = new Map(Object.keys(tasks).map((name) => [name, []]));
  for (let round = -2; round < rounds; round += 1) {
    const bench = new Bench({ iterations: 1, time: 0, warmup: false });
    // Left to find out by itself, tinybench calls a task once more and lets that run beside the one it times.
    for (const [name, task] of Object.entries(tasks))
      bench.add(name, task, {
        async: task.constructor.name === "AsyncFunction",
        ...(before === undefined ? {} : { beforeEach: () => before() }),
      });
    for (const { name, result } of await bench.run()) {
      if (!("latency" in result))
        throw new Error(`${name} failed`, { cause: "error" in result ? result.error : undefined });
      if (round >= 0) samples.get(name)?.push(result.latency.p50);
    }
  }
  return new Map([...samples].map(([name, times]) => [name, { median: median(times), samples: times }]));
}

/**
 * The median of `a` by `b`, pair by pair: what the two took in the same round.
 *
 * @param {readonly number[]} a
 * @param {readonly number[]} b
 */
export function pairedRatio(a, b) {
  return median(a.map((time, index) => time / (b[index] ?? Number.NaN)));
}

/**
 * The middle one, or the mean of the two in the middle; 0 for none.
 *
 * @param {readonly number[]} values
 */
export function median(values) {
  const sorted = [...values].sort((x, y) => x - y);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/**
 * Runs tasks in turn, round by round, so that a machine that grows slower does so for all of them. Each says itself how
 * long it took: a program's start may or may not count.
 *
 * @param {Readonly<Record<string, () => number | Promise<number>>>} tasks milliseconds, each
 * @param {number} rounds that count; one before them does not
 * @returns {Promise<Map<string, number[]>>}
 */
export async function timeInRounds(tasks, rounds) {
  /** @type {Map<string, number[]>} */
  const samples = new Map(Object.keys(tasks).map((name) => [name, []]));
  for (let round = -1; round < rounds; round += 1) {
    for (const [name, task] of Object.entries(tasks)) {
      const took = await task();
      if (round >= 0) samples.get(name)?.push(took);
    }
  }
  return samples;
}

/**
 * How long some work takes, in milliseconds.
 *
 * @param {() => unknown} work
 */
export async function timed(work) {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

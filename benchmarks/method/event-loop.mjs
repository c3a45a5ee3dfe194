// @ts-check
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * The longest time, in milliseconds, for which a timer of one millisecond did not come while work went on.
 *
 * @param {() => Promise<unknown>} work
 */
export async function longestGap(work) {
  let longest = 0;
  let last = performance.now();
  const look = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const timer = setInterval(look, 1);
  try {
    // The timer has its first turns before the work starts, which makes the gap before it part of what is seen.
    await sleep(5);
    await work();
    await sleep(5);
  } finally {
    clearInterval(timer);
  }
  return longest;
}

/**
 * Milliseconds from an abort until the work has settled; undefined where it had settled before.
 *
 * @param {(signal: AbortSignal) => Promise<unknown>} work must take an abort as its end, not as a failure
 * @param {number} after milliseconds until the abort
 */
export async function cancelLatency(work, after) {
  const controller = new AbortController();
  let settled = false;
  const end = work(controller.signal).then(() => {
    settled = true;
    return performance.now();
  });
  await sleep(after);
  if (settled) return undefined;
  const aborted = performance.now();
  controller.abort();
  return (await end) - aborted;
}

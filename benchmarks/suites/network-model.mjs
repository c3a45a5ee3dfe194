// @ts-check
import TinyQueue from "tinyqueue";

/**
 * A folder as a walk meets it.
 *
 * @typedef {object} Folder
 * @property {number} entries that are not folders
 * @property {readonly Folder[]} folders
 *
 * @typedef {object} Network
 * @property {number} workers
 * @property {number} processors that they share
 * @property {number} latency milliseconds that each call to the file system waits
 * @property {number} cpu milliseconds of a processor for each call, measured
 * @property {boolean} sizes whether each entry is asked for its size, by a call of its own
 */

/** Entries that one call lists: 64 KiB of names as they usually are. */
const LISTED_AT_ONCE = 1_600;

/**
 * What a walk takes, in milliseconds, where every call waits for a network: a simulation by events. Each worker takes the
 * newest work there is, makes its calls one after the other, and then needs a processor for what they cost there. A folder
 * with more entries than one call lists is worked on by several, as our walks do it.
 *
 * It does not know of limits of a server, of what a client reads ahead, or of attributes that come with a listing.
 *
 * @param {Folder} root
 * @param {Network} network
 * @returns {number}
 */
export function simulatedWalk(root, { workers, processors, latency, cpu, sizes }) {
  /** @type {Work[]} */
  const ready = [{ folder: root }];
  const running = new TinyQueue(/** @type {{ at: number, found: Work[] }[]} */ ([]), (a, b) => a.at - b.at);
  /** When each processor is free again. */
  const free = new TinyQueue(Array.from({ length: processors }, () => 0));
  let now = 0;
  for (;;) {
    for (let work = ready.at(-1); work !== undefined && running.length < workers; work = ready.at(-1)) {
      ready.pop();
      const { calls, found } = steps(work, sizes);
      const waited = now + calls * latency;
      const at = Math.max(waited, free.pop() ?? 0) + calls * cpu;
      free.push(at);
      running.push({ at, found });
    }
    const next = running.pop();
    if (next === undefined) return now;
    now = next.at;
    for (const work of next.found) ready.push(work);
  }
}

/**
 * Calls that the walk of a tree makes in all.
 *
 * @param {Folder} root
 * @param {boolean} sizes
 */
export function callsOf(root, sizes) {
  let calls = 0;
  /** @type {Work[]} */
  const ready = [{ folder: root }];
  for (let work = ready.pop(); work !== undefined; work = ready.pop()) {
    const step = steps(work, sizes);
    calls += step.calls;
    for (const one of step.found) ready.push(one);
  }
  return calls;
}

/** @typedef {{ folder: Folder } | { asked: number }} Work a folder to list, or entries to ask for their sizes */

/**
 * @param {Work} work
 * @param {boolean} sizes
 * @returns {{ calls: number, found: Work[] }}
 */
function steps(work, sizes) {
  if ("asked" in work) return { calls: work.asked, found: [] };
  const { entries, folders } = work.folder;
  const listings = Math.ceil((entries + folders.length) / LISTED_AT_ONCE);
  // Opened, listed until nothing comes, and asked for what it takes itself.
  const own = 1 + listings + 1 + (sizes ? 1 : 0);
  const found = folders.map((folder) => ({ folder }));
  if (!sizes) return { calls: own, found };
  const first = Math.min(entries, LISTED_AT_ONCE);
  /** @type {Work[]} */
  const others = [];
  for (let left = entries - first; left > 0; left -= LISTED_AT_ONCE)
    others.push({ asked: Math.min(left, LISTED_AT_ONCE) });
  return { calls: own + first, found: [...others, ...found] };
}

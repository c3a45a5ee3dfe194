// @ts-check
import { once } from "node:events";
import { readdirSync } from "node:fs";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { bareLoop } from "./bare-loop.mjs";

/** @typedef {{ folder: string, names: readonly string[] }} Parcel */

const THREADS = 2;
/** So many names are few enough for folders among them to be parcels of their own. */
const FEW = 50;
/** Names in a parcel. */
const SOME = 100;

/** @type {Worker[] | undefined} */
let threads;

/**
 * The least that JavaScript can do on two threads, which stay up for the next call: {@link bareLoop} over parcels, of
 * which each thread takes the next one when it is done.
 *
 * @param {string} root
 */
export async function bareThreads(root) {
  threads ??= Array.from({ length: THREADS }, () => {
    const worker = new Worker(new URL("./bare-thread.mjs", import.meta.url));
    worker.unref();
    return worker;
  });
  const found = { entries: 1, apparent: 0 };
  const parcels = cut(root, found);
  await Promise.all(threads.map((worker) => empty(worker, parcels, found)));
  return found;
}

/**
 * Parcels of all that is below a root; what is in small folders near it is looked at here.
 *
 * @param {string} root
 * @param {{ entries: number, apparent: number }} found
 */
function cut(root, found) {
  /** @type {Parcel[]} */
  const parcels = [];
  const near = [root];
  for (let level = 0; level < 2; level += 1) {
    for (const folder of near.splice(0)) {
      const entries = readdirSync(folder, { withFileTypes: true });
      const folders = entries.length <= FEW ? entries.filter((entry) => entry.isDirectory()) : [];
      const names = entries.filter((entry) => !folders.includes(entry)).map(({ name }) => name);
      for (let start = 0; start < names.length; start += SOME)
        parcels.push({ folder, names: names.slice(start, start + SOME) });
      found.entries += folders.length;
      near.push(...folders.map(({ name }) => path.join(folder, name)));
    }
  }
  return [...parcels, ...near.map((folder) => ({ folder, names: readdirSync(folder) }))];
}

/**
 * @param {Worker} worker
 * @param {Parcel[]} parcels
 * @param {ReturnType<typeof bareLoop>} found
 */
async function empty(worker, parcels, found) {
  worker.ref();
  for (let parcel = parcels.pop(); parcel !== undefined; parcel = parcels.pop()) {
    worker.postMessage(parcel);
    const [part] = /** @type {ReturnType<typeof bareLoop>[]} */ (await once(worker, "message"));
    found.entries += part?.entries ?? 0;
    found.apparent += part?.apparent ?? 0;
  }
  worker.unref();
}

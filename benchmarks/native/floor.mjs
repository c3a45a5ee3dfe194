// @ts-check
import { execFileSync } from "node:child_process";
import { program } from "./cache.mjs";

/**
 * What a tree holds, its root included.
 *
 * @typedef {object} Counts
 * @property {number} entries
 * @property {number} files
 * @property {number} directories
 * @property {number} apparent bytes of regular files, each name counted
 * @property {number} allocated bytes of all, each name counted
 */

/**
 * Walks with the C program. The time is that of the walk alone: no process is started in it.
 *
 * @param {object} options
 * @param {string} options.root
 * @param {"list" | "stat"} options.mode names and types alone, or sizes too
 * @param {number} options.threads
 * @returns {Counts & { milliseconds: number }}
 */
export function floor({ root, mode, threads }) {
  const printed = execFileSync(program("floor"), [mode, String(threads), root], { encoding: "utf8" });
  const [ns = 0, entries = 0, files = 0, directories = 0, apparent = 0, allocated = 0] = printed.split(" ").map(Number);
  return { milliseconds: ns / 1e6, entries, files, directories, apparent, allocated };
}

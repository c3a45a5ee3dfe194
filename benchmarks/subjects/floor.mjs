// @ts-check
import { execFileSync } from "node:child_process";
import { program } from "../scenarios/cache.mjs";

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
 * @param {number} [options.wait] milliseconds for which each of its system calls is held back
 * @returns {Counts & { milliseconds: number, cpu: number }} milliseconds of wall, and on all processors
 */
export function floor({ root, mode, threads, wait = 0 }) {
  const args = [mode, String(threads), root, String(Math.round(wait * 1_000))];
  const printed = execFileSync(program("floor"), args, { encoding: "utf8" });
  const [ns = 0, entries = 0, files = 0, directories = 0, apparent = 0, allocated = 0, cpu = 0] = printed
    .split(" ")
    .map(Number);
  return { milliseconds: ns / 1e6, cpu: cpu / 1e3, entries, files, directories, apparent, allocated };
}

/**
 * The walk in C as a subject: what it finds is what other answers are held to.
 *
 * @returns {import("./subject.mjs").Subject[]}
 */
export function floorSubjects() {
  return /** @type {const} */ (["list", "stat"]).flatMap((mode) =>
    [1, 2].map(
      (threads) =>
        /** @type {import("./subject.mjs").Subject} */ ({
          name: `floor ${mode}, ${threads} thread${threads === 1 ? "" : "s"}`,
          version: "in this repository",
          gives: mode === "stat" ? "sizes" : "names",
          how: `floor ${mode} ${threads} ROOT, timed from inside`,
          lacks: "counts only: the system calls of a walk and nothing else",
          command: false,
          answer: ({ path: root }) => {
            const { entries, files } = floor({ root, mode, threads });
            return { entries, files };
          },
          task:
            ({ path: root }) =>
            () => {
              const { milliseconds, cpu } = floor({ root, mode, threads });
              return { overriddenDuration: milliseconds, cpu };
            },
        }),
    ),
  );
}

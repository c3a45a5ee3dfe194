// @ts-check
import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

const WORKER = path.join(import.meta.dirname, "worker.mjs");

/**
 * One of the two revisions: a process that waits until it is asked, so that only one of them works at a time.
 *
 * @typedef {object} Side
 * @property {readonly string[]} tasks
 * @property {(task: string, calls: number) => Promise<number>} time milliseconds that so many calls take
 * @property {() => Promise<void>} end
 */

/**
 * @param {string} repository
 * @param {{ tree: string, pathsOf: string }} over
 * @returns {Promise<Side>}
 */
export async function startSide(repository, { tree, pathsOf }) {
  const child = fork(WORKER, [repository, tree, pathsOf]);
  const exited = once(child, "exit");
  /** @returns {Promise<{ tasks?: string[], milliseconds?: number, failed?: string }>} */
  const answer = async () => {
    const first = await Promise.race([once(child, "message"), exited]);
    if (typeof first[0] !== "object" || first[0] === null)
      throw new Error(`${repository}: its process ended (${first})`);
    return first[0];
  };
  const { tasks = [] } = await answer();
  return {
    tasks,
    async time(task, calls) {
      const reply = answer();
      child.send({ task, calls });
      const { milliseconds, failed } = await reply;
      if (milliseconds === undefined) throw new Error(`${repository}: ${task}: ${failed}`);
      return milliseconds;
    },
    async end() {
      child.disconnect();
      await exited;
    },
  };
}

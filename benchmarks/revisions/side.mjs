// @ts-check
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";

/** @typedef {import("./tasks.mjs").Kind} Kind */
/** @typedef {import("./tasks.mjs").Over} Over */

const WORKER = path.join(import.meta.dirname, "worker.mjs");
const TASKSET = "/usr/bin/taskset";

/**
 * One of the two revisions: a process that waits until it is asked, so that only one of them works at a time.
 *
 * @typedef {object} Side
 * @property {readonly string[]} tasks
 * @property {(task: string, calls: number) => Promise<number>} time milliseconds that so many calls take
 * @property {() => Promise<void>} end
 */

/**
 * Starts a process of a revision. For what one thread does it has one thread, on a processor that both sides share: what
 * a processor that wakes up takes, or a helper of the engine on another, would be most of what differs.
 *
 * @param {string} repository
 * @param {Kind} kind of tasks
 * @param {Over} over
 * @returns {Promise<Side>}
 */
export async function startSide(repository, kind, over) {
  const worker = [WORKER, repository, kind, JSON.stringify(over)];
  const command =
    kind === "single" ? [...pinned(), process.execPath, "--single-threaded", ...worker] : [process.execPath, ...worker];
  const [file = "", ...args] = command;
  const child = spawn(file, args, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
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

/** What a command begins with that shall stay on the last processor there is for us; nothing where that cannot be. */
function pinned() {
  if (process.platform !== "linux" || !existsSync(TASKSET)) return [];
  const [, last] = /^Cpus_allowed_list:.*?(\d+)$/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
  return last === undefined ? [] : [TASKSET, "--cpu-list", last];
}

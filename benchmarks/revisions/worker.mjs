// @ts-check
// Runs tasks of one revision when its parent asks: worker.mjs REPOSITORY KIND OVER, where OVER is JSON.
//
// It says which tasks there are; asked for so many calls of one, it answers how long they took. Garbage is collected
// whenever the engine does: a collection that is forced throws optimized code away with it.

import process from "node:process";
import { revisionTasks } from "./tasks.mjs";

const [repository = "", kind = "", over = ""] = process.argv.slice(2);
const tasks = await revisionTasks(repository, /** @type {import("./tasks.mjs").Kind} */ (kind), JSON.parse(over));

process.on("message", async (/** @type {{ task: string, calls: number }} */ { task, calls }) => {
  try {
    process.send?.({ milliseconds: await timed(tasks[task], calls) });
  } catch (error) {
    process.send?.({ failed: error instanceof Error ? error.message : String(error) });
  }
});
process.send?.({ tasks: Object.keys(tasks) });

/**
 * @param {(() => unknown) | undefined} task
 * @param {number} calls
 */
async function timed(task, calls) {
  if (task === undefined) throw new Error("no such task in this revision");
  const begin = performance.now();
  for (let call = 0; call < calls; call += 1) await task();
  return performance.now() - begin;
}

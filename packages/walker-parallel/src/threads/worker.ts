/** The program of a worker thread: it does what it is asked, one task after the other. */

import process from "node:process";
import { parentPort } from "node:worker_threads";
import type { Accounts } from "./accounts.js";
import { workAlong } from "./crew-walk.js";
import type { ThreadAnswer, ThreadRequest } from "./thread-task.js";
import { profileWhole } from "./whole-profile.js";

/** What was found in the last walk, where it is to be merged here. */
let kept: Accounts | undefined;

parentPort?.on("message", (request: ThreadRequest) => {
  answer(request).then(
    (said) => parentPort?.postMessage(said),
    (cause: unknown) => {
      // The other side hears of it as the worker's error.
      process.nextTick(() => {
        throw cause;
      });
    },
  );
});

async function answer(request: ThreadRequest): Promise<ThreadAnswer> {
  if (request.kind === "whole") return { kind: "whole", outcome: await profileWhole(request.task) };
  if (request.kind === "walk") {
    const { found, trace } = await workAlong(request.task);
    kept = request.task.keeps ? found : undefined;
    return { kind: "walked", found: request.task.keeps ? [] : found.pack(), trace };
  }
  const { found, names, cut } = request.task;
  if (kept === undefined) throw new Error("nothing was kept to merge into");
  const accounts = kept;
  kept = undefined;
  for (const profiles of found) accounts.merge(profiles);
  return { kind: "merged", report: accounts.finish(names, cut) };
}

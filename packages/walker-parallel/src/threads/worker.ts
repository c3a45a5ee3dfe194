/** The program of a worker thread: it does what it is asked, one task after the other. */

import { parentPort } from "node:worker_threads";
import { transferable } from "@transect/core";
import type { Accounts } from "./accounts.js";
import { packAlong, profileAlong } from "./crew-walk.js";
import type {
  MergeTask,
  ThreadAnswers,
  ThreadMessage,
  ThreadOrder,
  ThreadRequest,
  Walked,
  WalkTask,
} from "./thread-task.js";
import { profileWhole } from "./whole-profile.js";

/** What was found in the last walk, where it is to be merged here. */
let kept: Accounts | undefined;

parentPort?.on("message", ({ request, taken }: ThreadOrder) => {
  Atomics.store(taken, 0, 1);
  answer(request).then(
    (said) => say({ kind: "answer", answer: said }, "found" in said ? said.found.flatMap(transferable) : []),
    (cause: unknown) => {
      // The other side hears of it as the worker's error.
      queueMicrotask(() => {
        throw cause;
      });
    },
  );
});

function answer(request: ThreadRequest): Promise<ThreadAnswers[keyof ThreadAnswers]> {
  switch (request.kind) {
    case "walk":
      return walk(request.task);
    case "merge":
      return merge(request.task);
    case "whole":
      return profileWhole(request.task);
  }
}

async function walk(task: WalkTask): Promise<Walked> {
  if (task.findings === "batches") {
    const trace = await packAlong(task, (packed) => say({ kind: "batch", packed }, [packed.buffer]));
    return { found: [], trace };
  }
  const { found, trace } = await profileAlong(task);
  kept = task.keeps ? found : undefined;
  return { found: task.keeps ? [] : found.pack(), trace };
}

async function merge({ found, names, cut }: MergeTask): Promise<ThreadAnswers["merge"]> {
  if (kept === undefined) throw new Error("nothing was kept to merge into");
  const accounts = kept;
  kept = undefined;
  for (const profiles of found) accounts.merge(profiles);
  return accounts.finish(names, cut);
}

function say(message: ThreadMessage, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

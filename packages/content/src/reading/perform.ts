import { compareFiles } from "./compare-files.js";
import { digestFiles } from "./digest-files.js";
import { readSegment } from "./read-segment.js";
import type { AnswerTo, ReadAnswers, ReadContext, ReadTask } from "./task.js";

/** Does a task on this thread. */
export function perform<T extends ReadTask>(task: T, context: ReadContext): AnswerTo<T>;
export function perform(task: ReadTask, context: ReadContext): ReadAnswers[keyof ReadAnswers] {
  switch (task.kind) {
    case "digest":
      return digestFiles(task, context);
    case "compare":
      return compareFiles(task, context);
    case "segment":
      return readSegment(task, context);
  }
}

import type { Call } from "../call.js";
import { type Crew, callCrew } from "./crew.js";
import { perform } from "./perform.js";
import { type NativeTask, performNatively } from "./perform-natively.js";
import type { AnswerTo, ReadContext, ReadTask } from "./task.js";

/** A task that is made when its turn comes, with what it weighs: bytes to read, and what opening costs. */
export interface Job<T extends ReadTask, A> {
  readonly weight: number;
  /** What the task is about, for whoever takes the answer. */
  readonly about: A;
  readonly task: () => T;
}

/** What can be done on the calling thread in a few milliseconds, by weight. */
const LIGHT = 2 * 1024 * 1024;

/**
 * Does tasks in whatever order, in the native core where that is the backend, or on threads where there is enough to do,
 * and tells what came of each. They are taken from
 * the first on, so that the heavy ones should come first; until threads have come up the calling thread takes the last
 * ones, as far as they are light. Leaves off where the call is stopped.
 */
export async function performAll<T extends NativeTask, A>(
  jobs: readonly Job<T, A>[],
  call: Call,
  onAnswer: (about: A, answer: AnswerTo<T>) => void,
): Promise<void> {
  const context: ReadContext = { words: call.halt.words, follow: call.options.follow ?? false };
  if (call.native !== undefined) return performNatively(jobs, { call, native: call.native, context }, onAnswer);
  const weight = jobs.reduce((sum, job) => sum + job.weight, 0);
  const crew = callCrew(call, context, weight);
  let first = 0;
  let end = jobs.length;
  await Promise.all([here(), ...(crew === undefined ? [] : Array.from({ length: crew.size }, () => there(crew)))]);

  /** Keeps one thread busy: while it does a light task the next one is on its way. */
  async function there(crew: Crew): Promise<void> {
    let ahead: Promise<void> | undefined;
    while (first < end && call.halt.state === undefined) {
      const job = jobs[first++];
      if (job === undefined) break;
      const doing = crew.run(job.task()).then((answer) => onAnswer(job.about, answer));
      // Whoever waits for it hears of it.
      doing.catch(() => {});
      await ahead;
      ahead = doing;
      if (job.weight > LIGHT) await doing;
    }
    await ahead;
  }

  async function here(): Promise<void> {
    while (first < end && call.halt.state === undefined && crew?.isUp !== true) {
      const job = jobs[end - 1];
      if (job === undefined || (crew !== undefined && job.weight > LIGHT)) return;
      end -= 1;
      onAnswer(job.about, perform(job.task(), context));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

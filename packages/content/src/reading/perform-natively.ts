import type { NativeComparisons, NativeDigests } from "@transect/native";
import type { Call } from "../call.js";
import { DIGEST_BYTES } from "../hash-algorithm.js";
import type { NativeReading } from "./find-native-reading.js";
import { errorsOf, isForNative, requestFor } from "./native-request.js";
import { perform } from "./perform.js";
import type { Job } from "./perform-all.js";
import type {
  AnswerTo,
  CompareTask,
  Comparison,
  Digests,
  DigestTask,
  FileToRead,
  ReadContext,
  ReadError,
} from "./task.js";

/** What the native core can be asked to do with files. */
export type NativeTask = DigestTask | CompareTask;

/** Where tasks are done, and for whom. */
export interface NativeWork {
  readonly call: Call;
  readonly native: NativeReading;
  readonly context: ReadContext;
}

/** How many files go into one call: next to it a call costs nothing, and the next one is made ready meanwhile. */
const FILES_AT_ONCE = 4096;

/**
 * Does tasks in the native core, many in one call, and tells what came of each. A path that must be opened step by step
 * is read on the calling thread: the core takes none. Leaves off where the call is stopped.
 */
export async function performNatively<T extends NativeTask, A>(
  jobs: readonly Job<T, A>[],
  work: NativeWork,
  onAnswer: (about: A, answer: AnswerTo<T>) => void,
): Promise<void> {
  let last: { readonly abouts: readonly A[]; readonly answers: Promise<AnswerTo<T>[]> } | undefined;
  for (const { abouts, start } of callsFor(jobs, work, onAnswer)) {
    const answers = await last?.answers;
    const before = last?.abouts;
    if (work.call.halt.state === undefined) {
      last = { abouts, answers: start() };
      // Whoever waits for it hears of it.
      last.answers.catch(() => {});
    } else last = undefined;
    tell(before, answers);
    if (last === undefined) return;
  }
  tell(last?.abouts, await last?.answers);

  function tell(abouts: readonly A[] = [], answers: readonly AnswerTo<T>[] = []): void {
    for (const [place, about] of abouts.entries()) {
      const answer = answers[place];
      if (answer !== undefined) onAnswer(about, answer);
    }
  }
}

/** One call: what its tasks are about, and how to begin it. */
interface NativeCall<T extends NativeTask, A> {
  readonly abouts: readonly A[];
  readonly start: () => Promise<AnswerTo<T>[]>;
}

/** Puts tasks together into calls. What the core cannot take is done at once. */
function* callsFor<T extends NativeTask, A>(
  jobs: readonly Job<T, A>[],
  work: NativeWork,
  onAnswer: (about: A, answer: AnswerTo<T>) => void,
): Generator<NativeCall<T, A>> {
  let group = emptyGroup<T, A>();
  for (const { task: make, about } of jobs) {
    const task = make();
    const files = filesOf(task);
    if (!isForNative(files)) {
      onAnswer(about, perform(task, work.context));
      continue;
    }
    const [first] = group.tasks;
    const isFull = group.files.length + files.length > FILES_AT_ONCE;
    if (first !== undefined && (isFull || !canShareCall(first, task))) {
      yield { abouts: group.abouts, start: prepare<T>(group, work) };
      group = emptyGroup();
    }
    group.tasks.push(task);
    group.abouts.push(about);
    group.counts.push(files.length);
    for (const file of files) group.files.push(file);
  }
  if (group.tasks.length > 0) yield { abouts: group.abouts, start: prepare<T>(group, work) };
}

/** Tasks for one call, with all of their files. */
interface Group<T extends NativeTask> {
  readonly tasks: T[];
  readonly files: FileToRead[];
  /** How many of the files each task has. */
  readonly counts: number[];
}

function emptyGroup<T extends NativeTask, A>(): Group<T> & { readonly abouts: A[] } {
  return { tasks: [], abouts: [], files: [], counts: [] };
}

/** The files of a task, one after the other. */
function filesOf(task: NativeTask): readonly FileToRead[] {
  return task.kind === "digest" ? task.files : task.sets.flatMap(({ files }) => files);
}

/** Digests of one call are all by the same algorithm, and of the same stretch of each file. */
function canShareCall(one: NativeTask, other: NativeTask): boolean {
  if (one.kind !== "digest" || other.kind !== "digest") return one.kind === other.kind;
  return (
    one.algorithm === other.algorithm &&
    one.stretch?.[0] === other.stretch?.[0] &&
    one.stretch?.[1] === other.stretch?.[1]
  );
}

/** Gets one call ready, so that nothing but beginning it is left. */
function prepare<T extends NativeTask>(group: Group<T>, work: NativeWork): () => Promise<AnswerTo<T>[]>;
function prepare(
  { tasks, files, counts }: Group<NativeTask>,
  { call, native, context }: NativeWork,
): () => Promise<(Digests | (Comparison | undefined)[])[]> {
  const [first] = tasks;
  const request = { ...requestFor(files, context), threads: call.jobs };
  if (first?.kind === "digest") {
    const { algorithm, stretch } = first;
    const whole = { ...request, algorithm, from: stretch?.[0], to: stretch?.[1] };
    return async () => digestsOf(await native.digestFiles(whole), counts);
  }
  const sets = tasks.flatMap((task) => (task.kind === "compare" ? task.sets : []));
  const numbers = Float64Array.from(sets.flatMap(({ files, from, to }) => [files.length, from, to]));
  return async () => {
    const answer = await native.compareFiles({ ...request, sets: numbers });
    const comparisons = comparisonsOf(
      answer,
      sets.map(({ files }) => files.length),
    );
    let next = 0;
    return tasks.map((task) => {
      const start = next;
      next += task.kind === "compare" ? task.sets.length : 0;
      return comparisons.slice(start, next);
    });
  };
}

/** Parts what came of one call by the tasks that went into it, of so many files each. */
function digestsOf({ digests, bytes, done, faults }: NativeDigests, counts: readonly number[]): Digests[] {
  const take = takeErrors(faults);
  let end = 0;
  return counts.map((count) => {
    const start = end;
    end += count;
    return {
      digests: digests.subarray(start * DIGEST_BYTES, end * DIGEST_BYTES),
      bytes: bytes.subarray(start, end),
      done: Math.max(0, Math.min(done, end) - start),
      errors: take(start, end),
    };
  });
}

/** Nothing is known of a file, for the call was told to stop: `Comparisons::UNKNOWN` of the crate. */
const UNKNOWN = 0xffff_ffff;

function comparisonsOf({ same, faults }: NativeComparisons, counts: readonly number[]): (Comparison | undefined)[] {
  const take = takeErrors(faults);
  let end = 0;
  return counts.map((count) => {
    const start = end;
    end += count;
    const errors = take(start, end);
    return same[start] === UNKNOWN ? undefined : { same: same.subarray(start, end), errors };
  });
}

/** Gives errors by the places of their files, which are asked for in order, and counts from there. */
function takeErrors(faults: Int32Array): (start: number, end: number) => readonly ReadError[] {
  const errors = errorsOf(faults);
  let next = 0;
  return (start, end) => {
    const from = next;
    while ((errors[next]?.index ?? Number.POSITIVE_INFINITY) < end) next += 1;
    return from === next ? NONE : errors.slice(from, next).map((error) => ({ ...error, index: error.index - start }));
  };
}

const NONE: readonly ReadError[] = [];

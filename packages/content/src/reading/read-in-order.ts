import type { Call } from "../call.js";
import type { HashAlgorithm } from "../hash-algorithm.js";
import type { OrderedFile } from "../ordered-files.js";
import { OPENING_BYTES } from "./batches.js";
import { type Crew, callCrew } from "./crew.js";
import { perform } from "./perform.js";
import { type PlannedSegment, planSegments } from "./plan-segments.js";
import type { ReadContext, Segment, SegmentTask } from "./task.js";

/** A segment that was read, with what it was planned to hold. Its memory is used again once the next one is asked for. */
export interface ReadSegment {
  readonly planned: PlannedSegment;
  readonly segment: Segment;
}

/** Segments for each thread that are being read or wait to be taken. */
const AHEAD = 3;

/**
 * Reads files one after the other, each once, in segments, and gives them in order while threads read ahead. With an
 * algorithm, files that lie in one segment are digested there. Ends early where the call is stopped.
 */
export async function* readInOrder(
  files: readonly OrderedFile[],
  { call, algorithm }: { readonly call: Call; readonly algorithm?: HashAlgorithm | undefined },
): AsyncGenerator<ReadSegment> {
  const context: ReadContext = { words: call.halt.words, follow: call.options.follow ?? false };
  const weight = files.reduce((sum, { entry }) => sum + Number(entry.stat?.size ?? 0) + OPENING_BYTES, 0);
  const crew = callCrew(call, context, weight);
  const plan = planSegments(files);
  const ahead: Promise<ReadSegment>[] = [];
  const spare: ArrayBuffer[] = [];
  let next = plan.next();

  while (call.halt.state === undefined && (ahead.length > 0 || !next.done)) {
    while (crew?.isUp && ahead.length < AHEAD * call.jobs && !next.done) {
      const reading = ask(crew, next.value);
      // Whoever takes it hears of it.
      reading.catch(() => {});
      ahead.push(reading);
      next = plan.next();
    }
    const read = (await ahead.shift()) ?? (await readHere());
    if (call.halt.state !== undefined) break;
    yield read;
    spare.push(read.segment.memory);
  }

  async function ask(crew: Crew, planned: PlannedSegment): Promise<ReadSegment> {
    const memory = spare.pop();
    const task: SegmentTask = { kind: "segment", parts: planned.parts, algorithm, memory };
    return { planned, segment: await crew.run(task, memory) };
  }

  /** Reads on this thread, with a turn of the event loop in between. */
  async function readHere(): Promise<ReadSegment> {
    await new Promise((resolve) => setImmediate(resolve));
    if (next.done) throw new Error("nothing is left to read");
    const planned = next.value;
    next = plan.next();
    const task: SegmentTask = { kind: "segment", parts: planned.parts, algorithm, memory: spare.pop() };
    return { planned, segment: perform(task, context) };
  }
}

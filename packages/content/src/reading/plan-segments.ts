import { accessPath } from "../entry-path.js";
import { stateOf } from "../find-files.js";
import type { OrderedFile } from "../ordered-files.js";
import { OPENING_BYTES } from "./batches.js";
import type { Part } from "./task.js";

/** How much is read at a time: enough for a thread to be worth asking, and little enough to hold several of. */
const SEGMENT_BYTES = 1024 * 1024;

/** Stretches of files to be read at once. */
export interface PlannedSegment {
  readonly parts: readonly Part[];
  /** For each part the index of its file. */
  readonly files: readonly number[];
}

/** Cuts files, one after the other, into segments: many small files in one, a large file in many. */
export function* planSegments(files: readonly OrderedFile[]): Generator<PlannedSegment> {
  let parts: Part[] = [];
  let indexes: number[] = [];
  let weight = 0;
  for (const [index, file] of files.entries()) {
    const expected = stateOf(file.entry);
    const frame = Buffer.concat([file.pathBytes ?? Buffer.from(file.path), Buffer.of(0)]);
    const path = accessPath(file.entry);
    let from = 0;
    do {
      const to = Math.min(expected.size, from + SEGMENT_BYTES);
      const cost = to - from + OPENING_BYTES;
      if (weight > 0 && weight + cost > SEGMENT_BYTES) yield flush();
      parts.push({ path, expected, frame, from, to });
      indexes.push(index);
      weight += cost;
      from = to;
    } while (from < expected.size);
  }
  if (parts.length > 0) yield flush();

  function flush(): PlannedSegment {
    const segment = { parts, files: indexes };
    parts = [];
    indexes = [];
    weight = 0;
    return segment;
  }
}

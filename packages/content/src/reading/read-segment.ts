import { closeSync, readSync } from "node:fs";
import { isHalted, tellRead } from "../halt.js";
import { DIGEST_BYTES, digestOf } from "../hash-algorithm.js";
import { ChangedError, checkUnchanged, openFile, readAt, readErrorOf } from "./open-file.js";
import type { Part, ReadContext, ReadError, Segment, SegmentTask } from "./task.js";

/** How much more than it says a file may hold: what a system makes up as it is read says that it is empty. */
const MOST_UNTOLD = 64 * 1024 * 1024;

/** Reads stretches of files into one piece of memory, each file with its frame before it and a NUL behind it. */
export function readSegment(task: SegmentTask, context: ReadContext): Segment {
  const { parts, algorithm } = task;
  const bounds = new Uint32Array(parts.length * 2);
  const digests = new Uint8Array(algorithm === undefined ? 0 : parts.length * DIGEST_BYTES);
  const errors: ReadError[] = [];
  let memory = memoryFor(parts, task.memory);
  let length = 0;
  for (const [index, part] of parts.entries()) {
    if (isHalted(context.words)) break;
    const start = length + (part.from === 0 ? part.frame.length : 0);
    let end = start;
    try {
      end = readPart(part, start);
    } catch (cause) {
      errors.push(readErrorOf(index, cause));
      bounds.fill(length, index * 2, index * 2 + 2);
      continue;
    }
    if (part.from === 0) memory.set(part.frame, length);
    bounds.set([start, end], index * 2);
    length = end;
    const isLast = part.to === part.expected.size;
    if (isLast) memory[length++] = 0;
    if (algorithm !== undefined && isLast && part.from === 0) {
      digests.set(digestOf(algorithm, memory.subarray(start, end)), index * DIGEST_BYTES);
    }
    tellRead(context.words, end - start, isLast ? 1 : 0);
  }
  return { memory: memory.buffer, length, bounds, digests, errors };

  /** Reads a part to its place and returns where it ends. */
  function readPart(part: Part, start: number): number {
    const { from, to, expected } = part;
    const file = openFile(part, context);
    try {
      makeRoom(start + to - from + SPARE, length);
      const end = start + readAt(file.descriptor, memory.subarray(start, start + to - from), from);
      if (end - start < to - from) throw new ChangedError("it is shorter than it was");
      if (to > from) checkUnchanged(file);
      return expected.size === 0 ? readUntold(file.descriptor, start) : end;
    } finally {
      closeSync(file.descriptor);
    }
  }

  /** Reads what a file holds that says that it is empty. */
  function readUntold(descriptor: number, start: number): number {
    for (let end = start; ; ) {
      makeRoom(end + SPARE + 1, end);
      const read = readSync(descriptor, memory, end, memory.length - SPARE - end, end - start);
      if (read === 0) return end;
      end += read;
      if (end - start > MOST_UNTOLD) throw new ChangedError("it says that it is empty, and has no end");
    }
  }

  /** What a system makes up as it is read takes room that was planned for what follows. */
  function makeRoom(bytes: number, used: number): void {
    if (memory.length >= bytes) return;
    const grown = new Uint8Array(bytes * 2);
    grown.set(memory.subarray(0, used));
    memory = grown;
  }
}

/** Room for the NUL behind a file. */
const SPARE = 1;

function memoryFor(parts: readonly Part[], used: ArrayBuffer | undefined): Uint8Array<ArrayBuffer> {
  const wanted = parts.reduce((sum, { frame, from, to }) => sum + frame.length + to - from + 1, SPARE);
  if (used !== undefined && used.byteLength >= wanted) return new Uint8Array(used);
  // Not out of Node's pool, which cannot leave this thread.
  const fresh = Buffer.allocUnsafeSlow(Math.max(wanted, 64 * 1024));
  return new Uint8Array(fresh.buffer);
}

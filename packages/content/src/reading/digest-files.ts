import { closeSync, readSync } from "node:fs";
import { type CallWords, isHalted, tellRead } from "../halt.js";
import { createHasher, DIGEST_BYTES, digestOf } from "../hash-algorithm.js";
import { checkUnchanged, type OpenFile, openFile, readErrorOf } from "./open-file.js";
import { readingMemory } from "./reading-memory.js";
import type { Digests, DigestTask, ReadContext, ReadError } from "./task.js";

/** Digests files, or a stretch of each. Stops between two pieces of a file where the call was told to. */
export function digestFiles(task: DigestTask, context: ReadContext): Digests {
  const digests = new Uint8Array(task.files.length * DIGEST_BYTES);
  const bytes = new Float64Array(task.files.length);
  const errors: ReadError[] = [];
  let done = 0;
  for (const [index, file] of task.files.entries()) {
    if (isHalted(context.words)) break;
    try {
      const open = openFile(file, context);
      try {
        const digested = digestOpen(open, task, context.words);
        if (digested === undefined) break;
        digests.set(digested.digest, index * DIGEST_BYTES);
        bytes[index] = digested.bytes;
      } finally {
        closeSync(open.descriptor);
      }
    } catch (cause) {
      errors.push(readErrorOf(index, cause));
    }
    done += 1;
    tellRead(context.words, 0, 1);
  }
  return { digests, bytes, done, errors };
}

interface Digested {
  readonly digest: Uint8Array;
  readonly bytes: number;
}

/** The digest of an open file, or of a stretch of it; `undefined` where the call was told to stop. */
function digestOpen(file: OpenFile, { algorithm, stretch }: DigestTask, words: CallWords): Digested | undefined {
  const { descriptor, stats } = file;
  const [from, to] = stretch ?? [0, Number.POSITIVE_INFINITY];
  const memory = readingMemory();
  let position = from;
  const next = (): Uint8Array => {
    const wanted = Math.min(memory.length, to - position);
    const read = wanted <= 0 ? 0 : readSync(descriptor, memory, 0, wanted, position);
    position += read;
    tellRead(words, read, 0);
    return memory.subarray(0, read);
  };
  const first = next();
  // All of it in one piece: nothing is to come that could have changed meanwhile.
  if (first.length > 0 && position === Math.min(to, stats.size)) {
    return { digest: digestOf(algorithm, first), bytes: first.length };
  }
  const hasher = createHasher(algorithm);
  for (let piece = first; piece.length > 0; piece = next()) {
    if (isHalted(words)) return undefined;
    hasher.update(piece);
  }
  checkUnchanged(file);
  return { digest: hasher.digest(), bytes: position - from };
}

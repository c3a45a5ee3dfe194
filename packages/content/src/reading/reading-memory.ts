/**
 * Small enough to stay in a core's own cache between being read and being hashed, large enough for a call to cost
 * nothing beside it.
 */
const READING_BYTES = 256 * 1024;

let memory: Buffer | undefined;

/** This thread's memory for pieces of files. What was read is gone with the next use. */
export function readingMemory(): Buffer {
  memory ??= Buffer.allocUnsafeSlow(READING_BYTES);
  return memory;
}

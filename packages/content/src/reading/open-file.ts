import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from "node:fs";
import { systemSentence } from "@transect/core";
import type { FileState, FileToRead, ReadContext, ReadError } from "./task.js";

/** Linux takes no path of more than 4,095 bytes (PATH_MAX). */
const LONGEST_PATH = 4095;
/** How much of a longer path is resolved at a time. */
const STEP = 3500;
/** An open directory stands for its whole path; only Linux has this. */
const DESCRIPTORS = "/proc/self/fd";

/** Nothing is waited for, should a FIFO have taken a file's place; Windows has neither flag. */
const WITHOUT_WAITING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
const WITHOUT_LINKS = WITHOUT_WAITING | (constants.O_NOFOLLOW ?? 0);

/** A file that is open, and what it was when it was opened. */
export interface OpenFile {
  readonly descriptor: number;
  readonly stats: Stats;
}

/** Opens a regular file to read, and makes sure that it is what was expected. Throws what {@link readErrorOf} reads. */
export function openFile({ path, expected }: FileToRead, { follow }: ReadContext): OpenFile {
  const descriptor = openPath(path, follow ? WITHOUT_WAITING : WITHOUT_LINKS);
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) throw new ChangedError("it is no regular file any more");
    if (expected !== undefined && !isSame(stats, expected)) throw new ChangedError("it changed since it was found");
    return { descriptor, stats };
  } catch (cause) {
    closeSync(descriptor);
    throw cause;
  }
}

/** Throws where a file is not what it was when it was opened. */
export function checkUnchanged({ descriptor, stats }: OpenFile): void {
  if (!isSame(fstatSync(descriptor), stats)) throw new ChangedError("it changed while it was read");
}

/** Fills memory from a place in a file on; stops at the file's end. Returns how many bytes there were. */
export function readAt(descriptor: number, memory: Uint8Array, position: number): number {
  let filled = 0;
  while (filled < memory.length) {
    const read = readSync(descriptor, memory, filled, memory.length - filled, position + filled);
    if (read === 0) break;
    filled += read;
  }
  return filled;
}

/** A file is not what it was. */
export class ChangedError extends Error {
  readonly code = "ECHANGED";
  readonly syscall = "read";

  constructor(what: string) {
    super(`ECHANGED: ${what}`);
  }
}

/** What was thrown over a file, as plain data. Throws again what did not come of the file. */
export function readErrorOf(index: number, cause: unknown): ReadError {
  if (!(cause instanceof Error) || !("code" in cause) || !("syscall" in cause)) throw cause;
  return {
    index,
    operation: String(cause.syscall),
    code: String(cause.code),
    message: systemSentence(cause),
  };
}

/** Times are compared to the microsecond: beyond that a double does not say what the system said. */
function isSame(now: FileState, before: FileState): boolean {
  return (
    now.size === before.size &&
    Math.abs(now.mtimeMs - before.mtimeMs) < 0.001 &&
    now.ino === before.ino &&
    now.dev === before.dev
  );
}

/** Whether the system takes a path only step by step. */
export function isBeyondPathMax(path: string | Uint8Array): boolean {
  // No character takes more than three bytes for each of its units.
  return path.length * 3 > LONGEST_PATH && Buffer.byteLength(path) > LONGEST_PATH;
}

function openPath(path: string | Uint8Array, flags: number): number {
  // What comes from another thread is no Buffer any more.
  const access = typeof path === "string" ? path : Buffer.from(path.buffer, path.byteOffset, path.byteLength);
  return isBeyondPathMax(path) ? openLongPath(Buffer.from(access), flags) : openSync(access, flags);
}

/** Opens folders on the way, so that each path begins at the last one of them. */
function openLongPath(path: Buffer, flags: number): number {
  let folder: number | undefined;
  let rest = path;
  try {
    while (rest.length > LONGEST_PATH - DESCRIPTORS.length - 12) {
      const end = rest.lastIndexOf("/", STEP);
      // Not to be helped: the system says so.
      if (end <= 0) break;
      const next = openSync(from(folder, rest.subarray(0, end)), constants.O_RDONLY | (constants.O_DIRECTORY ?? 0));
      if (folder !== undefined) closeSync(folder);
      folder = next;
      rest = rest.subarray(end + 1);
    }
    return openSync(from(folder, rest), flags);
  } finally {
    if (folder !== undefined) closeSync(folder);
  }
}

function from(folder: number | undefined, path: Buffer): Buffer {
  return folder === undefined ? path : Buffer.concat([Buffer.from(`${DESCRIPTORS}/${folder}/`), path]);
}

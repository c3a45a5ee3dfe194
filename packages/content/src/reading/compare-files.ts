import { closeSync } from "node:fs";
import { isHalted, tellRead } from "../halt.js";
import { ChangedError, checkUnchanged, type OpenFile, openFile, readAt, readErrorOf } from "./open-file.js";
import type { CompareTask, Comparison, FileSet, ReadContext, ReadError } from "./task.js";

/** How much of each file is compared at a time: a disk that must move its head does not do so all the time. */
const PIECE_BYTES = 512 * 1024;

/** Compares the files of each set. */
export function compareFiles({ sets }: CompareTask, context: ReadContext): Comparison[] {
  const comparisons: Comparison[] = [];
  for (const set of sets) {
    const comparison = compareSet(set, context);
    if (comparison === undefined) break;
    comparisons.push(comparison);
  }
  return comparisons;
}

/**
 * Reads a few files side by side and tells which are equal. Nothing is hashed: they are compared byte by byte, and a
 * file is read no further than to where it differs from all others. `undefined` where the call was told to stop.
 */
function compareSet({ files, from, to }: FileSet, context: ReadContext): Comparison | undefined {
  const same = files.map((_, index) => index);
  const errors: ReadError[] = [];
  const failed = new Set<number>();
  const open = new Map<number, OpenFile>();
  try {
    for (const [index, file] of files.entries()) {
      attempt(index, () => {
        open.set(index, openFile(file, context));
      });
    }
    let classes = [[...open.keys()]];
    for (let position = from; position < to && classes.length > 0; position += PIECE_BYTES) {
      if (isHalted(context.words)) return undefined;
      const length = Math.min(PIECE_BYTES, to - position);
      classes = classes.flatMap((members) => split(members, position, length)).filter(({ length }) => length > 1);
    }
    for (const [index, file] of open) if (!failed.has(index)) attempt(index, () => checkUnchanged(file));
    for (const members of classes) {
      const equal = members.filter((index) => !failed.has(index));
      for (const index of equal) same[index] = equal[0] ?? index;
    }
    return { same, errors };
  } finally {
    for (const { descriptor } of open.values()) closeSync(descriptor);
  }

  /** Parts files by what they hold at a place. Those that cannot be read are in no part. */
  function split(members: readonly number[], position: number, length: number): number[][] {
    const parts: number[][] = [];
    for (const index of members) {
      // What differs from all before it stays where it was read, to be compared with.
      const piece = pieceAt(parts.length).subarray(0, length);
      if (!attempt(index, () => readPiece(index, piece, position))) continue;
      const equal = parts.findIndex((_, part) => pieceAt(part).subarray(0, length).equals(piece));
      if (equal === -1) parts.push([index]);
      else parts[equal]?.push(index);
    }
    return parts;
  }

  function readPiece(index: number, piece: Buffer, position: number): void {
    const file = open.get(index);
    const read = file === undefined ? 0 : readAt(file.descriptor, piece, position);
    if (read < piece.length) throw new ChangedError("it is shorter than it was");
    tellRead(context.words, read, 0);
  }

  /** Whether something went well; where not, it is an error of the file. */
  function attempt(index: number, work: () => void): boolean {
    try {
      work();
      return true;
    } catch (cause) {
      errors.push(readErrorOf(index, cause));
      failed.add(index);
      return false;
    }
  }
}

const pieces: Buffer[] = [];

/** This thread's memory for pieces to compare: as many as there were ever files that all differed. */
function pieceAt(place: number): Buffer {
  const known = pieces[place];
  if (known !== undefined) return known;
  const fresh = Buffer.allocUnsafeSlow(PIECE_BYTES);
  pieces[place] = fresh;
  return fresh;
}

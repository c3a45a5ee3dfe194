import { closeSync } from "node:fs";
import { isHalted, tellRead } from "../halt.js";
import { ChangedError, checkUnchanged, type OpenFile, openFile, readAt, readErrorOf } from "./open-file.js";
import type { CompareTask, Comparison, FileSet, ReadContext, ReadError } from "./task.js";

/** How much of each file is compared at a time: a disk that must move its head does not do so all the time. */
const PIECE_BYTES = 512 * 1024;

/** Compares the files of each set: byte by byte, nothing is hashed. */
export function compareFiles({ sets }: CompareTask, context: ReadContext): (Comparison | undefined)[] {
  return sets.map((set) => {
    if (isHalted(context.words)) return undefined;
    const comparison = set.to - set.from <= PIECE_BYTES ? compareAtOnce(set, context) : compareSideBySide(set, context);
    if (comparison !== undefined && set.from === 0) tellRead(context.words, 0, set.files.length);
    return comparison;
  });
}

/**
 * Reads files one after the other, each in one piece: what is to be compared fits into memory. What says that it is longer
 * than it is, as files do that the system makes up, is compared as far as it goes.
 */
function compareAtOnce({ files, from, to }: FileSet, context: ReadContext): Comparison {
  const errors: ReadError[] = [];
  const parts: { readonly bytes: Buffer; readonly members: number[] }[] = [];
  for (const [index, file] of files.entries()) {
    try {
      const open = openFile(file, context);
      try {
        // What differs from all before it stays where it was read, to be compared with.
        const piece = pieceAt(parts.length);
        const bytes = piece.subarray(0, readAt(open.descriptor, piece.subarray(0, to - from), from));
        tellRead(context.words, bytes.length, 0);
        // All of it in one piece: nothing is to come that could have changed meanwhile.
        if (bytes.length !== open.stats.size) checkUnchanged(open);
        const equal = parts.find((part) => part.bytes.equals(bytes));
        if (equal === undefined) parts.push({ bytes, members: [index] });
        else equal.members.push(index);
      } finally {
        closeSync(open.descriptor);
      }
    } catch (cause) {
      errors.push(readErrorOf(index, cause));
    }
  }
  const classes = parts.map(({ members }) => members);
  return { same: firstsOf(files.length, classes), errors };
}

/**
 * Reads files side by side, no further than to where each differs from all others. `undefined` where the call was told to
 * stop.
 */
function compareSideBySide({ files, from, to }: FileSet, context: ReadContext): Comparison | undefined {
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
    const equal = classes.map((members) => members.filter((index) => !failed.has(index)));
    return { same: firstsOf(files.length, equal), errors: errors.sort((a, b) => a.index - b.index) };
  } finally {
    for (const { descriptor } of open.values()) closeSync(descriptor);
  }

  /** Parts files by what they hold at a place. Those that cannot be read are in no part. */
  function split(members: readonly number[], position: number, length: number): number[][] {
    const parts: number[][] = [];
    for (const index of members) {
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
    tellRead(context.words, read, 0);
    if (read < piece.length) throw new ChangedError("it is shorter than it was");
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

/** For each of so many files the first one of its class; its own place for one that is in none. */
function firstsOf(count: number, classes: readonly (readonly number[])[]): number[] {
  const firsts = Array.from({ length: count }, (_, index) => index);
  for (const members of classes) for (const index of members) firsts[index] = members[0] ?? index;
  return firsts;
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

import type { AccessPath } from "./access-path.js";
import { isExactName, type ReadName, readInexactNames, readNames, streamNames } from "./local-names.js";

/** Names are looked at in chunks of this many, so that a walk can be stopped between two of them. */
const CHUNK = 128;

/** The names of one directory, chunk by chunk. Names whose text may not give their bytes back come last, as bytes. */
export interface NameReader {
  /** Some more names; `undefined` at the end. Throws what the system says. */
  next(): readonly ReadName[] | undefined;
  /** Takes a good part of what is left, for somebody else to look at; `undefined` where little is known to be left. */
  split(): readonly ReadName[] | undefined;
  /** Gives back what the system holds open for it. To be called at the end, also one before all was read. */
  close(): void;
}

/** What {@link readChunks} reads. */
export interface ReadOptions {
  /** What to put before a name to reach it. */
  readonly prefix: AccessPath;
  /** Whether names come without their types: each will be looked at anyway. */
  readonly bare: boolean;
  /** Whether to read piece by piece, which costs more and keeps memory flat. */
  readonly streamed: boolean;
}

/** Reads the names of a directory: all at once where they are few. Throws what the system says. */
export function readChunks({ prefix, bare, streamed }: ReadOptions): readonly ReadName[] | NameReader {
  if (streamed) return createReader(prefix, createStream(streamNames(prefix, CHUNK)));
  const names = readNames(prefix, bare);
  return names.length <= CHUNK && names.every(isExactName) ? names : createReader(prefix, createList(names));
}

/** Reads names that somebody else has read. */
export function readPart(names: readonly ReadName[]): NameReader {
  return createList(names);
}

function createReader(prefix: AccessPath, names: NameReader): NameReader {
  let inexact = false;
  let bytes: Generator<readonly ReadName[]> | undefined;
  return {
    next() {
      const chunk = bytes === undefined ? names.next() : undefined;
      if (chunk !== undefined) {
        if (chunk.every(isExactName)) return chunk;
        inexact = true;
        return chunk.filter(isExactName);
      }
      if (!inexact) return undefined;
      bytes ??= readInexactNames(prefix, CHUNK);
      const next = bytes.next();
      return next.done === true ? undefined : next.value;
    },
    split() {
      const part = bytes === undefined ? names.split() : undefined;
      if (part === undefined || part.every(isExactName)) return part;
      inexact = true;
      return part.filter(isExactName);
    },
    close() {
      names.close();
      bytes?.return(undefined);
    },
  };
}

/** Less than this many names in a part are not worth the way to somebody else. */
const LEAST_PART = 2 * CHUNK;

function createList(names: readonly ReadName[]): NameReader {
  let start = 0;
  let end = names.length;
  return {
    next() {
      if (start >= end) return undefined;
      const chunk = start === 0 && end <= CHUNK ? names : names.slice(start, Math.min(start + CHUNK, end));
      start += chunk.length;
      return chunk;
    },
    split() {
      const part = (end - start) >> 1;
      if (part < LEAST_PART) return undefined;
      end -= part;
      return names.slice(end, end + part);
    },
    close: () => {},
  };
}

function createStream(chunks: Generator<readonly ReadName[]>): NameReader {
  const next = (): readonly ReadName[] | undefined => {
    const chunk = chunks.next();
    return chunk.done === true ? undefined : chunk.value;
  };
  return {
    next,
    split() {
      const part: ReadName[] = [];
      while (part.length < 4 * LEAST_PART) {
        const chunk = next();
        if (chunk === undefined) break;
        part.push(...chunk);
      }
      return part.length === 0 ? undefined : part;
    },
    close: () => void chunks.return(undefined),
  };
}

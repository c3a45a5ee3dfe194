import { isUtf8 } from "node:buffer";
import { Entry, type EntryStat, type EntryType, toBytes, WalkError, type WalkOperation } from "@transect/core";
import { describeErrno } from "./system-error.js";
import type { BackendStep } from "./walk-step.js";

/** What stays the same from batch to batch. */
export interface BatchContext {
  /** Folders by their numbers, for as long as anything in them is to come. */
  readonly folders: Map<number, Entry>;
  /** Which entries get an identity. */
  readonly identify: "links" | "all";
}

export const PACKED_TYPES: readonly EntryType[] = ["file", "directory", "symlink", "other"];

/** Marks the type of a folder that is no more than the parent of others. */
export const NOT_GIVEN = 0x80;
/** Marks the type of an entry that rules which are only asked would leave out. */
export const IGNORED = 0x40;

/** What the end of a run says of its folder: nothing more comes of it, it was read to the end, it holds nothing. */
export const DONE = 1;
export const LISTED = 2;
export const EMPTY = 4;

/** An error as it is packed: what the system said, or its number where that is all that is known. */
export type PackedError = {
  readonly folder: number;
  readonly kind: "root" | "folder" | "unopened" | "name";
  readonly number: number;
  readonly name: readonly number[];
  readonly operation: WalkOperation;
} & ({ readonly errno: number } | { readonly code: string; readonly message: string });

/** The parts of a packed batch, where they lie. */
interface BatchColumns {
  /** Of each entry its kind, the end of its name, and its number if it is opened. */
  readonly kinds: Uint8Array;
  readonly nameEnds: Uint32Array;
  readonly numbers: Uint32Array;
  /** Sizes, blocks, times, links, devices, inodes; empty where nothing was looked at, as `modes`. */
  readonly doubles: readonly Float64Array[];
  readonly modes: Uint32Array;
  readonly exact: BigUint64Array;
  /** Directory, end of its entries, flags. */
  readonly runs: Uint32Array;
  readonly names: Buffer;
  /** Whether the names are ASCII. */
  readonly ascii: boolean;
  readonly errors: readonly PackedError[];
}

/**
 * Finds the parts of a packed batch: a header of eight words, columns of doubles, of words and of bytes, names in one
 * blob, and errors as JSON. `Batch::pack` in the native core's `batches.rs` writes it, and `createBatchWriter`.
 */
function openBatch({ buffer, byteOffset }: Uint8Array): BatchColumns {
  const [count = 0, runCount = 0, nameBytes = 0, errorBytes = 0, ascii = 0, hasStat = 0, exactCount = 0] =
    new Uint32Array(buffer, byteOffset, 8);
  let offset = byteOffset + 32;
  const doublesOf = (length: number): Float64Array => {
    const column = new Float64Array(buffer, offset, length);
    offset += length * 8;
    return column;
  };
  const wordsOf = (length: number): Uint32Array => {
    const column = new Uint32Array(buffer, offset, length);
    offset += length * 4;
    return column;
  };
  const statCount = hasStat === 1 ? count : 0;
  const doubles = [1, 2, 3, 4, 5, 6].map(() => doublesOf(statCount));
  const exact = new BigUint64Array(buffer, offset, exactCount * 4);
  offset += exactCount * 32;
  const nameEnds = wordsOf(count);
  const numbers = wordsOf(count);
  const modes = wordsOf(statCount);
  const runs = wordsOf(runCount * 3);
  const kinds = new Uint8Array(buffer, offset, count);
  offset += count;
  const names = Buffer.from(buffer, offset, nameBytes);
  const errors =
    errorBytes === 0
      ? []
      : (JSON.parse(Buffer.from(buffer, offset + nameBytes, errorBytes).toString()) as PackedError[]);
  return { kinds, nameEnds, numbers, doubles, modes, exact, runs, names, ascii: ascii === 1, errors };
}

/** Whether all directories that a batch speaks of are known, or are in it. */
export function isReadable(packed: Uint8Array, folders: ReadonlyMap<number, Entry>): boolean {
  const { runs, numbers, errors } = openBatch(packed);
  const isKnown = (folder: number): boolean => folders.has(folder) || numbers.includes(folder);
  return (
    runs.every((folder, index) => index % 3 !== 0 || isKnown(folder)) && errors.every(({ folder }) => isKnown(folder))
  );
}

/** Makes entries of a packed batch. */
export function readBatch(packed: Uint8Array, context: BatchContext): BackendStep[] {
  const { folders } = context;
  const { kinds, nameEnds, numbers, doubles, modes, runs, names, ascii, errors, ...rest } = openBatch(packed);
  const [sizes, blocks, times, links, devices, inodes] = doubles;
  const exact = readExact(rest.exact);
  const hasStat = modes.length > 0;
  const text = ascii ? names.toString("latin1") : undefined;

  const steps: BackendStep[] = [];
  const ended: number[] = [];
  let index = 0;
  let nameStart = 0;
  for (let run = 0; run < runs.length; run += 3) {
    const folder = runs[run] ?? 0;
    const end = runs[run + 1] ?? 0;
    const flags = runs[run + 2] ?? 0;
    const parent = folders.get(folder);
    // Without it an entry would look like a root: better none at all.
    if (parent === undefined) throw new Error("a batch speaks of a directory that nobody has found");
    for (; index < end; index += 1) {
      const kind = kinds[index] ?? 0;
      const nameEnd = nameEnds[index] ?? 0;
      const entry = makeEntry(parent, kind & ~(NOT_GIVEN | IGNORED), nameStart, nameEnd, index);
      nameStart = nameEnd;
      const number = numbers[index] ?? 0;
      if (number !== 0) folders.set(number, entry);
      if (kind >= NOT_GIVEN) continue;
      steps.push(entry);
      if ((kind & IGNORED) !== 0) steps.push({ type: "ignored", entry });
    }
    if ((flags & LISTED) !== 0) {
      steps.push({ type: "leave", directory: parent, listed: true, empty: (flags & EMPTY) !== 0 });
    }
    if ((flags & DONE) !== 0) ended.push(folder);
  }
  for (const error of errors) steps.push(makeError(error, folders));
  for (const folder of ended) folders.delete(folder);
  return steps;

  function makeEntry(parent: Entry, kind: number, start: number, end: number, place: number): Entry {
    const type = PACKED_TYPES[kind] ?? "other";
    const stat = !hasStat ? undefined : statAt(place);
    const name = text === undefined ? decodeName(names.subarray(start, end)) : { name: text.slice(start, end) };
    const shared = stat !== undefined && (context.identify === "all" || (stat.nlink > 1 && type !== "directory"));
    return new Entry({ parent, ...name, type, stat, identity: shared ? identityAt(place, stat) : undefined });
  }

  function statAt(place: number): EntryStat {
    const known = exact.get(place);
    return {
      size: known === undefined ? (sizes?.[place] ?? 0) : toBytes(known.size),
      blocks: blocks?.[place] ?? 0,
      mtimeMs: times?.[place] ?? 0,
      nlink: links?.[place] ?? 0,
      dev: devices?.[place] ?? 0,
      ino: inodes?.[place] ?? 0,
      mode: modes[place] ?? 0,
    };
  }

  function identityAt(place: number, { dev, ino }: EntryStat): string {
    const known = exact.get(place);
    return known === undefined ? `${dev}:${ino}` : `${known.dev}:${known.ino}`;
  }
}

interface ExactNumbers {
  readonly size: bigint;
  readonly dev: bigint;
  readonly ino: bigint;
}

/** The entries whose numbers a double would round. */
function readExact(values: BigUint64Array): ReadonlyMap<number, ExactNumbers> {
  const exact = new Map<number, ExactNumbers>();
  for (let at = 0; at < values.length; at += 4) {
    const [place = 0n, size = 0n, dev = 0n, ino = 0n] = values.subarray(at, at + 4);
    exact.set(Number(place), { size, dev, ino });
  }
  return exact;
}

function decodeName(bytes: Uint8Array): { name: string; nameBytes?: Uint8Array } {
  const name = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
  return name.includes("\uFFFD") && !isUtf8(bytes) ? { name, nameBytes: Uint8Array.from(bytes) } : { name };
}

/** An error in the place of its entry. The entry it is about may have been given already, as a folder is. */
function makeError(error: PackedError, folders: ReadonlyMap<number, Entry>): WalkError {
  const said = "errno" in error ? describeErrno(error.errno) : { code: error.code, message: error.message };
  return new WalkError({ entry: entryOf(error, folders), operation: error.operation, ...said });
}

function entryOf({ folder, kind, number, name }: PackedError, folders: ReadonlyMap<number, Entry>): Entry {
  // A root's number is its place, plus one.
  const parent = folders.get(kind === "root" ? folder + 1 : folder);
  const known = kind === "unopened" ? folders.get(number) : parent;
  if (kind !== "name" && known !== undefined) return known;
  return new Entry({ parent, ...decodeName(Uint8Array.from(name)), type: "other" });
}

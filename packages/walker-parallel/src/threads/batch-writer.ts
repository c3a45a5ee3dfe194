import type { Entry, WalkError } from "@transect/core";
import { DONE, EMPTY, IGNORED, LISTED, NOT_GIVEN, PACKED_TYPES, type PackedError } from "../packed-batch.js";
import type { Receiver } from "./member.js";

/** What {@link createBatchWriter} writes. */
export interface BatchWriterOptions {
  /** The roots, which are numbered from 1. */
  readonly roots: readonly Entry[];
  /** The number of the first directory, and the distance to the next: no other writer uses those between. */
  readonly first: number;
  readonly step: number;
  /** Takes a batch. */
  readonly put: (packed: Uint8Array<ArrayBuffer>) => void;
}

/** A {@link Receiver} that packs what it is given. */
export interface BatchWriter extends Receiver {
  /** Hands on what has been written. */
  flush(): void;
}

/** A batch is handed on once its names take so many bytes. */
const BATCH_BYTES = 64 * 1024;

/** The longest name takes 255 bytes; 255 characters of UTF-16 take at most three times as many in UTF-8. */
const NAME_BYTES = 1024;

/** Columns of a batch: sizes, blocks, times, links, devices, inodes. */
const COLUMNS = 6;

/**
 * Packs entries as the native core does: see `readBatch`, which makes entries of them on another thread. Every entry
 * must have its `stat`.
 */
export function createBatchWriter({ roots, first, step, put }: BatchWriterOptions): BatchWriter {
  const numbers = new WeakMap<Entry, number>(roots.map((root, index) => [root, index + 1]));
  const text = Buffer.allocUnsafe(BATCH_BYTES + NAME_BYTES);
  let next = first;
  let batch = emptyBatch();
  let used = 0;
  let lastParent: Entry | undefined;
  let lastEntry: Entry | undefined;

  function turnTo(parent: Entry | undefined): void {
    if (parent === lastParent) return;
    endRun(0);
    lastParent = parent;
  }

  /** Notes that what came since the last run lies in the directory we are at. */
  function endRun(flags: number): void {
    const end = batch.kinds.length;
    const begin = batch.runs.at(-2) ?? 0;
    if (lastParent === undefined || (end === begin && flags === 0)) return;
    batch.runs.push(numbers.get(lastParent) ?? 0, end, flags);
  }

  function append(entry: Entry, mark: number): void {
    const { name, nameBytes, type, stat } = entry;
    if (used > BATCH_BYTES) flush();
    turnTo(entry.parent);
    const place = batch.kinds.length;
    batch.kinds.push(PACKED_TYPES.indexOf(type) | mark);
    const length = nameBytes === undefined ? text.write(name, used) : Buffer.from(nameBytes).copy(text, used);
    if (nameBytes !== undefined || length !== name.length) batch.ascii = false;
    used += length;
    batch.nameEnds.push(used);
    batch.numbers.push(0);
    batch.modes.push(stat?.mode ?? 0);
    const { size = 0, blocks = 0, mtimeMs = 0, nlink = 0, dev = 0, ino = 0 } = stat ?? {};
    for (const [column, value] of [Number(size), blocks, mtimeMs, nlink, dev, ino].entries()) {
      batch.columns[column]?.push(value);
    }
    if (typeof size === "bigint" || !Number.isSafeInteger(ino) || !Number.isSafeInteger(dev)) {
      const [exactDev = BigInt(dev), exactIno = BigInt(ino)] = (entry.identity?.split(":") ?? []).map(BigInt);
      batch.exact.push(BigInt(place), BigInt(size), exactDev, exactIno);
    }
    lastEntry = entry;
  }

  function addError(error: WalkError): void {
    const { entry, operation, code, message } = error;
    const number = numbers.get(entry);
    const at =
      number === undefined
        ? { kind: "name" as const, folder: entry.parent === undefined ? 0 : (numbers.get(entry.parent) ?? 0) }
        : { kind: "folder" as const, folder: number };
    const name = [...(entry.nameBytes ?? Buffer.from(entry.name))];
    batch.errors.push({ ...at, number: 0, name, operation, code, message });
  }

  function flush(): void {
    endRun(0);
    if (batch.kinds.length > 0 || batch.errors.length > 0 || batch.runs.length > 0)
      put(pack(batch, text.subarray(0, used)));
    batch = emptyBatch();
    used = 0;
    lastEntry = undefined;
  }

  return {
    flush,
    give(_root, item) {
      if (item.type === "error") addError(item);
      else append(item, 0);
    },
    ignored(_root, entry) {
      const place = batch.kinds.length - 1;
      if (entry === lastEntry) batch.kinds[place] = (batch.kinds[place] ?? 0) | IGNORED;
    },
    opens(_root, directory) {
      if (directory !== lastEntry) append(directory, NOT_GIVEN);
      batch.numbers[batch.numbers.length - 1] = next;
      numbers.set(directory, next);
      next += step;
    },
    listed(_root, directory, empty, whole) {
      turnTo(directory);
      endRun(LISTED | (empty ? EMPTY : 0) | (whole ? DONE : 0));
      lastParent = undefined;
    },
    numberOf: (directory) => numbers.get(directory) ?? 0,
    knows(directory, number) {
      numbers.set(directory, number);
      return directory;
    },
    beforeSharing: flush,
  };
}

interface Batch {
  readonly kinds: number[];
  readonly nameEnds: number[];
  readonly numbers: number[];
  readonly modes: number[];
  readonly columns: readonly number[][];
  /** Entries with numbers that a double would round: place, size, device, inode. */
  readonly exact: bigint[];
  /** Directory, end of its entries, flags. */
  readonly runs: number[];
  readonly errors: PackedError[];
  ascii: boolean;
}

function emptyBatch(): Batch {
  return {
    kinds: [],
    nameEnds: [],
    numbers: [],
    modes: [],
    columns: Array.from({ length: COLUMNS }, () => []),
    exact: [],
    runs: [],
    errors: [],
    ascii: true,
  };
}

/** Puts the parts behind each other: those of eight bytes first, so that all are aligned. */
function pack(batch: Batch, text: Uint8Array): Uint8Array<ArrayBuffer> {
  const { kinds, nameEnds, numbers, modes, columns, exact, runs, errors, ascii } = batch;
  const errorText = errors.length === 0 ? new Uint8Array() : Buffer.from(JSON.stringify(errors));
  const header = [kinds.length, runs.length / 3, text.length, errorText.length, ascii ? 1 : 0, 1, exact.length / 4, 0];
  const parts = [
    Uint32Array.from(header),
    ...columns.map((column) => Float64Array.from(column)),
    BigUint64Array.from(exact),
    Uint32Array.from(nameEnds),
    Uint32Array.from(numbers),
    Uint32Array.from(modes),
    Uint32Array.from(runs),
    Uint8Array.from(kinds),
    text,
    errorText,
  ];
  const packed = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let offset = 0;
  for (const { buffer, byteOffset, byteLength } of parts) {
    packed.set(new Uint8Array(buffer, byteOffset, byteLength), offset);
    offset += byteLength;
  }
  return packed;
}

import type { Bytes } from "./bytes.js";

/** Numbers of bytes as one block of memory, and those that a double cannot hold beside it, by their places. */
export interface PackedBytes {
  readonly numbers: Float64Array;
  readonly exact: ReadonlyMap<number, bigint>;
}

/** Packs a column of byte counts. */
export function packBytes<T>(rows: readonly T[], value: (row: T) => Bytes): PackedBytes {
  const exact = new Map<number, bigint>();
  const numbers = Float64Array.from(rows, (row, index) => {
    const bytes = value(row);
    if (typeof bytes === "number") return bytes;
    exact.set(index, bytes);
    return 0;
  });
  return { numbers, exact };
}

/** The byte count in a place of a packed column. */
export function bytesAt({ numbers, exact }: PackedBytes, index: number): Bytes {
  return exact.size === 0 ? (numbers[index] ?? 0) : (exact.get(index) ?? numbers[index] ?? 0);
}

/** Names as one text, which crosses from thread to thread at once; bytes of those that are not UTF-8, by their places. */
export interface PackedNames {
  readonly text: string;
  readonly bytes: ReadonlyMap<number, Uint8Array>;
}

interface Named {
  readonly name?: string | undefined;
  readonly nameBytes?: Uint8Array | undefined;
}

/** A name of one thing, where it has one. */
export interface UnpackedName {
  readonly name: string;
  readonly nameBytes: Uint8Array | undefined;
}

/** NUL is in no name. */
const SEPARATOR = "\0";

/** Packs a column of names; what has none is the empty name. */
export function packNames(rows: readonly Named[]): PackedNames {
  const bytes = new Map<number, Uint8Array>();
  const names = rows.map(({ name = "", nameBytes }, index) => {
    if (nameBytes !== undefined) bytes.set(index, nameBytes);
    return name;
  });
  return { text: names.join(SEPARATOR), bytes };
}

/** The names of a packed column, in order. */
export function unpackNames({ text, bytes }: PackedNames): UnpackedName[] {
  return text.split(SEPARATOR).map((name, index) => ({ name, nameBytes: bytes.get(index) }));
}

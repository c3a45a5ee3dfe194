import type { Bytes } from "./bytes.js";

/** Numbers of bytes as one block of memory, and those that a double cannot hold beside it, by their places. */
export interface PackedBytes {
  readonly numbers: Float64Array;
  readonly exact: ReadonlyMap<number, bigint>;
}

/** A column for so many byte counts, all 0. */
export function bytesColumn(count: number): PackedBytes & { readonly exact: Map<number, bigint> } {
  return { numbers: new Float64Array(count), exact: new Map() };
}

/** Puts a byte count in its place in a column. */
export function putBytes(column: ReturnType<typeof bytesColumn>, index: number, bytes: Bytes): void {
  if (typeof bytes === "number") column.numbers[index] = bytes;
  else column.exact.set(index, bytes);
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

/** NUL is in no name. */
const SEPARATOR = "\0";

/** Packs a column of names; what has none is the empty name. */
export function packNames(rows: readonly Named[]): PackedNames {
  const bytes = new Map<number, Uint8Array>();
  const names: string[] = [];
  for (const { name = "", nameBytes } of rows) {
    if (nameBytes !== undefined) bytes.set(names.length, nameBytes);
    names.push(name);
  }
  return { text: names.join(SEPARATOR), bytes };
}

/** The names of a packed column as they read, in order. */
export function unpackNames({ text }: PackedNames): string[] {
  return text.split(SEPARATOR);
}

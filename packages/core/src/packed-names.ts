/** Names as one text, which crosses from thread to thread at once; bytes of those that are not UTF-8, by their places. */
export interface PackedNames {
  readonly text: string;
  readonly bytes: ReadonlyMap<number, Uint8Array>;
}

/** NUL is in no name. */
const SEPARATOR = "\0";

/** Packs a column of names; what has none is the empty name. */
export function packNames(names: readonly string[], bytes: ReadonlyMap<number, Uint8Array>): PackedNames {
  return { text: names.join(SEPARATOR), bytes };
}

/** The names of a packed column as they read, in order. */
export function unpackNames({ text }: PackedNames): string[] {
  return text.split(SEPARATOR);
}

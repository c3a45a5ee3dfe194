import type { Bytes, Capped, EntryType, ReportedError, Totals } from "@transect/core";
import type { SnapshotRules } from "./snapshot-rules.js";

/** The version of the file format that this package writes, and the highest that it reads. */
export const SNAPSHOT_VERSION = 1;

/** What is known of a snapshot without its rows. */
export interface SnapshotSummary {
  /** The root, as an absolute path. */
  readonly root: string;
  /** When the walk began, in milliseconds since 1970. */
  readonly takenAtMs: number;
  /** What the walk was told, as far as it can be written down. */
  readonly rules: SnapshotRules;
  /** The name of the hash that files have, such as `sha256`; missing where they have none. */
  readonly digest?: string;
  /** How many entries there are, of every type. */
  readonly entries: number;
  /** As a profile counts them: the bytes of a file with several names count once. */
  readonly totals: Totals;
  /** What could not be read, in the order in which it was met, up to {@link SNAPSHOT_ERRORS}. */
  readonly errors: Capped<ReportedError>;
}

/** How many errors a snapshot lists. It counts all of them. */
export const SNAPSHOT_ERRORS = 1000;

/**
 * The rows of a snapshot, column by column: one row for each entry, a directory before what it holds.
 *
 * Names are byte strings: one character of Latin-1 for each byte of the name, so that every name is exact and `<`
 * orders them by bytes.
 */
export interface SnapshotRows {
  readonly count: number;
  /** The row of the directory that holds an entry; the root, which is the first row, has itself. */
  readonly parents: Uint32Array;
  /** The last part of each path; empty for the root. */
  readonly names: readonly string[];
  /** Of each entry its type and {@link ROW_FLAGS}. */
  readonly kinds: Uint8Array;
  /** Apparent sizes. What a double cannot hold is in `exactSizes`. */
  readonly sizes: Float64Array;
  readonly exactSizes: ReadonlyMap<number, bigint>;
  /** Allocated blocks of 512 bytes. */
  readonly blocks: Float64Array;
  /** Times of last modification in microseconds since 1970, rounded. */
  readonly times: Float64Array;
  /** Inodes; 0 where none is known exactly. */
  readonly inodes: Float64Array;
  readonly devices: Float64Array;
  /** Numbers of hard links. */
  readonly links: Uint32Array;
  /** Hashes of contents by their rows, as byte strings. */
  readonly digests: ReadonlyMap<number, string>;
  /** Directories of which something could not be read. */
  readonly unread: ReadonlySet<number>;
}

/** A tree as it was: what `stat(2)` said of each entry. */
export interface Snapshot {
  readonly summary: SnapshotSummary;
  readonly rows: SnapshotRows;
}

/** What {@link SnapshotRows.kinds} holds beside the type, which is in the two lowest bits. */
export const ROW_FLAGS = {
  /** The entry was not selected: it is there as the parent of others. */
  notGiven: 0x80,
  /** The entry has a hash. */
  hashed: 0x40,
} as const;

/** The types in the order of their numbers. */
const ROW_TYPES: readonly EntryType[] = ["file", "directory", "symlink", "other"];

/** The number of a type in {@link SnapshotRows.kinds}. */
export function numberOfType(type: EntryType): number {
  return ROW_TYPES.indexOf(type);
}

/** The type of a row. */
export function typeOfRow(rows: SnapshotRows, row: number): EntryType {
  return ROW_TYPES[(rows.kinds[row] ?? 0) & 3] ?? "other";
}

/** The apparent size of a row, exactly. */
export function sizeOfRow(rows: SnapshotRows, row: number): Bytes {
  return rows.exactSizes.get(row) ?? rows.sizes[row] ?? 0;
}

/** The path of a row from the root as a byte string, separated by `/`; `.` for the root. */
export function pathOfRow(rows: SnapshotRows, row: number): string {
  if (row === 0) return ".";
  const names: string[] = [];
  for (let at = row; at !== 0; at = rows.parents[at] ?? 0) names.push(rows.names[at] ?? "");
  return names.reverse().join("/");
}

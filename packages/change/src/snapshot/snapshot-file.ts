import type { StoredBlock } from "./block-columns.js";
import type { SnapshotSummary } from "./snapshot.js";

/** What a file ends with, as JSON. `format.md` describes the whole file. */
export interface SnapshotFooter {
  readonly format: "transect-snapshot";
  readonly version: number;
  readonly summary: SnapshotSummary;
  /** The rows of directories of which something could not be read. */
  readonly unread: readonly number[];
  readonly blocks: readonly StoredBlock[];
}

/**
 * What a file begins with, before its version: a byte that is no ASCII, a name, and both kinds of line ends, so that
 * a file that went through a text converter is told at once, as PNG does it.
 */
export const MAGIC: Uint8Array = Uint8Array.from([0x89, 0x54, 0x53, 0x4e, 0x0d, 0x0a, 0x1a, 0x0a]);

/** The head: the magic bytes, the version and four bytes that are 0. */
export const HEAD_BYTES = 16;

/** The tail: the footer's length, its CRC-32, and the magic bytes again. */
export const TAIL_BYTES = 16;

/** What the files are called, behind the snapshot's name. */
export const SNAPSHOT_SUFFIX = ".transect-snapshot";

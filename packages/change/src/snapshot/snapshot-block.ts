import type { SnapshotRows } from "./snapshot.js";

/** The rows that are written, and kept in memory, as one block. */
export const BLOCK_ROWS = 65_536;

/** The columns of some rows that follow each other; rows are numbered within the block, but for those of parents. */
export interface SnapshotBlock extends Omit<SnapshotRows, "names" | "digests" | "unread"> {
  /** The bytes of all names, each but the last followed by NUL. */
  readonly names: Uint8Array;
  readonly digests: ReadonlyMap<number, Uint8Array>;
}

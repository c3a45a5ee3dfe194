/** The rows that are written, and kept in memory, as one block. */
export const BLOCK_ROWS = 65_536;

/** The columns of some rows that follow each other; see `SnapshotRows`. */
export interface SnapshotBlock {
  readonly count: number;
  readonly parents: Uint32Array;
  /** The bytes of all names, each but the last followed by NUL. */
  readonly names: Uint8Array;
  readonly kinds: Uint8Array;
  readonly sizes: Float64Array;
  /** By rows of this block. */
  readonly exactSizes: ReadonlyMap<number, bigint>;
  readonly blocks: Float64Array;
  readonly times: Float64Array;
  readonly inodes: Float64Array;
  readonly devices: Float64Array;
  readonly links: Uint32Array;
  /** By rows of this block. */
  readonly digests: ReadonlyMap<number, Uint8Array>;
}

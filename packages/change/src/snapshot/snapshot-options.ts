import type { Entry } from "@transect/core";
import type { WalkOptions } from "@transect/walker-parallel";

/** A hash of contents. */
export interface SnapshotDigest {
  /** The hash's name, such as `sha256`. Hashes of two snapshots are compared only where the names are equal. */
  readonly name: string;
  /**
   * The hash of a regular file's content. Called for eight files at a time. What it rejects with, for a file that cannot
   * be read, is among the snapshot's errors; but for the code `ENOENT`, since a file that vanished is none.
   */
  readonly digestOf: (file: Entry) => Promise<Uint8Array>;
}

/** What a snapshot is to hold. */
export interface SnapshotOptions extends Omit<WalkOptions, "stat"> {
  /** Hashes every file, so that what moved is found by content too. Default: no hashes, which reads no file. */
  readonly digest?: SnapshotDigest | undefined;
  /** The clock. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
}

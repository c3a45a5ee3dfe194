import type { Entry } from "@transect/core";
import type { WalkOptions } from "@transect/walker-parallel";

/** A hash of contents. */
export interface SnapshotDigest {
  /** The hash's name, such as `sha256`. Hashes of two snapshots are compared only where the names are equal. */
  readonly name: string;
  /** The hash of a regular file's content; `undefined` where it cannot be read. Called for eight files at a time. */
  readonly digestOf: (file: Entry) => Promise<Uint8Array | undefined>;
}

/** What a snapshot is to hold. */
export interface SnapshotOptions extends Omit<WalkOptions, "stat"> {
  /** Hashes every file, so that what moved is found by content too. Default: no hashes, which reads no file. */
  readonly digest?: SnapshotDigest | undefined;
  /** The clock. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
}

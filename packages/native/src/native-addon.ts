/**
 * The number of the interface that {@link NativeAddon} describes. It grows whenever a call changes its meaning, here
 * and in the crate together; an addon that says another number is not used.
 */
export const INTERFACE_VERSION = 4;

/**
 * The calls of the native core, as the crate in `binding` exports them.
 *
 * A request is JSON. `control` is shared with the threads at work and is read and written while they run. Nothing here
 * checks options: that is done before a request is made.
 */
export interface NativeAddon {
  /** The number to compare with {@link INTERFACE_VERSION}. */
  interfaceVersion(): number;
  /**
   * Walks and counts; resolves to the profile as JSON. Rejects only where the request itself is bad.
   *
   * @param answer asked for what bears on roots and repositories, where the request has git's ignore rules
   */
  profile(request: string, control: BigInt64Array, answer?: NativeAnswer | null): Promise<string>;
  /**
   * Begins a walk that is read batch by batch.
   *
   * @param pathEnd makes batches hold paths alone, with this byte after each
   * @param answer as with `profile`
   */
  walk(
    request: string,
    control: BigInt64Array,
    pathEnd?: number | null,
    answer?: NativeAnswer | null,
  ): NativeWalkHandle;
  /**
   * Digests files on threads of its own. Missing on Windows, and in addons that were built before there was such a call.
   * Rejects only where the request itself is bad.
   */
  readonly digestFiles?: (request: NativeDigestRequest) => Promise<NativeDigests>;
  /** Tells which files are equal, on threads of its own. Missing, and rejecting, as `digestFiles` is. */
  readonly compareFiles?: (request: NativeCompareRequest) => Promise<NativeComparisons>;
}

/** Files to digest: each for itself, or all of them in one. */
export interface NativeDigestRequest {
  /** The paths as the system takes them, no longer than it takes them, each with a NUL behind it. */
  readonly paths: Uint8Array;
  /**
   * What each file must be: its size, its time of modification in milliseconds, its device and its inode, as `fs.Stats`
   * has them; empty where anything will do.
   */
  readonly expected: Float64Array;
  readonly algorithm: "sha256" | "blake3";
  /** Whether a path may lead through a symbolic link at its end. */
  readonly follow: boolean;
  /** Where to begin in each file, in bytes. Default 0. */
  readonly from?: number | undefined;
  /** Where to end in each file, in bytes. Default: its end. */
  readonly to?: number | undefined;
  /** For one digest over all: what goes before each file, with a NUL behind it. A NUL goes behind each file too. */
  readonly frames?: Uint8Array | undefined;
  /** How many threads may digest files. Default 1, and no more with `frames`. */
  readonly threads?: number | undefined;
  /** Shared while it runs: the order to stop (not 0), and counts of bytes read and of files done with. */
  readonly words: BigInt64Array;
}

/** Sets of files to compare, the files of each with each other. Fields are those of a {@link NativeDigestRequest}. */
export interface NativeCompareRequest extends Pick<NativeDigestRequest, "paths" | "expected" | "follow" | "words"> {
  /** Three numbers for each set: how many of the files it has, from the first on; where to begin, and where to end. */
  readonly sets: Float64Array;
  /** How many threads may compare. */
  readonly threads: number;
}

/** What came of a {@link NativeCompareRequest}. */
export interface NativeComparisons {
  /**
   * For each file the place in its set of the first file that it equals, its own where it equals none before it; 2^32 - 1
   * where the call was told to stop before that was known.
   */
  readonly same: Uint32Array;
  /** As in {@link NativeDigests}. */
  readonly faults: Int32Array;
}

/** What came of a {@link NativeDigestRequest}. */
export interface NativeDigests {
  /** 32 bytes for each file, zeros for one with a fault; with `frames` 32 bytes in all. */
  readonly digests: Uint8Array;
  /** How many bytes of each file were digested. */
  readonly bytes: Float64Array;
  /** How many of the files were dealt with, from the first on. */
  readonly done: number;
  /**
   * Three numbers for each file that could not be read: its place; 0 for `open`, 1 for `fstat`, 2 for `read`; the
   * system's number of the error, or one below 0 as `Reason` in the crate says it.
   */
  readonly faults: Int32Array;
}

/**
 * Answers a question that comes up in a walk, both as JSON: see `AskByText` in the crate. It must not throw; `null` ends
 * the walk.
 */
export type NativeAnswer = (question: string) => string | null;

/** A walk that is under way. */
export interface NativeWalkHandle {
  /**
   * The next batch, or `null` at the end. Ask again only once the last answer is there. Of a walk that was closed:
   * `null`, once its threads have let go of everything.
   */
  next(): Promise<Uint8Array | null>;
  /** The batches that are there already, without waiting for any. */
  takeReady(): Uint8Array[];
  /** Stops the threads and lets go of what they hold. May be called at any time, and again. */
  close(): void;
}

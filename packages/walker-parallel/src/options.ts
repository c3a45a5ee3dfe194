import type { Bytes, Entry, EntryType, ProfileOptions as KeepOptions, Source } from "@transect/core";
import type { IgnoreSource } from "./ignore-tracker.js";
import type { PathOptions } from "./path-filter.js";

/** The names a backend can be asked for by. `auto` takes the fastest that is there. */
export type BackendName = "auto" | "native" | "threads" | "sequential";

/** How far a walk has got, as {@link WalkOptions.onProgress} is told. */
export interface Progress {
  /** Entries met so far, of every type. */
  readonly entries: number;
  readonly files: number;
  readonly directories: number;
  /** Apparent bytes of the files met so far; 0 where sizes are not read. Each name counts. */
  readonly apparentBytes: Bytes;
  readonly errors: number;
  /** The directory being listed: the root as given and the path below it. */
  readonly directory: string;
  readonly elapsedMs: number;
}

/**
 * What to walk over and what to give.
 *
 * An entry is given when its path, type, size, time, extension and `filter` all agree. Whether a directory is opened is
 * another question: that is up to `maxDepth`, `hidden`, `oneFileSystem`, `descend` and to the patterns.
 */
export interface WalkOptions extends PathOptions {
  /** Where entries come from. Default: the local disk. */
  readonly source?: Source | undefined;
  /** `auto` or a backend's name. Default: the environment's `TRANSECT_BACKEND`, or `auto`. */
  readonly backend?: BackendName | undefined;
  /**
   * The most workers there may be, from 1 to 1024. Fewer run where there is not enough to do. Default: as many as the
   * machine runs at once; and with the backend `native`, on Linux, up to 32 while those at work mostly wait for a disk or
   * a network. The backend `sequential` is always alone.
   */
  readonly jobs?: number | undefined;
  /** The largest depth of an entry, as `find -maxdepth`: 0 gives the roots alone. Default `Infinity`. */
  readonly maxDepth?: number | undefined;
  /** Whether names that begin with a dot take part. Where not, nothing below them is read. Roots always do. Default true. */
  readonly hidden?: boolean | undefined;
  /**
   * Whether symbolic links are looked through. A linked directory is walked after all that is there without links,
   * in the order of the roots' names and the links' paths, and each real directory only once; a link to a directory
   * that holds it is an error with the code `ELOOP`. Default false.
   */
  readonly follow?: boolean | undefined;
  /** Whether to stay on the root's device. A mount point is given, and not opened, as `find -xdev`. Default false. */
  readonly oneFileSystem?: boolean | undefined;
  /** The types to give. Default: all. */
  readonly types?: readonly EntryType[] | undefined;
  /** The smallest apparent size to give, in bytes. Gives regular files only. */
  readonly minSize?: Bytes | undefined;
  /** The largest apparent size to give, in bytes. Gives regular files only. */
  readonly maxSize?: Bytes | undefined;
  /** Give what was modified at this time or later: a date, or milliseconds since 1970. */
  readonly modifiedAfter?: Date | number | undefined;
  /** Give what was modified before this time: a date, or milliseconds since 1970. */
  readonly modifiedBefore?: Date | number | undefined;
  /** The extensions to give, with or without their dot, in any case; an empty one is for names without. Gives regular files only. */
  readonly extensions?: readonly string[] | undefined;
  /** Has the last word on what is given. Asked only of entries that agree with all else. */
  readonly filter?: ((entry: Entry) => boolean) | undefined;
  /** Has the last word on which directories are opened. Asked only of those that would be. */
  readonly descend?: ((directory: Entry) => boolean) | undefined;
  /**
   * Whether each entry carries its `stat`. Reading them takes most of a walk's time. Default: false for a walk,
   * unless another option needs them; a profile reads them unless its `sizes` is false.
   */
  readonly stat?: boolean | undefined;
  /** Stops the walk within 50 ms. What was found until then is kept, and marked. */
  readonly signal?: AbortSignal | undefined;
  /** Stops the walk after so many milliseconds. What was found until then is kept, and marked. Default `Infinity`. */
  readonly maxDuration?: number | undefined;
  /** Told now and then how far the walk has got. Nothing is counted beforehand, so no share is known. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** The milliseconds between two calls of `onProgress`. Default 100. */
  readonly progressInterval?: number | undefined;
}

/** What to walk over, what to count of it and what to keep. A `filter` may look at `stat`, unless `sizes` is false. */
export interface ProfileOptions extends Omit<WalkOptions, "stat">, KeepOptions {
  /**
   * Rules to ask, not to follow: all is walked and counted, and the report says beside it what these rules would leave
   * out. Takes what `ignore` takes. Default: none.
   */
  readonly wouldIgnore?: IgnoreSource | undefined;
  /** Whether the report's `run` says what each worker did, where the backend has several. Default false. */
  readonly trace?: boolean | undefined;
}

/** {@link WalkOptions} that have a default. */
export interface WalkDefaults {
  readonly backend: BackendName;
  readonly maxDepth: number;
  readonly hidden: boolean;
  readonly follow: boolean;
  readonly oneFileSystem: boolean;
  readonly stat: boolean;
  readonly maxDuration: number;
  readonly progressInterval: number;
}

/** The defaults of {@link WalkOptions}. */
export const WALK_DEFAULTS: WalkDefaults = {
  backend: "auto",
  maxDepth: Number.POSITIVE_INFINITY,
  hidden: true,
  follow: false,
  oneFileSystem: false,
  stat: false,
  maxDuration: Number.POSITIVE_INFINITY,
  progressInterval: 100,
};

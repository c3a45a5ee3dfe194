import type { Bytes, EntryType } from "@transect/core";
import type { LocalPath } from "./local-path.js";

/**
 * What became of a copy:
 *
 * - `planned`: nothing was to be done, as `dryRun` asked.
 * - `refused`: there are conflicts, and nothing was written.
 * - `complete`: all that the patterns name is at the destination.
 * - `partial`: some is not there; `errors` says why. All else is.
 * - `stopped`: the destination takes no more (it is full or read-only), so the rest was not tried.
 * - `cancelled`: the signal said so.
 */
export type CopyState = "planned" | "refused" | "complete" | "partial" | "stopped" | "cancelled";

/** A file and where it goes. */
export interface CopyPair {
  readonly source: LocalPath;
  readonly destination: LocalPath;
  readonly bytes: Bytes;
  /** `none`: what is there already has the same content, or the same size and time, so nothing has to be done. */
  readonly action: "copy" | "replace" | "none";
}

/** What stands against copying. Nothing is copied while there is any. */
export interface CopyConflict {
  /**
   * - `two sources`: two would go to one place.
   * - `exists`: a file is there that differs; `overwrite` lets it be replaced.
   * - `other type`: there is a folder, a link or something else where a file or a folder should go.
   * - `inside`: the destination lies inside of what is copied; `inside` lets it.
   * - `itself`: what would be copied is already that place.
   */
  readonly kind: "two sources" | "exists" | "other type" | "inside" | "itself";
  /** All that would go there. */
  readonly sources: readonly LocalPath[];
  readonly destination: LocalPath;
  /** One line for people, without these paths; it may name another one. */
  readonly message: string;
}

/** Something that failed. The rest goes on, unless the state is `stopped`. */
export interface CopyError {
  /** What could not be read, or what could not be copied. */
  readonly source: LocalPath;
  /** Where it would have gone, as far as that was known. */
  readonly destination: LocalPath | undefined;
  /** What was being done, as the system calls it; `copy` where the source changed meanwhile. */
  readonly operation: string;
  /** The system's name of the error, such as `ENOSPC`; `ECHANGED` for a file that changed while it was copied. */
  readonly code: string;
  /** One line for people. */
  readonly message: string;
}

/** Something that has the name of a file that the pattern names, and is none: it is not copied. */
export interface LeftOutEntry {
  readonly source: LocalPath;
  readonly type: EntryType;
}

/** Files and their bytes. */
export interface CopyCount {
  readonly files: number;
  readonly bytes: Bytes;
}

/** What was planned and what came of it. */
export interface CopyReport {
  readonly state: CopyState;
  /** How many directories matched, each once however many patterns it matches. */
  readonly structures: number;
  /** How many directories the copies consist of. */
  readonly directories: number;
  /** Every file, in the order of the destinations. */
  readonly pairs: readonly CopyPair[];
  readonly total: CopyCount;
  readonly copied: CopyCount;
  /** What was there already. */
  readonly same: CopyCount;
  /** What was not copied, for whatever reason. */
  readonly missing: CopyCount;
  readonly conflicts: readonly CopyConflict[];
  readonly errors: readonly CopyError[];
  readonly leftOut: readonly LeftOutEntry[];
  /** Temporary files that copies left which were killed: taken away, or to be taken away where nothing was written. */
  readonly leftovers: number;
  readonly elapsedMs: number;
}

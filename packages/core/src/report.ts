import type { Bytes } from "./bytes.js";
import type { EntryType } from "./entry.js";

/** The version of the report's format. It grows when a field changes its meaning or goes away. */
export const REPORT_VERSION = 1;

/** How many entries there are and how large they are. */
export interface Totals {
  /** Regular files, by name: a file with two hard links in the tree counts twice here, its bytes once. */
  readonly files: number;
  /** Directories, the root included. */
  readonly directories: number;
  readonly symlinks: number;
  /** FIFOs, sockets, devices. */
  readonly others: number;
  /** The sum of `st_size` of regular files. */
  readonly apparentBytes: Bytes;
  /** The sum of `st_blocks × 512` of every entry: what `du -s -B1` prints. */
  readonly allocatedBytes: Bytes;
}

/** A list that was cut to a limit, with what the limit left out. */
export interface Capped<T> {
  /** How many there are in all. */
  readonly count: number;
  /** How many of them `list` leaves out. */
  readonly leftOut: number;
  readonly list: readonly T[];
}

/** A place in one of the roots. */
export interface Place {
  /** The root as it was given. */
  readonly root: string;
  /** The path from the root, separated by `/`; `.` is the root itself. */
  readonly path: string;
  /** The exact bytes of `path` in base64 (RFC 4648 section 4), only where it is not valid UTF-8. */
  readonly pathBase64?: string;
}

/** How far the profile got. The later states win over the earlier ones. */
export type CompletenessState = "complete" | "partial" | "timedOut" | "cancelled";

/** Something that could not be read. */
export interface ReportedError extends Place {
  readonly operation: string;
  readonly code: string;
  readonly message: string;
}

/** Whether all was seen, and what was not. */
export interface Completeness {
  readonly state: CompletenessState;
  /** In the order of root and path. */
  readonly errors: Capped<ReportedError>;
}

/** One of the roots, in the order they were given. */
export interface RootReport {
  /** The root as it was given. */
  readonly root: string;
  /** What the root is; `missing` where it could not be looked at. */
  readonly type: EntryType | "missing";
  /** Hard links shared between roots count in one of them, so that the roots add up to the grand totals. */
  readonly totals: Totals;
  /** The other root that this one is or lies in. Such a root has totals of its own and is left out of everything else. */
  readonly inside?: string;
}

/** Files with one extension. */
export interface ExtensionReport {
  /** The last suffix of the name, lower-cased, with its dot; empty where the name has none. */
  readonly extension: string;
  readonly files: number;
  readonly apparentBytes: Bytes;
  readonly allocatedBytes: Bytes;
}

/** What lies at one depth: the root is at 0. */
export interface DepthReport {
  readonly depth: number;
  readonly directories: number;
  readonly files: number;
  readonly symlinks: number;
  readonly others: number;
}

/** Files whose size lies in one range. */
export interface SizeClass {
  /** The smallest size in the class, in bytes. */
  readonly from: Bytes;
  /** The largest size in the class, in bytes. */
  readonly to: Bytes;
  readonly files: number;
  readonly apparentBytes: Bytes;
}

/**
 * Sizes of regular files at given ranks: the smallest size that at least that share of the files does not exceed.
 * Exact below 256 bytes and at both ends; between, at most 1/128 too large.
 */
export interface SizePercentiles {
  readonly min: Bytes;
  readonly p10: Bytes;
  readonly p25: Bytes;
  readonly p50: Bytes;
  readonly p75: Bytes;
  readonly p90: Bytes;
  readonly p95: Bytes;
  readonly p99: Bytes;
  readonly max: Bytes;
}

/** How sizes are spread over regular files. */
export interface SizesReport {
  /** Classes that hold a file, from small to large: size 0, then one class for each power of two. */
  readonly classes: readonly SizeClass[];
  /** `null` where there is no file. */
  readonly percentiles: SizePercentiles | null;
}

/** A regular file, where it is, and what it takes. */
export interface FileReport extends Place {
  readonly apparentBytes: Bytes;
  readonly allocatedBytes: Bytes;
  /** Time of last modification in whole milliseconds since 1970, rounded down. */
  readonly mtimeMs: number;
}

/** Files that were last modified in one calendar month, in UTC. */
export interface MonthReport {
  /** `YYYY-MM`. Times before 1900 count in `1900-01`, times from 2200 on in `2199-12`. */
  readonly month: string;
  readonly files: number;
  readonly apparentBytes: Bytes;
}

/** How times of last modification are spread over regular files. */
export interface AgesReport {
  /** `null` where there is no file. Of files with the same time, the one with the smallest path. */
  readonly newest: FileReport | null;
  readonly oldest: FileReport | null;
  /** Months that hold a file, from old to new. */
  readonly months: readonly MonthReport[];
}

/** A directory with the totals of all below it, itself included. */
export interface DirectoryReport extends Place {
  readonly depth: number;
  readonly totals: Totals;
}

/** A directory with the number of files directly in it. */
export interface DirectFilesReport extends Place {
  readonly files: number;
}

/** Directories with one name. */
export interface DirectoryNameReport {
  readonly name: string;
  readonly directories: number;
}

/** Files that have several names. */
export interface HardLinksReport {
  /** Distinct objects with more than one name in the tree. */
  readonly objects: number;
  /** Their names in the tree. */
  readonly names: number;
  /** What counting each name would add. Zero where each name was counted. */
  readonly savedApparentBytes: Bytes;
  readonly savedAllocatedBytes: Bytes;
}

/** What was asked, as far as it changes the numbers. */
export interface ReportOptions {
  readonly [option: string]: string | number | boolean | null | readonly (string | number)[];
}

/** How the report came about. The only part that differs between two runs over the same tree. */
export interface RunReport {
  /** The backend that ran. */
  readonly backend: string;
  /** Why it was that one. */
  readonly reason: string;
  readonly workers: number;
  /** When the walk began, in milliseconds since 1970. */
  readonly startedAtMs: number;
  readonly elapsedMs: number;
  readonly entriesPerSecond: number;
  /** What each worker did, where that was asked for and is known. */
  readonly trace?: readonly WorkerTrace[];
}

/** What one worker of a walk did. */
export interface WorkerTrace {
  readonly worker: number;
  /** Times it took work that others had given away. */
  readonly steals: number;
  /** Times it gave work away. */
  readonly shares: number;
  /** How long it waited for work, in milliseconds. */
  readonly idleMs: number;
  /** Directories that it opened. */
  readonly directories: number;
  /** Entries that it met. */
  readonly entries: number;
}

/**
 * What a profile says of one tree or several: plain data, in a canonical order, with the same content on every run
 * except for {@link Report.run}.
 *
 * Lists are ordered by what they rank (largest first), then by root and path in byte order.
 */
export interface Report {
  readonly format: "transect-report";
  readonly version: typeof REPORT_VERSION;
  readonly options: ReportOptions;
  readonly completeness: Completeness;
  readonly roots: readonly RootReport[];
  /** All roots together. */
  readonly totals: Totals;
  /** `totals.files` by `totals.directories`; 0 where there is no directory. */
  readonly meanFilesPerDirectory: number;
  /** The deepest directory: of several, the one with the smallest path. `null` where there is none. */
  readonly deepestDirectory: (Place & { readonly depth: number }) | null;
  readonly hardLinks: HardLinksReport;
  /** What ignore rules would leave out of the totals. `null` where nobody asked. */
  readonly ignored: Totals | null;
  /** By files, most first. */
  readonly extensions: Capped<ExtensionReport>;
  /** By depth, without gaps, from 0 to the deepest entry. */
  readonly depths: readonly DepthReport[];
  readonly sizes: SizesReport;
  readonly ages: AgesReport;
  /** Directories whose listing yields nothing at all, in the order of root and path. */
  readonly emptyDirectories: Capped<Place>;
  /** Directories that were listed, with all below them, and hold no counted file; empty ones included. */
  readonly directoriesWithoutFiles: number;
  /** By apparent size. */
  readonly largestFiles: Capped<FileReport>;
  /** By allocated bytes of the subtree, roots left out. */
  readonly largestDirectories: Capped<DirectoryReport>;
  /** By files directly in them. Directories without any are left out. */
  readonly busiestDirectories: Capped<DirectFilesReport>;
  /** By number of directories, roots left out. */
  readonly directoryNames: Capped<DirectoryNameReport>;
  /** Subtree totals in pre-order, down to the depth and the share that were asked for. */
  readonly tree: Capped<DirectoryReport>;
  readonly run: RunReport;
}

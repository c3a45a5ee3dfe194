import type { Bytes } from "./bytes.js";
import type { EntryType } from "./entry.js";
import type { Capped, ReportedError, Totals } from "./report.js";

/** The version of {@link ChangeReport}. It grows when a field changes its meaning or goes away. */
export const CHANGE_REPORT_VERSION = 1;

/**
 * What became of an entry:
 *
 * - `added`, `removed`: its path is in one of the two trees alone;
 * - `moved`: the same thing is there under another path;
 * - `grown`, `shrunk`: its size is another one;
 * - `modified`: its size is the same, its time of modification is not, or its content where both sides know it;
 * - `retyped`: its path is that of something else, such as a directory that was a file.
 *
 * Of a directory neither size nor time is compared: they say only that something in it came or went.
 */
export type ChangeKind = "added" | "removed" | "moved" | "grown" | "shrunk" | "modified" | "retyped";

/** The kinds of changes, in the order in which they are told. */
export const CHANGE_KINDS: readonly ChangeKind[] = [
  "added",
  "removed",
  "moved",
  "grown",
  "shrunk",
  "modified",
  "retyped",
];

/** What an entry was on one side. */
export interface ChangeState {
  readonly type: EntryType;
  /** `st_size`. */
  readonly size: Bytes;
  readonly allocatedBytes: Bytes;
  /** Time of last modification in milliseconds since 1970, to the microsecond. */
  readonly mtimeMs: number;
}

/** How many files there are below a directory, and their apparent bytes; a file with several names counts once. */
export interface ChangeWeight {
  readonly files: number;
  readonly apparentBytes: Bytes;
}

/** One entry that changed. */
export interface Change {
  readonly kind: ChangeKind;
  /** The path from the root; of what was removed, the path it had. */
  readonly path: string;
  /** The exact bytes of the path, in base64, only where it is not valid UTF-8. */
  readonly pathBase64?: string;
  /** The path that something `moved` had. */
  readonly from?: string;
  readonly fromBase64?: string;
  /** Missing for what was added. */
  readonly before?: ChangeState;
  /** Missing for what was removed. */
  readonly after?: ChangeState;
  /** What lies below a directory that was added, removed or moved. */
  readonly holds?: ChangeWeight;
  /** That this happened along with the directory that holds it, which is listed as well. */
  readonly carried?: true;
}

/** How many entries a kind of change befell, and by how many bytes files became larger or smaller by it. */
export interface ChangeCount {
  readonly entries: number;
  readonly files: number;
  /** The difference in apparent bytes, each name counted: negative where files became smaller. */
  readonly bytes: Bytes;
}

/** A directory, or an extension, before and after. */
export interface ChangeTotals {
  readonly filesBefore: number;
  readonly filesAfter: number;
  /** Apparent bytes; a file with several names counts once, for the smallest of its paths. */
  readonly bytesBefore: Bytes;
  readonly bytesAfter: Bytes;
}

/** A directory with all below it. */
export interface FolderChange extends ChangeTotals {
  readonly path: string;
  readonly pathBase64?: string;
}

/** All files with one extension. */
export interface ExtensionChange extends ChangeTotals {
  /** The last suffix of the name, lower-cased, with its dot; empty where the name has none. */
  readonly extension: string;
}

/** One of the two trees. */
export interface ChangeSide {
  /** What it goes by: the name of a snapshot, or a root. */
  readonly name: string;
  readonly root: string;
  /** When it was walked, in milliseconds since 1970. */
  readonly takenAtMs: number;
  /** Whether all of it could be read. */
  readonly complete: boolean;
  /** What could not be read: its count is exact, the list has the first that were met. */
  readonly errors: Capped<ReportedError>;
  readonly totals: Totals;
}

/** What changed between two trees: plain data, in a canonical order. */
export interface ChangeReport {
  readonly format: "transect-changes";
  readonly version: number;
  readonly before: ChangeSide;
  readonly after: ChangeSide;
  /** Entries that changed, by kind. */
  readonly counts: Readonly<Record<ChangeKind, ChangeCount>>;
  /** Entries that are the same on both sides. */
  readonly unchanged: number;
  /** Entries that one side lacks where it could not read all of a directory: whether they came or went nobody knows. */
  readonly unknown: number;
  /** Those that changed most bytes first, then by path in byte order. */
  readonly changes: Capped<Change>;
  /** Directories in which files or bytes differ, the root included; the largest difference first, then by path. */
  readonly folders: Capped<FolderChange>;
  /** Extensions whose files or bytes differ; the largest difference first, then by name. */
  readonly extensions: Capped<ExtensionChange>;
}

/** Whether plain data, such as what `parseExact` gives, is a {@link ChangeReport} of this version. It does not check every field. */
export function isChangeReport(value: unknown): value is ChangeReport {
  if (typeof value !== "object" || value === null) return false;
  const { format, version } = value as { format?: unknown; version?: unknown };
  return format === "transect-changes" && version === CHANGE_REPORT_VERSION;
}

/** Profiles folders: {@link ProfileParams} to {@link ProfileResult}, with partial results of {@link ProfilePartial}. */
export const PROFILE_REQUEST = "transect/profile";
/** What lies directly in a folder of a report, largest first: {@link ChildrenParams} to {@link ChildrenResult}. */
export const CHILDREN_REQUEST = "transect/children";
/** Writes a report as text: {@link RenderParams} to {@link RenderResult}. */
export const RENDER_REQUEST = "transect/render";
/** Keeps a report in a file: {@link SnapshotParams} to {@link SnapshotResult}. */
export const SNAPSHOT_REQUEST = "transect/snapshot";
/** What changed between a snapshot and a report: {@link CompareParams} to {@link RenderResult}. */
export const COMPARE_REQUEST = "transect/compare";

/**
 * What to count, as the options of `profile` of `@transect/walker-parallel` are called, as far as JSON can say them.
 * `null` stands for `Infinity`. An option that is not named here is an error, and so is a bad value.
 */
export interface ProfileSettings {
  readonly maxDepth?: number | null;
  readonly hidden?: boolean;
  readonly follow?: boolean;
  readonly oneFileSystem?: boolean;
  readonly ignore?: "git" | readonly string[];
  readonly wouldIgnore?: "git" | readonly string[];
  readonly match?: readonly string[];
  readonly exclude?: readonly string[];
  readonly hardLinks?: "once" | "each";
  readonly sizes?: boolean;
  readonly top?: number | null;
  readonly listLimit?: number | null;
  readonly treeDepth?: number | null;
  readonly backend?: "auto" | "native" | "threads" | "sequential";
  readonly jobs?: number;
  readonly maxDuration?: number | null;
}

/** What {@link PROFILE_REQUEST} takes. Cancelling it gives what was found until then, marked `cancelled`. */
export interface ProfileParams {
  /** URIs of folders or files, of the scheme `file`. */
  readonly roots: readonly string[];
  readonly settings?: ProfileSettings;
  /** As in the language server protocol: where work-done progress goes. It is cancellable. */
  readonly workDoneToken?: string | number;
  /** As in the language server protocol: where partial results go. */
  readonly partialResultToken?: string | number;
}

/** How far a profile has got: a partial result. Each replaces the one before. */
export interface ProfilePartial {
  readonly entries: number;
  readonly files: number;
  readonly directories: number;
  /** In decimal digits: a sum may be larger than a JSON reader keeps exact. */
  readonly apparentBytes: string;
  readonly errors: number;
  /** The directory that is being listed. */
  readonly directory: string;
  readonly elapsedMs: number;
}

/** What {@link PROFILE_REQUEST} gives. */
export interface ProfileResult {
  /** Names the report in later requests. The server remembers the last few. */
  readonly id: number;
  /** What stands at the head of the report. */
  readonly summary: ReportSummary;
  /** The report as `serializeReport` of `@transect/core` writes it; `parseReport` reads it with every sum exact. */
  readonly report: string;
}

/** What stands at the head of a report. */
export interface ReportSummary {
  readonly state: "complete" | "partial" | "timedOut" | "cancelled";
  /** How many places could not be read. */
  readonly errors: number;
  readonly totals: SummaryTotals;
  /** What ignore rules would leave out; `null` where nobody asked. */
  readonly ignored: SummaryTotals | null;
  readonly roots: readonly { readonly root: string; readonly type: string; readonly totals: SummaryTotals }[];
  /** The backend that ran. */
  readonly backend: string;
  readonly elapsedMs: number;
}

/** How much there is. */
export interface SummaryTotals {
  readonly files: number;
  readonly directories: number;
  /** In decimal digits. */
  readonly apparentBytes: string;
  /** In decimal digits. */
  readonly allocatedBytes: string;
}

/** What {@link CHILDREN_REQUEST} takes. */
export interface ChildrenParams {
  readonly id: number;
  /** The root as the report names it. */
  readonly root: string;
  /** The folder, from the root; `.` is the root itself. */
  readonly path: string;
}

/** A file or a folder of a report, as {@link CHILDREN_REQUEST} lists it. */
export interface Child {
  readonly name: string;
  /** From the root. */
  readonly path: string;
  readonly type: "file" | "directory" | "symlink" | "other";
  /** In decimal digits. Of a folder: with all it holds. */
  readonly apparentBytes: string;
  /** In decimal digits. Of a folder: with all it holds. */
  readonly allocatedBytes: string;
  /** How many files and folders a folder holds, at any depth; without itself. Of anything else 0. */
  readonly files: number;
  readonly directories: number;
}

/** What {@link CHILDREN_REQUEST} gives: folders as the report counted them, files as they are now. */
export interface ChildrenResult {
  /** Largest first by apparent size, then by name. */
  readonly children: readonly Child[];
  /** What could not be read, in words. */
  readonly errors: readonly string[];
}

/** The forms that a report can take. */
export type RenderFormat = "html" | "json" | "ndjson" | "markdown" | "csv" | "text";

/** What {@link RENDER_REQUEST} takes. */
export interface RenderParams {
  readonly id: number;
  readonly format: RenderFormat;
  /** Which table, for `csv`. Default `extensions`. */
  readonly table?: string;
  /** For `html` within a host that has a policy for scripts and styles. */
  readonly nonce?: string;
}

/** What {@link RENDER_REQUEST} and {@link COMPARE_REQUEST} give. */
export interface RenderResult {
  readonly text: string;
}

/** What {@link SNAPSHOT_REQUEST} takes. */
export interface SnapshotParams {
  readonly id: number;
  /** The URI of the file to write. Its folder is made. It may not lie in a tree that was profiled. */
  readonly file: string;
}

/** What {@link SNAPSHOT_REQUEST} gives. */
export interface SnapshotResult {
  readonly bytes: number;
}

/** What {@link COMPARE_REQUEST} takes. */
export interface CompareParams {
  /** The URI of a snapshot. */
  readonly before: string;
  /** The report to compare it with. */
  readonly id: number;
}

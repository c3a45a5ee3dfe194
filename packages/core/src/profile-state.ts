import type { Bytes } from "./bytes.js";
import { type DirectoryId, type DirectoryTable, NO_DIRECTORY } from "./directory-table.js";
import type { EntryType } from "./entry.js";
import type { LinkTable } from "./link-table.js";
import { compareLocated, type Located } from "./located.js";
import type { MonthHistogram } from "./month-histogram.js";
import type { ResolvedProfileOptions } from "./profile-options.js";
import type { Ranking } from "./ranking.js";
import type { SizeHistogram } from "./size-histogram.js";
import type { Sums } from "./totals.js";
import type { WalkOperation } from "./walk-error.js";

/** A root. It has a directory even where it is something else: then it alone counts in it. */
export interface ProfiledRoot {
  readonly directory: DirectoryId;
  /** `undefined` where the root itself was not counted. */
  type: EntryType | undefined;
}

/** A regular file as the rankings keep it. */
export interface LocatedFile extends Located {
  readonly apparentBytes: Bytes;
  readonly allocatedBytes: Bytes;
  readonly mtimeMs: number;
}

/** An error as the report keeps it. */
export interface LocatedError extends Located {
  readonly operation: WalkOperation;
  readonly code: string;
  readonly message: string;
}

/** Files and bytes of one extension. */
export interface ExtensionSums {
  files: number;
  apparentBytes: Bytes;
  allocatedBytes: Bytes;
}

/** All that a profile holds. Bytes of objects with several names are in `links` alone until the report is made. */
export interface ProfileState {
  readonly options: ResolvedProfileOptions;
  readonly roots: Map<string, ProfiledRoot>;
  readonly directories: DirectoryTable;
  readonly extensions: Map<string, ExtensionSums>;
  readonly sizes: SizeHistogram;
  readonly months: MonthHistogram;
  readonly links: LinkTable;
  readonly largestFiles: Ranking<LocatedFile>;
  readonly errors: Ranking<LocatedError>;
  /** What ignore rules would leave out; `undefined` where nobody asked. */
  ignored: Sums | undefined;
  newest: LocatedFile | undefined;
  oldest: LocatedFile | undefined;
  interrupted: "timedOut" | "cancelled" | undefined;
}

/** Largest first, then by place. */
export function compareFiles(directories: DirectoryTable, a: LocatedFile, b: LocatedFile): number {
  if (a.apparentBytes !== b.apparentBytes) return a.apparentBytes < b.apparentBytes ? 1 : -1;
  return compareLocated(directories, a, b);
}

/** The root of that name; it is made where there is none. */
export function rootOf(state: ProfileState, name: string): ProfiledRoot {
  let root = state.roots.get(name);
  if (root === undefined) {
    root = { directory: state.directories.add(NO_DIRECTORY, name, undefined), type: undefined };
    state.roots.set(name, root);
  }
  return root;
}

/** The directory of that name in another one; it is made where there is none. For `before` see {@link DirectoryTable.child}. */
export function childOf(
  { directories }: ProfileState,
  parent: DirectoryId,
  name: string,
  nameBytes: Uint8Array | undefined,
  before?: DirectoryId,
): DirectoryId {
  return directories.child(parent, name, nameBytes, before) ?? directories.add(parent, name, nameBytes);
}

/** Notes a file that may be the newest or the oldest one. */
export function noteAge(state: ProfileState, file: LocatedFile): void {
  const { directories, newest, oldest } = state;
  if (newest === undefined || file.mtimeMs > newest.mtimeMs) state.newest = file;
  else if (file.mtimeMs === newest.mtimeMs && compareLocated(directories, file, newest) < 0) state.newest = file;
  if (oldest === undefined || file.mtimeMs < oldest.mtimeMs) state.oldest = file;
  else if (file.mtimeMs === oldest.mtimeMs && compareLocated(directories, file, oldest) < 0) state.oldest = file;
}

import { type Capped, CHANGE_REPORT_VERSION, type ChangeReport, type ChangeSide, checkCount } from "@transect/core";
import type { Snapshot } from "../snapshot/snapshot.js";
import { countChanges, findChanges } from "./changes.js";
import { extensionChanges } from "./extension-changes.js";
import { folderChanges } from "./folder-changes.js";
import { pairRows } from "./pair-rows.js";
import { indexTree } from "./tree-index.js";

/** How much a comparison lists, and what it calls the two trees. */
export interface CompareOptions {
  /** The rows of each list at most; what goes beyond is counted in `leftOut`. Default 1000; `Infinity` for all. */
  readonly limit?: number | undefined;
  /** What the trees go by. Default: their roots. */
  readonly names?: { readonly before: string; readonly after: string } | undefined;
}

/** The defaults of {@link CompareOptions}. */
export const COMPARE_DEFAULTS: { readonly limit: number } = { limit: 1000 };

/**
 * Says what changed between two snapshots: entries by kind, directories and extensions; see `ChangeReport`.
 *
 * What only one side has in a directory that the other one could not read is neither added nor removed but `unknown`.
 * Throws an `OptionError` for a bad option.
 */
export function compareSnapshots(before: Snapshot, after: Snapshot, options: CompareOptions = {}): ChangeReport {
  const { limit = COMPARE_DEFAULTS.limit, names } = options;
  checkCount("limit", limit);
  const [left, right] = [indexTree(before), indexTree(after)];
  const pairs = pairRows(left, right);
  const { changes, unchanged } = findChanges(left, right, pairs);
  return {
    format: "transect-changes",
    version: CHANGE_REPORT_VERSION,
    before: sideOf(before, names?.before),
    after: sideOf(after, names?.after),
    counts: countChanges(changes),
    unchanged,
    unknown: pairs.unknownBefore.size + pairs.unknownAfter.size,
    changes: capped(changes, limit, ({ change }) => change()),
    folders: capped(folderChanges(left, right, pairs), limit, (folder) => folder),
    extensions: capped(extensionChanges(left, right), limit, (extension) => extension),
  };
}

function sideOf({ summary }: Snapshot, name = summary.root): ChangeSide {
  const { root, takenAtMs, totals, errors } = summary;
  return { name, root, takenAtMs, complete: errors.count === 0, errors, totals };
}

function capped<T, R>(list: readonly T[], limit: number, shown: (item: T) => R): Capped<R> {
  const kept = list.slice(0, limit);
  return { count: list.length, leftOut: list.length - kept.length, list: kept.map(shown) };
}

import {
  type Capped,
  compareBytes,
  comparePaths,
  compareStrings,
  type DirectoryReport,
  type ProfileOptions,
  type Report,
  resolveProfileOptions,
} from "@transect/core";

/**
 * A report as it would be with a smaller `listLimit` and a smaller `treeDepth`. Rankings stay as they are.
 *
 * Throws an `OptionError` for a bad option.
 */
export function cutReport(report: Report, options: Pick<ProfileOptions, "listLimit" | "treeDepth">): Report {
  const { listLimit, treeDepth } = resolveProfileOptions({
    listLimit: options.listLimit,
    treeDepth: options.treeDepth,
  });
  return {
    ...report,
    completeness: { ...report.completeness, errors: cut(report.completeness.errors, listLimit) },
    extensions: cut(report.extensions, listLimit),
    emptyDirectories: cut(report.emptyDirectories, listLimit),
    tree: cutTree(report.tree, listLimit, treeDepth),
  };
}

function cut<T>({ count, list: all }: Capped<T>, limit: number): Capped<T> {
  const list = all.slice(0, limit);
  return { count, leftOut: count - list.length, list };
}

/** Keeps the largest folders, in the order they are in. */
function cutTree({ count, list: all }: Capped<DirectoryReport>, limit: number, depth: number): Capped<DirectoryReport> {
  const shown = all.filter((directory) => directory.depth <= depth);
  if (shown.length <= limit) return { count, leftOut: count - shown.length, list: shown };
  const kept = new Set([...shown].sort(compareLargest).slice(0, limit));
  const list = shown.filter((directory) => kept.has(directory));
  return { count, leftOut: count - list.length, list };
}

function compareLargest(a: DirectoryReport, b: DirectoryReport): number {
  return (
    compareBytes(b.totals.allocatedBytes, a.totals.allocatedBytes) ||
    a.depth - b.depth ||
    compareStrings(a.root, b.root) ||
    comparePaths(a, b)
  );
}

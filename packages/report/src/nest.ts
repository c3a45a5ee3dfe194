import type { DirectoryReport } from "@transect/core";
import { fullPath } from "./full-path.js";

/** A directory at its place below the others that are shown. */
export interface NestedRow {
  readonly row: DirectoryReport;
  /** Its path from the nearest shown directory that holds it. */
  readonly label: string;
  /** How many shown directories hold it. */
  readonly level: number;
}

/**
 * Puts directories below those that hold them and keeps their order otherwise.
 *
 * @param rows no directory comes before one that holds it.
 * @param rooted whether the outermost ones are named with their root.
 */
export function nest(rows: readonly DirectoryReport[], rooted: boolean): NestedRow[] {
  const shown = new Map<string, DirectoryReport>();
  const held = new Map<DirectoryReport | undefined, DirectoryReport[]>();
  for (const row of rows) {
    const holder = holderOf(row, shown);
    const siblings = held.get(holder);
    if (siblings === undefined) held.set(holder, [row]);
    else siblings.push(row);
    shown.set(placeOf(row.root, row.path), row);
  }
  const label = (row: DirectoryReport, holder: DirectoryReport | undefined): string => {
    if (holder !== undefined) return row.path.slice(holder.path.length + 1);
    return rooted ? fullPath(row) : row.path;
  };
  const nested: NestedRow[] = [];
  const pending = below(undefined, 0);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    nested.push(next);
    for (const row of below(next.row, next.level + 1)) pending.push(row);
  }
  return nested;

  /** What a directory holds, last first. */
  function below(holder: DirectoryReport | undefined, level: number): NestedRow[] {
    return (held.get(holder) ?? []).map((row) => ({ row, label: label(row, holder), level })).reverse();
  }
}

/** The nearest of the shown directories that holds this one. */
function holderOf(row: DirectoryReport, shown: ReadonlyMap<string, DirectoryReport>): DirectoryReport | undefined {
  for (let end = row.path.lastIndexOf("/"); end > 0; end = row.path.lastIndexOf("/", end - 1)) {
    const holder = shown.get(placeOf(row.root, row.path.slice(0, end)));
    if (holder !== undefined) return holder;
  }
  return undefined;
}

/** Names a directory among several roots. No path holds a NUL. */
function placeOf(root: string, path: string): string {
  return `${root}\0${path}`;
}

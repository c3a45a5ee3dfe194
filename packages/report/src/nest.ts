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
  const held = new Map<DirectoryReport | undefined, DirectoryReport[]>();
  for (const [index, row] of rows.entries()) {
    const holder = rows.slice(0, index).findLast((other) => holds(other, row));
    held.set(holder, [...(held.get(holder) ?? []), row]);
  }
  const below = (holder: DirectoryReport | undefined, level: number): NestedRow[] =>
    (held.get(holder) ?? []).flatMap((row) => {
      const outermost = rooted ? fullPath(row) : row.path;
      const label = holder === undefined ? outermost : row.path.slice(holder.path.length + 1);
      return [{ row, label, level }, ...below(row, level + 1)];
    });
  return below(undefined, 0);
}

function holds(holder: DirectoryReport, row: DirectoryReport): boolean {
  return holder.root === row.root && row.path.startsWith(`${holder.path}/`);
}

import { type Bytes, compareBytes, type FolderChange, subtractBytes } from "@transect/core";
import { pathOfRow, typeOfRow } from "../snapshot/snapshot.js";
import type { RowPairs } from "./pair-rows.js";
import { shownPath } from "./shown-path.js";
import { NO_ROW, type TreeIndex } from "./tree-index.js";

/** Directories in which files or bytes differ: those with the largest difference first, then by path in byte order. */
export function folderChanges(before: TreeIndex, after: TreeIndex, pairs: RowPairs): readonly FolderChange[] {
  const found: { path: string; difference: Bytes; change: FolderChange }[] = [];
  for (let b = 0; b < after.rows.count; b += 1) {
    if (isDirectory(after, b) && !pairs.unknownAfter.has(b)) add(pairs.before[b] ?? NO_ROW, b);
  }
  for (let a = 0; a < before.rows.count; a += 1) {
    const b = pairs.after[a] ?? NO_ROW;
    // Where it is a directory still, it is among those after.
    if (!isDirectory(before, a) || pairs.unknownBefore.has(a) || isDirectory(after, b)) continue;
    add(a, b);
  }
  found.sort((x, y) => compareBytes(y.difference, x.difference) || (x.path < y.path ? -1 : 1));
  return found.map(({ change }) => change);

  function add(a: number, b: number): void {
    const change = {
      filesBefore: a === NO_ROW ? 0 : (before.filesBelow[a] ?? 0),
      filesAfter: b === NO_ROW ? 0 : (after.filesBelow[b] ?? 0),
      bytesBefore: a === NO_ROW ? 0 : (before.bytesBelow[a] ?? 0),
      bytesAfter: b === NO_ROW ? 0 : (after.bytesBelow[b] ?? 0),
    };
    if (change.filesBefore === change.filesAfter && change.bytesBefore === change.bytesAfter) return;
    const path = b === NO_ROW ? pathOfRow(before.rows, a) : pathOfRow(after.rows, b);
    const difference = subtractBytes(change.bytesAfter, change.bytesBefore);
    found.push({
      path,
      difference: difference < 0 ? -difference : difference,
      change: { ...shownPath(path), ...change },
    });
  }
}

function isDirectory({ rows }: TreeIndex, row: number): boolean {
  return row !== NO_ROW && typeOfRow(rows, row) === "directory";
}

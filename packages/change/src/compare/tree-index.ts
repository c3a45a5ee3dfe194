import { addBytes, type Bytes } from "@transect/core";
import { pathOfRow, ROW_FLAGS, type Snapshot, type SnapshotRows, sizeOfRow, typeOfRow } from "../snapshot/snapshot.js";

/** A snapshot with what a comparison looks up in it. */
export interface TreeIndex {
  readonly snapshot: Snapshot;
  readonly rows: SnapshotRows;
  /** The first row in a directory, and the next one in the same directory; {@link NO_ROW} where there is none. */
  readonly firstChild: Int32Array;
  readonly nextSibling: Int32Array;
  /** The apparent bytes of a file; 0 for a name of a file that counts under a smaller path, and for all else. */
  bytesOf(row: number): Bytes;
  /** Files in a row and below it, by name, and their bytes. */
  readonly filesBelow: Float64Array;
  readonly bytesBelow: readonly Bytes[];
}

/** In the place of a row where there is none. */
export const NO_ROW = -1;

/** Links up the rows of a snapshot and sums them up. */
export function indexTree(snapshot: Snapshot): TreeIndex {
  const { rows } = snapshot;
  const { count, parents } = rows;
  const firstChild = new Int32Array(count).fill(NO_ROW);
  const nextSibling = new Int32Array(count).fill(NO_ROW);
  const others = otherNames(snapshot);
  const filesBelow = new Float64Array(count);
  const bytesBelow: Bytes[] = Array.from({ length: count }, () => 0);
  // Whatever lies in a directory comes after it: from the end, everything below a row is summed up before it.
  for (let row = count - 1; row >= 0; row -= 1) {
    if (typeOfRow(rows, row) === "file") {
      filesBelow[row] = 1;
      bytesBelow[row] = bytesOf(row);
    }
    if (row === 0) break;
    const parent = parents[row] ?? 0;
    nextSibling[row] = firstChild[parent] ?? NO_ROW;
    firstChild[parent] = row;
    filesBelow[parent] = (filesBelow[parent] ?? 0) + (filesBelow[row] ?? 0);
    bytesBelow[parent] = addBytes(bytesBelow[parent] ?? 0, bytesBelow[row] ?? 0);
  }
  return { snapshot, rows, firstChild, nextSibling, bytesOf, filesBelow, bytesBelow };

  function bytesOf(row: number): Bytes {
    return typeOfRow(rows, row) !== "file" || others.has(row) ? 0 : sizeOfRow(rows, row);
  }
}

/** The rows of a directory. */
export function* childrenOf({ firstChild, nextSibling }: TreeIndex, row: number): Generator<number> {
  for (let at = firstChild[row] ?? NO_ROW; at !== NO_ROW; at = nextSibling[at] ?? NO_ROW) yield at;
}

/** Whether a row stands for an entry that was selected. */
export function isGiven({ rows }: TreeIndex, row: number): boolean {
  return ((rows.kinds[row] ?? 0) & ROW_FLAGS.notGiven) === 0;
}

/** What names an object wherever it lies; `undefined` where that is not known. */
export function identityOfRow({ devices, inodes }: SnapshotRows, row: number): string | undefined {
  const inode = inodes[row] ?? 0;
  return inode === 0 ? undefined : `${devices[row]}:${inode}`;
}

/** The rows of files that are there under a smaller path as well. */
function otherNames({ rows, summary }: Snapshot): ReadonlySet<number> {
  const others = new Set<number>();
  const owners = new Map<string, { row: number; path: string }>();
  for (let row = 0; row < rows.count; row += 1) {
    // Where links are followed anything can be met twice.
    if ((rows.links[row] ?? 0) <= 1 && summary.rules.follow !== true) continue;
    const identity = typeOfRow(rows, row) === "file" ? identityOfRow(rows, row) : undefined;
    if (identity === undefined) continue;
    const path = pathOfRow(rows, row);
    const owner = owners.get(identity);
    if (owner !== undefined && owner.path < path) {
      others.add(row);
      continue;
    }
    if (owner !== undefined) others.add(owner.row);
    owners.set(identity, { row, path });
  }
  return others;
}

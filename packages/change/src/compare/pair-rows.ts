import { typeOfRow } from "../snapshot/snapshot.js";
import { pairMoved } from "./pair-moved.js";
import { childrenOf, NO_ROW, type TreeIndex } from "./tree-index.js";

/** Which row of one tree is which of the other. */
export interface RowPairs {
  /** For each row of the tree before its row in the tree after, or none; and the other way round. */
  readonly after: Int32Array;
  readonly before: Int32Array;
  /** Rows after that have another path than before. */
  readonly moved: ReadonlySet<number>;
  /** Rows that have no counterpart in a directory that could not be read as a whole, nor elsewhere. */
  readonly unknownBefore: ReadonlySet<number>;
  readonly unknownAfter: ReadonlySet<number>;
}

/** Finds what is the same thing in two trees: first by path, then what has moved. */
export function pairRows(before: TreeIndex, after: TreeIndex): RowPairs {
  const pairs = {
    after: new Int32Array(before.rows.count).fill(NO_ROW),
    before: new Int32Array(after.rows.count).fill(NO_ROW),
  };
  /** Directories of which the other side could not read everything. */
  const [unsureBefore, unsureAfter] = [new Set<number>(), new Set<number>()];
  const open: (readonly [number, number])[] = [[0, 0]];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [a, b] = pair;
    pairs.after[a] = b;
    pairs.before[b] = a;
    if (after.rows.unread.has(b)) unsureBefore.add(a);
    if (before.rows.unread.has(a)) unsureAfter.add(b);
    if (typeOfRow(before.rows, a) === "directory" && typeOfRow(after.rows, b) === "directory") pairChildren(a, b);
  }
  const moved = pairMoved(before, after, pairs);
  return {
    ...pairs,
    moved,
    unknownBefore: unknownRows(before, pairs.after, unsureBefore),
    unknownAfter: unknownRows(after, pairs.before, unsureAfter),
  };

  function pairChildren(a: number, b: number): void {
    let left = before.firstChild[a] ?? NO_ROW;
    let right = after.firstChild[b] ?? NO_ROW;
    // What has not changed mostly comes in the same order: names need be looked up only from where it differs.
    while (left !== NO_ROW && right !== NO_ROW && before.rows.names[left] === after.rows.names[right]) {
      open.push([left, right]);
      left = before.nextSibling[left] ?? NO_ROW;
      right = after.nextSibling[right] ?? NO_ROW;
    }
    if (left === NO_ROW || right === NO_ROW) return;
    const byName = new Map<string, number>();
    for (; left !== NO_ROW; left = before.nextSibling[left] ?? NO_ROW) byName.set(before.rows.names[left] ?? "", left);
    for (; right !== NO_ROW; right = after.nextSibling[right] ?? NO_ROW) {
      const same = byName.get(after.rows.names[right] ?? "");
      if (same !== undefined) open.push([same, right]);
    }
  }
}

/** Rows without a counterpart, in directories that are unsure, with all below them. */
function unknownRows(tree: TreeIndex, counterpart: Int32Array, unsure: ReadonlySet<number>): ReadonlySet<number> {
  const unknown = new Set<number>();
  const open = [...unsure];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const row of childrenOf(tree, folder)) {
      if (counterpart[row] !== NO_ROW || unknown.has(row)) continue;
      unknown.add(row);
      open.push(row);
    }
  }
  return unknown;
}

import { pathOfRow, sizeOfRow, typeOfRow } from "../snapshot/snapshot.js";
import { childrenOf, identityOfRow, isGiven, NO_ROW, type TreeIndex } from "./tree-index.js";

interface Pairs {
  readonly after: Int32Array;
  readonly before: Int32Array;
}

/**
 * Finds what has moved among the rows that have no counterpart, adds it to the pairs, and returns its rows after.
 *
 * First by inode. Inodes are given away again, so that alone says little: a file must have its size and time still; a
 * directory its time, or a child with the same name and inode; either may have followed its directory under its name
 * instead. Then by content, where both sides know it: equal hashes, but not of empty files. Where several would do, one
 * of the same name is taken, then the first by path.
 */
export function pairMoved(before: TreeIndex, after: TreeIndex, pairs: Pairs): ReadonlySet<number> {
  const moved = new Set<number>();
  const came = unpaired(after, pairs.before);
  const went = came.length === 0 ? [] : unpaired(before, pairs.after);
  if (went.length === 0) return moved;
  pairBy(inodeOf, isSameObject);
  if (before.snapshot.summary.digest !== undefined && before.snapshot.summary.digest === after.snapshot.summary.digest)
    pairBy(contentOf, () => true);
  return moved;

  function pairBy(
    keyOf: (tree: TreeIndex, row: number) => string | undefined,
    isSame: (a: number, b: number) => boolean,
  ): void {
    const candidates = new Map<string, number[]>();
    for (const a of went) {
      const key = pairs.after[a] === NO_ROW ? keyOf(before, a) : undefined;
      if (key === undefined) continue;
      const others = candidates.get(key);
      if (others === undefined) candidates.set(key, [a]);
      else others.push(a);
    }
    for (const b of came) {
      const key = pairs.before[b] === NO_ROW ? keyOf(after, b) : undefined;
      const fitting = (key === undefined ? undefined : candidates.get(key))?.filter(
        (a) => pairs.after[a] === NO_ROW && isSame(a, b),
      );
      const a = fitting?.find((row) => before.rows.names[row] === after.rows.names[b]) ?? fitting?.[0];
      if (a === undefined) continue;
      pairs.after[a] = b;
      pairs.before[b] = a;
      moved.add(b);
    }
  }

  function isSameObject(a: number, b: number): boolean {
    const type = typeOfRow(before.rows, a);
    if (type !== typeOfRow(after.rows, b)) return false;
    const [fromFolder, toFolder] = [before.rows.parents[a] ?? 0, after.rows.parents[b] ?? 0];
    if (moved.has(toFolder) && pairs.before[toFolder] === fromFolder && hasSameName(a, b)) return true;
    const sameTime = before.rows.times[a] === after.rows.times[b];
    if (type === "directory") return sameTime || sharesChild(a, b);
    return sameTime && sizeOfRow(before.rows, a) === sizeOfRow(after.rows, b);
  }

  function hasSameName(a: number, b: number): boolean {
    return before.rows.names[a] === after.rows.names[b];
  }

  function sharesChild(a: number, b: number): boolean {
    const keyOf = (tree: TreeIndex, row: number): string => `${identityOfRow(tree.rows, row)}/${tree.rows.names[row]}`;
    const children = new Set([...childrenOf(before, a)].map((row) => keyOf(before, row)));
    for (const row of childrenOf(after, b)) if (children.has(keyOf(after, row))) return true;
    return false;
  }
}

/** Entries without a counterpart, by path: a directory before what it holds. */
function unpaired(tree: TreeIndex, counterpart: Int32Array): number[] {
  const found: { row: number; path: string }[] = [];
  for (let row = 0; row < tree.rows.count; row += 1) {
    if (counterpart[row] === NO_ROW && isGiven(tree, row)) found.push({ row, path: pathOfRow(tree.rows, row) });
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1)).map(({ row }) => row);
}

function inodeOf(tree: TreeIndex, row: number): string | undefined {
  return identityOfRow(tree.rows, row);
}

function contentOf({ rows }: TreeIndex, row: number): string | undefined {
  return sizeOfRow(rows, row) === 0 ? undefined : rows.digests.get(row);
}

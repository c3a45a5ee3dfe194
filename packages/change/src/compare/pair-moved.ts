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
    const byName = new Map<string, Candidates>();
    const byKey = new Map<string, Candidates>();
    const isFree = (a: number): boolean => pairs.after[a] === NO_ROW;
    for (const a of went) {
      const key = isFree(a) ? keyOf(before, a) : undefined;
      if (key === undefined) continue;
      addCandidate(byName, `${key}/${before.rows.names[a]}`, a);
      addCandidate(byKey, key, a);
    }
    for (const b of came) {
      const key = pairs.before[b] === NO_ROW ? keyOf(after, b) : undefined;
      if (key === undefined) continue;
      const fits = (a: number): boolean => isFree(a) && isSame(a, b);
      const sameName = byName.get(`${key}/${after.rows.names[b]}`);
      const a = firstOf(sameName, isFree, fits) ?? firstOf(byKey.get(key), isFree, fits);
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

/** Rows that have something in common. Those before `next` are taken already. */
interface Candidates {
  readonly rows: number[];
  next: number;
}

function addCandidate(all: Map<string, Candidates>, key: string, row: number): void {
  const known = all.get(key);
  if (known === undefined) all.set(key, { rows: [row], next: 0 });
  else known.rows.push(row);
}

/** The first that fits. What is taken is passed over once and for all: thousands of files may have the same content. */
function firstOf(
  candidates: Candidates | undefined,
  isFree: (row: number) => boolean,
  fits: (row: number) => boolean,
): number | undefined {
  if (candidates === undefined) return undefined;
  const { rows } = candidates;
  while (candidates.next < rows.length && !isFree(rows[candidates.next] ?? NO_ROW)) candidates.next += 1;
  for (let at = candidates.next; at < rows.length; at += 1) {
    const row = rows[at];
    if (row !== undefined && fits(row)) return row;
  }
  return undefined;
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

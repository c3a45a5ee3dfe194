import {
  addBytes,
  type Bytes,
  CHANGE_KINDS,
  type Change,
  type ChangeCount,
  type ChangeKind,
  type ChangeState,
  compareBytes,
  multiplyBytes,
  subtractBytes,
} from "@transect/core";
import { pathOfRow, sizeOfRow, typeOfRow } from "../snapshot/snapshot.js";
import type { RowPairs } from "./pair-rows.js";
import { shownPath } from "./shown-path.js";
import { isGiven, NO_ROW, type TreeIndex } from "./tree-index.js";

/** A change, of which no more is made than is asked for. */
export interface FoundChange {
  readonly kind: ChangeKind;
  /** The difference in apparent bytes, each name counted. */
  readonly bytes: Bytes;
  /** Regular files that it befell: 1 or 0. */
  readonly files: number;
  /** The change as a report has it. */
  change(): Change;
}

interface RankedChange extends FoundChange {
  readonly weight: Bytes;
  readonly path: string;
}

/** Everything that changed, what weighs most first, then by path in byte order; and how much did not. */
export function findChanges(
  before: TreeIndex,
  after: TreeIndex,
  pairs: RowPairs,
): { changes: readonly FoundChange[]; unchanged: number } {
  const changes: RankedChange[] = [];
  let unchanged = 0;
  for (let a = 0; a < before.rows.count; a += 1) {
    const b = pairs.after[a] ?? NO_ROW;
    if (!isGiven(before, a)) continue;
    if (b === NO_ROW || !isGiven(after, b)) {
      if (!pairs.unknownBefore.has(a)) add("removed", a, NO_ROW);
      continue;
    }
    const kind = kindOf(a, b);
    if (kind === undefined) unchanged += 1;
    else add(kind, a, b);
  }
  for (let b = 0; b < after.rows.count; b += 1) {
    const a = pairs.before[b] ?? NO_ROW;
    if (!isGiven(after, b) || (a !== NO_ROW && isGiven(before, a))) continue;
    if (!pairs.unknownAfter.has(b)) add("added", NO_ROW, b);
  }
  changes.sort((x, y) => compareBytes(y.weight, x.weight) || (x.path < y.path ? -1 : x.path > y.path ? 1 : 0));
  return { changes, unchanged };

  function kindOf(a: number, b: number): ChangeKind | undefined {
    if (pairs.moved.has(b)) return "moved";
    const type = typeOfRow(before.rows, a);
    if (type !== typeOfRow(after.rows, b)) return "retyped";
    if (type === "directory") return undefined;
    const difference = compareBytes(sizeOfRow(after.rows, b), sizeOfRow(before.rows, a));
    if (difference !== 0) return difference > 0 ? "grown" : "shrunk";
    return before.rows.times[a] === after.rows.times[b] && hasSameContent(a, b) ? undefined : "modified";
  }

  /** False only where both sides know the content and it differs. */
  function hasSameContent(a: number, b: number): boolean {
    if (before.snapshot.summary.digest !== after.snapshot.summary.digest) return true;
    const [left, right] = [before.rows.digests.get(a), after.rows.digests.get(b)];
    return left === undefined || right === undefined || left === right;
  }

  function add(kind: ChangeKind, a: number, b: number): void {
    const path = b === NO_ROW ? pathOfRow(before.rows, a) : pathOfRow(after.rows, b);
    const [left, right] = [fileBytes(before, a), fileBytes(after, b)];
    const bytes = subtractBytes(right, left);
    const files = isFile(before, a) || isFile(after, b) ? 1 : 0;
    changes.push({ kind, bytes, files, path, weight: weightOf(kind, a, b, bytes), change: () => describe(kind, a, b) });
  }

  /** What a reader wants to see first: the bytes that came, went or moved, with all below a directory. */
  function weightOf(kind: ChangeKind, a: number, b: number, bytes: Bytes): Bytes {
    if (kind === "added" || kind === "moved") return isFile(after, b) ? fileBytes(after, b) : bytesBelow(after, b);
    if (kind === "removed") return isFile(before, a) ? fileBytes(before, a) : bytesBelow(before, a);
    return bytes < 0 ? -bytes : bytes;
  }

  function describe(kind: ChangeKind, a: number, b: number): Change {
    const place = b === NO_ROW ? shownPath(pathOfRow(before.rows, a)) : shownPath(pathOfRow(after.rows, b));
    const from = kind === "moved" ? shownPath(pathOfRow(before.rows, a)) : undefined;
    const tree = b === NO_ROW ? before : after;
    const row = b === NO_ROW ? a : b;
    const holds =
      typeOfRow(tree.rows, row) === "directory" && kind !== "retyped"
        ? { files: tree.filesBelow[row] ?? 0, apparentBytes: bytesBelow(tree, row) }
        : undefined;
    return {
      kind,
      ...place,
      ...(from === undefined ? {} : { from: from.path }),
      ...(from?.pathBase64 === undefined ? {} : { fromBase64: from.pathBase64 }),
      ...(a === NO_ROW ? {} : { before: stateOf(before, a) }),
      ...(b === NO_ROW ? {} : { after: stateOf(after, b) }),
      ...(holds === undefined ? {} : { holds }),
      ...(isCarried(kind, a, b) ? { carried: true } : {}),
    };
  }

  /** Whether the directory that holds an entry is listed with the same fate. */
  function isCarried(kind: ChangeKind, a: number, b: number): boolean {
    const [fromFolder, toFolder] = [before.rows.parents[a] ?? 0, after.rows.parents[b] ?? 0];
    if (kind === "added") {
      const folder = pairs.before[toFolder] ?? NO_ROW;
      return isGiven(after, toFolder) && (folder === NO_ROW || typeOfRow(before.rows, folder) !== "directory");
    }
    if (kind === "removed") {
      const folder = pairs.after[fromFolder] ?? NO_ROW;
      return isGiven(before, fromFolder) && (folder === NO_ROW || typeOfRow(after.rows, folder) !== "directory");
    }
    const follows = pairs.moved.has(toFolder) && pairs.before[toFolder] === fromFolder;
    return kind === "moved" && follows && before.rows.names[a] === after.rows.names[b];
  }
}

/** Counts changes by kind. */
export function countChanges(changes: readonly FoundChange[]): Record<ChangeKind, ChangeCount> {
  const counts = new Map<ChangeKind, ChangeCount>(CHANGE_KINDS.map((kind) => [kind, NOTHING]));
  for (const { kind, files, bytes } of changes) {
    const { entries, ...sums } = counts.get(kind) ?? NOTHING;
    counts.set(kind, { entries: entries + 1, files: sums.files + files, bytes: addBytes(sums.bytes, bytes) });
  }
  return Object.fromEntries(counts) as Record<ChangeKind, ChangeCount>;
}

const NOTHING: ChangeCount = { entries: 0, files: 0, bytes: 0 };

function isFile({ rows }: TreeIndex, row: number): boolean {
  return row !== NO_ROW && typeOfRow(rows, row) === "file";
}

function fileBytes(tree: TreeIndex, row: number): Bytes {
  return isFile(tree, row) ? sizeOfRow(tree.rows, row) : 0;
}

function bytesBelow(tree: TreeIndex, row: number): Bytes {
  return tree.bytesBelow[row] ?? 0;
}

function stateOf({ rows }: TreeIndex, row: number): ChangeState {
  return {
    type: typeOfRow(rows, row),
    size: sizeOfRow(rows, row),
    allocatedBytes: multiplyBytes(rows.blocks[row] ?? 0, 512),
    mtimeMs: (rows.times[row] ?? 0) / 1000,
  };
}

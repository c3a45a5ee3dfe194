import { type Bytes, compareBytes } from "./bytes.js";
import { COUNTED, type DirectoryId, EMPTY } from "./directory-table.js";
import { compareDirectories } from "./located.js";
import { NameCounts } from "./name-counts.js";
import type { ProfileState } from "./profile-state.js";
import { Ranking } from "./ranking.js";
import type { DepthReport } from "./report.js";
import type { Subtrees } from "./subtree.js";

/** What a report says of directories, before it is written out. */
export interface DirectorySurvey {
  readonly deepest: DirectoryId | undefined;
  readonly depths: readonly DepthReport[];
  readonly empty: Ranking<DirectoryId>;
  /** Those that were counted and hold no file in all of their subtree. */
  readonly withoutFiles: number;
  /** By what all below them comes to; without roots. */
  readonly largest: Ranking<DirectoryId>;
  /** By the files that lie directly in them. */
  readonly busiest: Ranking<DirectoryId>;
  /** How many directories have each name. */
  readonly names: NameCounts;
  /** Those of the tree that is laid out. */
  readonly tree: Ranking<DirectoryId>;
  /** How many could be in that tree. */
  readonly treeCount: number;
}

/**
 * Looks at each directory of a profile once. What is too little for a ranking is known by a number, without asking the
 * ranking: a walk that is stopped waits for this.
 */
export function surveyDirectories(state: ProfileState, subtrees: Subtrees): DirectorySurvey {
  const { treeDepth, treeShare, listLimit, top } = state.options;
  const { allocatedBytes, directories, provenWithoutFiles } = subtrees;
  const table = state.directories;
  const { depths: depthOf, flags, files, symlinks, others } = table;
  const byPath = (a: DirectoryId, b: DirectoryId): number => compareDirectories(table, a, b);
  const deepest = new Ranking<DirectoryId>(1, (a, b) => table.depth(b) - table.depth(a) || byPath(a, b));
  const empty = new Ranking(listLimit, byPath);
  const largest = new Ranking<DirectoryId>(
    top,
    (a, b) => compareBytes(allocatedBytes.get(b), allocatedBytes.get(a)) || byPath(a, b),
  );
  const busiest = new Ranking<DirectoryId>(top, (a, b) => (files[b] ?? 0) - (files[a] ?? 0) || byPath(a, b));
  // A directory comes before what it holds, so whatever is kept hangs together.
  const tree = new Ranking<DirectoryId>(
    listLimit,
    (a, b) =>
      compareBytes(allocatedBytes.get(b), allocatedBytes.get(a)) || table.depth(a) - table.depth(b) || byPath(a, b),
  );
  const depths: DepthRow[] = [];
  const names = new NameCounts();
  let withoutFiles = 0;
  let treeCount = 0;
  let deep = 0;
  let large: Bytes = 0;
  let busy = 0;
  let inTree: Bytes = 0;

  for (let id = 0; id < table.length; id += 1) {
    const depth = depthOf[id] ?? 0;
    const flag = flags[id] ?? 0;
    const here = files[id] ?? 0;
    const bytes = allocatedBytes.get(id);
    if ((flag & COUNTED) !== 0) {
      (depths[depth] ?? addRows(depths, depth)).directories += 1;
      if (depth >= deep) {
        deepest.offer(id);
        deep = depth;
      }
      if ((flag & EMPTY) !== 0) empty.offer(id);
      if (provenWithoutFiles[id] === 1) withoutFiles += 1;
      if (depth > 0) {
        names.add(table.name(id));
        if (bytes < large) {
          largest.skip();
        } else {
          largest.offer(id);
          large = leastBytes(largest);
        }
      }
    }
    const beside = (symlinks[id] ?? 0) + (others[id] ?? 0);
    if (here + beside > 0) {
      const alone = depth === 0 && isAlone(state, id);
      const at = alone ? 0 : depth + 1;
      const row = depths[at] ?? addRows(depths, at);
      row.files += here;
      row.symlinks += symlinks[id] ?? 0;
      row.others += others[id] ?? 0;
      if (here > 0 && !alone) {
        if (here < busy) {
          busiest.skip();
        } else {
          busiest.offer(id);
          busy = busiest.worst === undefined ? 0 : (files[busiest.worst] ?? 0);
        }
      }
    }
    if (directories[id] === 0) continue;
    treeCount += 1;
    if (bytes < inTree || (depth > 0 && (depth > treeDepth || isTooSmall(id, bytes)))) continue;
    tree.offer(id);
    inTree = leastBytes(tree);
  }
  const [first] = deepest.items;
  return { deepest: first, depths, empty, withoutFiles, largest, busiest, names, tree, treeCount };

  /** What a directory must come to for a ranking by bytes to take it. */
  function leastBytes({ worst }: Ranking<DirectoryId>): Bytes {
    return worst === undefined ? 0 : allocatedBytes.get(worst);
  }

  function isTooSmall(id: DirectoryId, bytes: Bytes): boolean {
    return treeShare > 0 && Number(bytes) / Number(allocatedBytes.get(table.root(id))) < treeShare;
  }
}

type DepthRow = { -readonly [K in keyof DepthReport]: DepthReport[K] };

/** Adds the rows that lack up to a depth; gives its row. */
function addRows(rows: DepthRow[], depth: number): DepthRow {
  const row = { depth, directories: 0, files: 0, symlinks: 0, others: 0 };
  for (let next = rows.length; next < depth; next += 1) rows.push({ ...row, depth: next });
  rows.push(row);
  return row;
}

/** Whether a root stands for something that is no directory. */
function isAlone({ directories, roots }: ProfileState, root: DirectoryId): boolean {
  const type = roots.get(directories.name(root))?.type;
  return type !== undefined && type !== "directory";
}

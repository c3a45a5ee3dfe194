import { type Bytes, compareBytes } from "./bytes.js";
import { compareDirectories, type DirectoryNode } from "./directory-node.js";
import { NameCounts } from "./name-counts.js";
import type { ProfileState } from "./profile-state.js";
import { Ranking } from "./ranking.js";
import type { DepthReport } from "./report.js";
import type { Subtrees } from "./subtree.js";

/** What a report says of directories, before it is written out. */
export interface DirectorySurvey {
  readonly deepest: DirectoryNode | undefined;
  readonly depths: readonly DepthReport[];
  readonly empty: Ranking<DirectoryNode>;
  /** Those that were counted and hold no file in all of their subtree. */
  readonly withoutFiles: number;
  /** By what all below them comes to; without roots. */
  readonly largest: Ranking<DirectoryNode>;
  /** By the files that lie directly in them. */
  readonly busiest: Ranking<DirectoryNode>;
  /** How many directories have each name. */
  readonly names: NameCounts;
  /** Those of the tree that is laid out. */
  readonly tree: Ranking<DirectoryNode>;
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
  const bytesOf = ({ index }: DirectoryNode): Bytes => allocatedBytes[index] ?? 0;
  const deepest = new Ranking<DirectoryNode>(1, (a, b) => b.depth - a.depth || compareDirectories(a, b));
  const empty = new Ranking(listLimit, compareDirectories);
  const largest = new Ranking<DirectoryNode>(
    top,
    (a, b) => compareBytes(bytesOf(b), bytesOf(a)) || compareDirectories(a, b),
  );
  const busiest = new Ranking<DirectoryNode>(top, (a, b) => b.files - a.files || compareDirectories(a, b));
  // A directory comes before what it holds, so whatever is kept hangs together.
  const tree = new Ranking<DirectoryNode>(
    listLimit,
    (a, b) => compareBytes(bytesOf(b), bytesOf(a)) || a.depth - b.depth || compareDirectories(a, b),
  );
  const depths: DepthRow[] = [];
  const names = new NameCounts();
  let withoutFiles = 0;
  let treeCount = 0;
  let deep = 0;
  let large: Bytes = 0;
  let busy = 0;
  let inTree: Bytes = 0;

  for (const node of state.nodes) {
    const { index, depth, counted, files, symlinks, others, name } = node;
    const bytes = allocatedBytes[index] ?? 0;
    if (counted) {
      (depths[depth] ?? addRows(depths, depth)).directories += 1;
      if (depth >= deep) {
        deepest.offer(node);
        deep = depth;
      }
      if (node.empty) empty.offer(node);
      if (provenWithoutFiles[index] === 1) withoutFiles += 1;
      if (depth > 0) {
        names.add(name);
        if (bytes < large) {
          largest.skip();
        } else {
          largest.offer(node);
          large = leastBytes(largest);
        }
      }
    }
    if (files + symlinks + others > 0) {
      const alone = depth === 0 && isAlone(state, node);
      const at = alone ? 0 : depth + 1;
      const row = depths[at] ?? addRows(depths, at);
      row.files += files;
      row.symlinks += symlinks;
      row.others += others;
      if (files > 0 && !alone) {
        if (files < busy) {
          busiest.skip();
        } else {
          busiest.offer(node);
          busy = busiest.worst?.files ?? 0;
        }
      }
    }
    if (directories[index] === 0) continue;
    treeCount += 1;
    if (bytes < inTree || (depth > 0 && (depth > treeDepth || isTooSmall(node, bytes)))) continue;
    tree.offer(node);
    inTree = leastBytes(tree);
  }
  const [first] = deepest.items;
  return { deepest: first, depths, empty, withoutFiles, largest, busiest, names, tree, treeCount };

  /** What a directory must come to for a ranking by bytes to take it. */
  function leastBytes({ worst }: Ranking<DirectoryNode>): Bytes {
    return worst === undefined ? 0 : bytesOf(worst);
  }

  function isTooSmall(node: DirectoryNode, bytes: Bytes): boolean {
    return treeShare > 0 && Number(bytes) / Number(bytesOf(node.root)) < treeShare;
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

/** Whether the node of a root stands for something that is no directory. */
function isAlone(state: ProfileState, root: DirectoryNode): boolean {
  const type = state.roots.get(root.name)?.type;
  return type !== undefined && type !== "directory";
}

import { type Bytes, compareBytes } from "./bytes.js";
import { compareLocated, type DirectoryNode, type Located } from "./directory-node.js";
import { compareStrings } from "./path-order.js";
import type { ProfileState } from "./profile-state.js";
import { Ranking } from "./ranking.js";
import type { DepthReport } from "./report.js";
import type { Subtrees } from "./subtree.js";

/** What a report says of directories, before it is written out. */
export interface DirectorySurvey {
  readonly deepest: DirectoryNode | undefined;
  readonly depths: readonly DepthReport[];
  readonly empty: Ranking<Located>;
  /** Those that were counted and hold no file in all of their subtree. */
  readonly withoutFiles: number;
  /** By what all below them comes to; without roots. */
  readonly largest: Ranking<Located>;
  /** By the files that lie directly in them. */
  readonly busiest: Ranking<Located>;
  /** How many directories have each name. */
  readonly names: ReadonlyMap<string, number>;
  /** Those of the tree that is laid out. */
  readonly tree: Ranking<Located>;
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
  const deepest = new Ranking<Located>(1, (a, b) => b.node.depth - a.node.depth || compareLocated(a, b));
  const empty = new Ranking<Located>(listLimit, compareLocated);
  const largest = new Ranking<Located>(
    top,
    (a, b) => compareBytes(bytesOf(b.node), bytesOf(a.node)) || compareLocated(a, b),
  );
  const busiest = new Ranking<Located>(top, (a, b) => b.node.files - a.node.files || compareLocated(a, b));
  // A directory comes before what it holds, so whatever is kept hangs together.
  const tree = new Ranking<Located>(
    listLimit,
    (a, b) => compareBytes(bytesOf(b.node), bytesOf(a.node)) || a.node.depth - b.node.depth || compareLocated(a, b),
  );
  const depths: DepthRow[] = [];
  const names = new Map<string, number>();
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
        deepest.offer({ node });
        deep = depth;
      }
      if (node.empty) empty.offer({ node });
      if (provenWithoutFiles[index] === 1) withoutFiles += 1;
      if (depth > 0) {
        names.set(name, (names.get(name) ?? 0) + 1);
        if (bytes < large) {
          largest.skip();
        } else {
          largest.offer({ node });
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
          busiest.offer({ node });
          busy = busiest.worst?.node.files ?? 0;
        }
      }
    }
    if (directories[index] === 0) continue;
    treeCount += 1;
    if (bytes < inTree || (depth > 0 && (depth > treeDepth || isTooSmall(node, bytes)))) continue;
    tree.offer({ node });
    inTree = leastBytes(tree);
  }
  const [first] = deepest.items;
  return { deepest: first?.node, depths, empty, withoutFiles, largest, busiest, names, tree, treeCount };

  /** What a directory must come to for a ranking by bytes to take it. */
  function leastBytes({ worst }: Ranking<Located>): Bytes {
    return worst === undefined ? 0 : bytesOf(worst.node);
  }

  function isTooSmall(node: DirectoryNode, bytes: Bytes): boolean {
    return treeShare > 0 && Number(bytes) / Number(bytesOf(node.root)) < treeShare;
  }
}

/** Ranks the names that most directories have. */
export function rankNames(names: ReadonlyMap<string, number>, top: number): Ranking<NamedDirectories> {
  const ranking = new Ranking<NamedDirectories>(
    top,
    (a, b) => b.directories - a.directories || compareStrings(a.name, b.name),
  );
  for (const [name, directories] of names) {
    const { worst } = ranking;
    // Very many names may occur once each: nothing is made of those.
    if (worst === undefined || isBefore(directories, name, worst)) ranking.offer({ name, directories });
    else ranking.skip();
  }
  return ranking;
}

function isBefore(directories: number, name: string, worst: NamedDirectories): boolean {
  if (directories !== worst.directories) return directories > worst.directories;
  return compareStrings(name, worst.name) < 0;
}

/** A name, and how many directories have it. */
interface NamedDirectories {
  readonly name: string;
  readonly directories: number;
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

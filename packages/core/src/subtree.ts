import { addBytes, type Bytes } from "./bytes.js";
import type { DirectoryNode } from "./directory-node.js";

/** What a directory and all below it come to. */
export interface Subtree {
  files: number;
  directories: number;
  symlinks: number;
  others: number;
  apparentBytes: Bytes;
  allocatedBytes: Bytes;
  /** Whether all of it was listed and no counted file was met. */
  provenWithoutFiles: boolean;
}

/**
 * Subtree totals of every directory, in one pass from the leaves up.
 *
 * @param nodes every directory, each after the one that holds it.
 * @param charges bytes to add to single directories: those of files with several names.
 */
export function rollUp(
  nodes: readonly DirectoryNode[],
  charges: ReadonlyMap<DirectoryNode, { apparentBytes: Bytes; allocatedBytes: Bytes }>,
): Map<DirectoryNode, Subtree> {
  const subtrees = new Map<DirectoryNode, Subtree>();
  for (const node of nodes) {
    const charge = charges.get(node);
    subtrees.set(node, {
      files: node.files,
      directories: node.counted ? 1 : 0,
      symlinks: node.symlinks,
      others: node.others,
      apparentBytes: addBytes(node.apparentBytes, charge?.apparentBytes ?? 0),
      allocatedBytes: addBytes(addBytes(node.ownBytes, node.allocatedBytes), charge?.allocatedBytes ?? 0),
      provenWithoutFiles: node.listed && node.files === 0,
    });
  }
  for (let index = nodes.length - 1; index >= 0; index -= 1) {
    const node = nodes[index];
    const parent = node?.parent === undefined ? undefined : subtrees.get(node.parent);
    const subtree = node === undefined ? undefined : subtrees.get(node);
    if (parent === undefined || subtree === undefined) continue;
    parent.files += subtree.files;
    parent.directories += subtree.directories;
    parent.symlinks += subtree.symlinks;
    parent.others += subtree.others;
    parent.apparentBytes = addBytes(parent.apparentBytes, subtree.apparentBytes);
    parent.allocatedBytes = addBytes(parent.allocatedBytes, subtree.allocatedBytes);
    parent.provenWithoutFiles &&= subtree.provenWithoutFiles;
  }
  return subtrees;
}

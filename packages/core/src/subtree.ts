import { addBytes, type Bytes } from "./bytes.js";
import type { DirectoryNode } from "./directory-node.js";
import { addTotals, type Sums } from "./totals.js";

/** What a directory and all below it come to. */
interface Subtree extends Sums {
  /** Whether all of it was listed and no counted file was met. */
  provenWithoutFiles: boolean;
}

/** Bytes to add to one directory. */
export interface Charge {
  apparentBytes: Bytes;
  allocatedBytes: Bytes;
}

/** Subtree totals by directory. */
export type Subtrees = (node: DirectoryNode) => Subtree;

/**
 * Subtree totals of every directory, in one pass from the leaves up.
 *
 * @param nodes every directory, each after the one that holds it.
 * @param charges bytes to add to single directories: those of files with several names.
 */
export function rollUp(nodes: readonly DirectoryNode[], charges: ReadonlyMap<DirectoryNode, Charge>): Subtrees {
  const subtrees = nodes.map((node) => own(node, charges.get(node)));
  for (let index = nodes.length - 1; index >= 0; index -= 1) {
    const parent = subtrees[nodes[index]?.parent?.index ?? -1];
    const subtree = subtrees[index];
    if (parent !== undefined && subtree !== undefined) addInto(parent, subtree);
  }
  return (node) => subtrees[node.index] ?? own(node, undefined);
}

function own(node: DirectoryNode, charge: Charge | undefined): Subtree {
  const allocatedBytes = addBytes(node.ownBytes, node.allocatedBytes);
  return {
    files: node.files,
    directories: node.counted ? 1 : 0,
    symlinks: node.symlinks,
    others: node.others,
    apparentBytes: charge === undefined ? node.apparentBytes : addBytes(node.apparentBytes, charge.apparentBytes),
    allocatedBytes: charge === undefined ? allocatedBytes : addBytes(allocatedBytes, charge.allocatedBytes),
    provenWithoutFiles: node.listed && node.files === 0,
  };
}

function addInto(parent: Subtree, subtree: Subtree): void {
  addTotals(parent, subtree);
  parent.provenWithoutFiles &&= subtree.provenWithoutFiles;
}

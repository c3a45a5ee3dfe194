import { addBytes, type Bytes } from "./bytes.js";
import type { DirectoryNode } from "./directory-node.js";
import type { Totals } from "./report.js";

/** Bytes to add to one directory. */
export interface Charge {
  apparentBytes: Bytes;
  allocatedBytes: Bytes;
}

/** What each directory and all below it come to: columns by the index of the directory. */
export interface Subtrees {
  /** Directories that were counted, the directory itself among them. */
  readonly directories: Float64Array;
  readonly allocatedBytes: readonly Bytes[];
  /** 1 where all of it was listed and no counted file was met. */
  readonly provenWithoutFiles: Uint8Array;
  totals(node: DirectoryNode): Totals;
}

/**
 * Subtree totals of every directory, in one pass from the leaves up. There can be millions of them.
 *
 * @param nodes every directory, each after the one that holds it.
 * @param charges bytes to add to single directories: those of files with several names.
 */
export function rollUp(nodes: readonly DirectoryNode[], charges: ReadonlyMap<DirectoryNode, Charge>): Subtrees {
  const count = nodes.length;
  const files = new Float64Array(count);
  const directories = new Float64Array(count);
  const symlinks = new Float64Array(count);
  const others = new Float64Array(count);
  const apparent: Bytes[] = [];
  const allocated: Bytes[] = [];
  const proven = new Uint8Array(count);
  for (const node of nodes) {
    const { index } = node;
    files[index] = node.files;
    directories[index] = node.counted ? 1 : 0;
    symlinks[index] = node.symlinks;
    others[index] = node.others;
    apparent.push(node.apparentBytes);
    allocated.push(addBytes(node.ownBytes, node.allocatedBytes));
    proven[index] = node.listed && node.files === 0 ? 1 : 0;
  }
  for (const [{ index }, charge] of charges) {
    apparent[index] = addBytes(apparent[index] ?? 0, charge.apparentBytes);
    allocated[index] = addBytes(allocated[index] ?? 0, charge.allocatedBytes);
  }
  for (let index = count - 1; index >= 0; index -= 1) {
    const parent = nodes[index]?.parent?.index;
    if (parent === undefined) continue;
    files[parent] = (files[parent] ?? 0) + (files[index] ?? 0);
    directories[parent] = (directories[parent] ?? 0) + (directories[index] ?? 0);
    symlinks[parent] = (symlinks[parent] ?? 0) + (symlinks[index] ?? 0);
    others[parent] = (others[parent] ?? 0) + (others[index] ?? 0);
    apparent[parent] = addBytes(apparent[parent] ?? 0, apparent[index] ?? 0);
    allocated[parent] = addBytes(allocated[parent] ?? 0, allocated[index] ?? 0);
    if (proven[index] === 0) proven[parent] = 0;
  }

  return {
    directories,
    allocatedBytes: allocated,
    provenWithoutFiles: proven,
    totals: ({ index }) => ({
      files: files[index] ?? 0,
      directories: directories[index] ?? 0,
      symlinks: symlinks[index] ?? 0,
      others: others[index] ?? 0,
      apparentBytes: apparent[index] ?? 0,
      allocatedBytes: allocated[index] ?? 0,
    }),
  };
}

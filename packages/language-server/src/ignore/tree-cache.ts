import type { Entry } from "@transect/core";
import { walkBatches } from "@transect/walker-parallel";

/** A tree as it was a moment ago. */
interface Tree {
  /** Each folder before what it holds, the root first, with sizes. */
  readonly entries: readonly Entry[];
  /** How many entries could not be read. */
  readonly errors: number;
}

/** Trees that were walked a moment ago, so that a keystroke does not walk them again. */
export interface TreeCache {
  /** The tree at an absolute path. */
  get(folder: string): Promise<Tree>;
  /** Forgets a tree, or all: something has changed. */
  drop(folder?: string): void;
}

/** How long a tree is good for without anybody saying that it changed, and how long it is kept. */
const FRESH_MS = 5_000;

/** Makes a cache that holds one tree for each folder, for a few seconds. */
export function createTreeCache(): TreeCache {
  const trees = new Map<string, { readonly tree: Promise<Tree>; readonly timer: NodeJS.Timeout }>();
  function drop(folder: string): void {
    clearTimeout(trees.get(folder)?.timer);
    trees.delete(folder);
  }
  return {
    get(folder) {
      const known = trees.get(folder);
      if (known !== undefined) return known.tree;
      const tree = readTree(folder);
      const timer = setTimeout(() => drop(folder), FRESH_MS).unref();
      trees.set(folder, { tree, timer });
      return tree;
    },
    drop(folder) {
      for (const known of folder === undefined ? [...trees.keys()] : [folder]) drop(known);
    },
  };
}

async function readTree(folder: string): Promise<Tree> {
  const entries: Entry[] = [];
  let errors = 0;
  for await (const batch of walkBatches(folder, { stat: true })) {
    for (const item of batch) {
      if (item.type === "error") errors += 1;
      else entries.push(item);
    }
  }
  return { entries, errors };
}

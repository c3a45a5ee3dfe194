import type { Entry } from "@transect/core";
import type { CompiledPatterns } from "./compiled-patterns.js";
import type { DirectoryClass } from "./directory-class.js";
import { type BitSet, mayGive } from "./name-ends.js";

/** Is told what a walk meets, and tells which directories match. */
export interface StructureMatcher {
  /** A directory, before anything that it holds; a root by the name it goes by. */
  readonly directory: (entry: Entry, rootName?: string) => void;
  /** A file. */
  readonly file: (entry: Entry) => void;
}

/** What is known of a directory in which patterns may come true. */
interface Progress {
  readonly entry: Entry;
  readonly parent: Progress | undefined;
  readonly kind: DirectoryClass;
  /** What has been met of what is needed, as a {@link BitSet}. */
  readonly given: number[];
  /** How many patterns have not come true. */
  open: number;
}

/**
 * Matches structure patterns along with a walk, in whatever order it comes. Nothing that is needed can be lost again,
 * so a directory matches as soon as the last of what it needs is met.
 *
 * What is known of a directory hangs on its entry: it is gone once the walk lets go of that.
 */
export function structureMatcher(
  compiled: CompiledPatterns,
  onMatch: (directory: Entry, index: number) => void,
): StructureMatcher {
  const { directoryNames, fileNames, classes } = compiled;
  const known = new WeakMap<Entry, Progress>();
  // Entries come folder by folder for the most part.
  let lastParent: Entry | undefined;
  let lastProgress: Progress | undefined;

  return {
    directory(entry, rootName) {
      const parent = entry.parent && progressOf(entry.parent);
      const names = directoryNames.which(rootName ?? entry.nameBytes ?? entry.name);
      const kind = classes.below(parent?.kind ?? classes.none, names);
      if (kind.nodes.length === 0) return;
      const progress: Progress = { entry, parent, kind, given: kind.nothing.slice(), open: kind.nodes.length };
      known.set(entry, progress);
      for (const place of kind.needless) settle(progress, place);
    },
    file(entry) {
      if (entry.parent === undefined) return;
      const progress = progressOf(entry.parent);
      if (progress === undefined || progress.open === 0) return;
      const { kind, given } = progress;
      if (kind.ends !== undefined && !mayGive(kind.ends, entry.name, given)) return;
      const bits = kind.givenBy(fileNames.which(entry.nameBytes ?? entry.name));
      if (bits === undefined) return;
      for (let word = 0; word < bits.length; word += 1) {
        const fresh = (bits[word] ?? 0) & ~(given[word] ?? 0);
        if (fresh !== 0) give(progress, word, fresh);
      }
    },
  };

  function progressOf(directory: Entry): Progress | undefined {
    if (directory !== lastParent) {
      lastParent = directory;
      lastProgress = known.get(directory);
    }
    return lastProgress;
  }

  /** Notes bits of one word that were not there before. */
  function give(progress: Progress, word: number, fresh: number): void {
    const { given, kind } = progress;
    for (let rest = fresh; rest !== 0; rest &= rest - 1) {
      const bit = rest & -rest;
      // One by one: a pattern comes true with the last of its bits.
      given[word] = (given[word] ?? 0) | bit;
      const place = kind.owners[word * 32 + 31 - Math.clz32(bit)] ?? 0;
      if (holds(given, kind.needs[place] ?? [])) settle(progress, place);
    }
  }

  /** A pattern has come true: a match, or what the directory above waited for. */
  function settle(progress: Progress, place: number): void {
    const { entry, parent, kind } = progress;
    progress.open -= 1;
    const node = kind.nodes[place];
    if (node?.parent === undefined) onMatch(entry, node?.index ?? 0);
    const bit = node && parent?.kind.bits.get(node);
    if (bit === undefined || parent === undefined) return;
    const fresh = (1 << (bit & 31)) & ~(parent.given[bit >>> 5] ?? 0);
    if (fresh !== 0) give(parent, bit >>> 5, fresh);
  }
}

function holds(given: BitSet, needed: BitSet): boolean {
  for (let word = 0; word < needed.length; word += 1) {
    if (((needed[word] ?? 0) & ~(given[word] ?? 0)) !== 0) return false;
  }
  return true;
}

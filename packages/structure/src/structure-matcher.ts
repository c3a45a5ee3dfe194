import type { Entry } from "@transect/core";
import type { CompiledPatterns, PatternNode } from "./compiled-patterns.js";
import { type DirectoryClass, directoryClasses } from "./directory-class.js";

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
  /** What has been met of what is needed. */
  readonly given: Uint32Array;
  /** The patterns that have not come true, by their places in the class. */
  open: readonly number[];
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
  const { directoryNames, fileNames } = compiled;
  const classes = directoryClasses(compiled);
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
      const given = new Uint32Array(kind.needs[0]?.length ?? 0);
      const progress: Progress = { entry, parent, kind, given, open: [...kind.nodes.keys()] };
      known.set(entry, progress);
      settle(progress);
    },
    file(entry) {
      if (entry.parent === undefined) return;
      const progress = progressOf(entry.parent);
      if (progress === undefined || progress.open.length === 0) return;
      const bits = progress.kind.givenBy(fileNames.which(entry.nameBytes ?? entry.name));
      if (bits !== undefined && add(progress.given, bits)) settle(progress);
    },
  };

  function progressOf(directory: Entry): Progress | undefined {
    if (directory !== lastParent) {
      lastParent = directory;
      lastProgress = known.get(directory);
    }
    return lastProgress;
  }

  /** Notes the patterns that have come true, here and in the directories above that waited for it. */
  function settle(progress: Progress): void {
    const { entry, parent, kind, given, open } = progress;
    const settled = open.filter((place) => holds(given, kind.needs[place]));
    if (settled.length === 0) return;
    progress.open = open.filter((place) => !settled.includes(place));
    for (const place of settled) {
      const node = kind.nodes[place];
      if (node?.parent === undefined) onMatch(entry, node?.index ?? 0);
      else if (parent !== undefined) giveTo(parent, node);
    }
  }

  function giveTo(progress: Progress, node: PatternNode): void {
    const bit = progress.kind.bits.get(node);
    if (bit === undefined) return;
    const word = progress.given[bit >>> 5] ?? 0;
    const next = (word | (1 << (bit & 31))) >>> 0;
    if (next === word) return;
    progress.given[bit >>> 5] = next;
    settle(progress);
  }
}

/** Adds bits to others. Says whether that changed anything. */
function add(given: Uint32Array, bits: Uint32Array): boolean {
  let changed = false;
  for (let word = 0; word < bits.length; word += 1) {
    const before = given[word] ?? 0;
    const after = (before | (bits[word] ?? 0)) >>> 0;
    if (after === before) continue;
    given[word] = after;
    changed = true;
  }
  return changed;
}

function holds(given: Uint32Array, needed: Uint32Array | undefined): boolean {
  return needed?.every((word, index) => ((given[index] ?? 0) & word) >>> 0 === word) ?? false;
}

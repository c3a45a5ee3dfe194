import type { PatternNames, PatternNode } from "./compiled-patterns.js";
import { ANY_CODE, type BitSet, type EndBits, endBits, type NameEnds } from "./name-ends.js";

/** What directories have in common that the same patterns may come true in. */
export interface DirectoryClass {
  /** The patterns that may come true: the directory's name matches, and what they are nested in may come true above. */
  readonly nodes: readonly PatternNode[];
  /** What each of them needs: a bit for each file and each directory. */
  readonly needs: readonly BitSet[];
  /** The places of those that need nothing. */
  readonly needless: readonly number[];
  /** Whose each bit is, as a place among the patterns. */
  readonly owners: readonly number[];
  /** The bit of each directory that one of them needs. */
  readonly bits: ReadonlyMap<PatternNode, number>;
  /** Which bits files may give by how their names begin and end; `undefined` where that is not known. */
  readonly ends: EndBits | undefined;
  /** The set of no bits. */
  readonly nothing: BitSet;
  /** What a file gives whose name these patterns of names match; `undefined` where that is nothing. */
  readonly givenBy: (names: readonly number[]) => BitSet | undefined;
}

/** Knows the class of every directory by the class of the one that holds it and by its name. */
export interface DirectoryClasses {
  /** The class of directories in which nothing can come true. */
  readonly none: DirectoryClass;
  /** The class of a directory whose name these patterns of names match. */
  readonly below: (parent: DirectoryClass, names: readonly number[]) => DirectoryClass;
}

/** Classes are made when they are met. So many are kept; they are dropped and made again. */
const MOST_CLASSES = 4096;

/** Prepares the classes of directories for patterns. */
export function directoryClasses({ tops, fileNames }: Pick<PatternNames, "tops" | "fileNames">): DirectoryClasses {
  const topsByName = byDirectoryName(tops);
  const none = makeClass([], fileNames.ends);
  let known = new Map<string, DirectoryClass>();
  let steps = new Map<DirectoryClass, Map<readonly number[], DirectoryClass>>();
  let kept = 0;

  return {
    none,
    below(parent, names) {
      const step = steps.get(parent)?.get(names);
      if (step !== undefined) return step;
      if (kept >= MOST_CLASSES) {
        known = new Map();
        steps = new Map();
        kept = 0;
      }
      kept += 1;
      const found = find(parent, names);
      const steppedFrom = steps.get(parent) ?? new Map<readonly number[], DirectoryClass>();
      steps.set(parent, steppedFrom.set(names, found));
      return found;
    },
  };

  function find(parent: DirectoryClass, names: readonly number[]): DirectoryClass {
    const nested = byDirectoryName(parent.nodes.flatMap(({ directories }) => directories));
    const nodes = names.flatMap((name) => [...(topsByName.get(name) ?? []), ...(nested.get(name) ?? [])]);
    if (nodes.length === 0) return none;
    const key = nodes.map(({ id }) => id).join();
    const made = known.get(key) ?? makeClass(nodes, fileNames.ends);
    known.set(key, made);
    return made;
  }
}

function byDirectoryName(nodes: readonly PatternNode[]): ReadonlyMap<number, readonly PatternNode[]> {
  const grouped = new Map<number, PatternNode[]>();
  for (const node of nodes) {
    const group = grouped.get(node.directoryName);
    if (group === undefined) grouped.set(node.directoryName, [node]);
    else group.push(node);
  }
  return grouped;
}

function makeClass(nodes: readonly PatternNode[], ends: readonly NameEnds[]): DirectoryClass {
  const fileBits = new Map<number, number[]>();
  const bits = new Map<PatternNode, number>();
  const owners: number[] = [];
  for (const [place, node] of nodes.entries()) {
    for (const file of node.files) {
      const bit = owners.push(place) - 1;
      const others = fileBits.get(file);
      if (others === undefined) fileBits.set(file, [bit]);
      else others.push(bit);
    }
    for (const directory of node.directories) bits.set(directory, owners.push(place) - 1);
  }
  const words = Math.ceil(owners.length / 32);
  const nothing: BitSet = Array.from({ length: words }, () => 0);
  const needs = nodes.map(() => [...nothing]);
  for (const [bit, place] of owners.entries()) setBit(needs[place] ?? [], bit);
  // Arrays of names come from the automaton, which may drop them and make new ones.
  const given = new WeakMap<readonly number[], { readonly bits: BitSet | undefined }>();
  return {
    nodes,
    needs,
    needless: nodes.flatMap(({ files, directories }, place) =>
      files.length + directories.length === 0 ? [place] : [],
    ),
    owners,
    bits,
    nothing,
    ends: endBits(
      [...fileBits].map(([file, own]) => [ends[file] ?? UNKNOWN_ENDS, own] as const),
      words,
    ),
    givenBy(names) {
      let known = given.get(names);
      if (known === undefined) {
        const set = [...nothing];
        for (const name of names) for (const bit of fileBits.get(name) ?? []) setBit(set, bit);
        known = { bits: set.some((word) => word !== 0) ? set : undefined };
        given.set(names, known);
      }
      return known.bits;
    },
  };
}

const UNKNOWN_ENDS: NameEnds = { first: ANY_CODE, last: ANY_CODE };

function setBit(set: number[], bit: number): void {
  set[bit >>> 5] = (set[bit >>> 5] ?? 0) | (1 << (bit & 31));
}

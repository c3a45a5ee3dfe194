import { globSet } from "@transect/matcher";
import { fnmatchToGlob } from "./fnmatch.js";
import { type NameEnds, nameEnds } from "./name-ends.js";

/** Patterns of names, asked all at once. */
export interface NameSet {
  /**
   * Which of the patterns match a name, as their indexes in ascending order. Takes time in proportion to the name,
   * whatever the patterns are. Names that the same patterns match mostly get the same array.
   */
  readonly which: (name: string | Uint8Array) => readonly number[];
  /** How names begin and end that each of the patterns matches. */
  readonly ends: readonly NameEnds[];
}

/** Compiles patterns as Python's `fnmatch` reads them into one automaton. */
export function nameSet(patterns: readonly string[]): NameSet {
  const set = globSet(patterns.map(fnmatchToGlob), { dot: true });
  const folder = set.root();
  return { which: (name) => set.whichInFolder(folder, name, false), ends: patterns.map(nameEnds) };
}

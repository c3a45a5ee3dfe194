import { type DirectoryClasses, directoryClasses } from "./directory-class.js";
import { type NameSet, nameSet } from "./name-set.js";
import { type StructurePattern, wholePattern } from "./structure-pattern.js";

/** A pattern or one nested in it, its names as their numbers in a {@link NameSet}. */
export interface PatternNode {
  /** A number of its own. */
  readonly id: number;
  /** The place of its outermost pattern among those that were compiled. */
  readonly index: number;
  /** What it is nested in; `undefined` for an outermost one. */
  readonly parent: PatternNode | undefined;
  readonly directoryName: number;
  readonly files: readonly number[];
  readonly optionalFiles: readonly number[];
  readonly directories: readonly PatternNode[];
  readonly optionalDirectories: readonly PatternNode[];
}

/** Structure patterns, ready to ask. */
export interface CompiledPatterns extends PatternNames {
  readonly patterns: readonly StructurePattern[];
  readonly classes: DirectoryClasses;
}

/** Patterns with all names of files, and all of directories, as one automaton each. */
export interface PatternNames {
  /** The outermost patterns, in their order. */
  readonly tops: readonly PatternNode[];
  readonly directoryNames: NameSet;
  readonly fileNames: NameSet;
}

/** So many lists of patterns stay compiled, those that were asked for last. */
const MOST_KEPT = 8;

/** Lists that are longer, as JSON, are not kept: what they become may take much memory. */
const LONGEST_KEPT = 65_536;

const kept = new Map<string, Omit<CompiledPatterns, "patterns">>();

/**
 * Compiles structure patterns that are known to be good. Automata are built while they are asked: who looks through one
 * small tree after the other for the same patterns gets those that are built already.
 */
export function compilePatterns(patterns: readonly StructurePattern[]): CompiledPatterns {
  const key = JSON.stringify(patterns);
  const compiled = kept.get(key) ?? compileAll(patterns);
  if (key.length <= LONGEST_KEPT) {
    kept.delete(key);
    kept.set(key, compiled);
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  }
  return { ...compiled, patterns };
}

function compileAll(patterns: readonly StructurePattern[]): Omit<CompiledPatterns, "patterns"> {
  const directoryNames = numbering();
  const fileNames = numbering();
  let id = 0;
  const tops = patterns.map((pattern, index) => compile(pattern, index, undefined));
  const names = { tops, directoryNames: nameSet(directoryNames.names()), fileNames: nameSet(fileNames.names()) };
  return { ...names, classes: directoryClasses(names) };

  function compile(pattern: StructurePattern, index: number, parent: PatternNode | undefined): PatternNode {
    const whole = wholePattern(pattern);
    const directories: PatternNode[] = [];
    const optionalDirectories: PatternNode[] = [];
    const node: PatternNode = {
      id: id++,
      index,
      parent,
      directoryName: directoryNames.of(whole.directory_name),
      files: unique(whole.files.map(fileNames.of)),
      optionalFiles: unique(whole.optional_files.map(fileNames.of)),
      directories,
      optionalDirectories,
    };
    directories.push(...whole.directories.map((nested) => compile(nested, index, node)));
    optionalDirectories.push(...whole.optional_directories.map((nested) => compile(nested, index, node)));
    return node;
  }
}

/** Numbers names, equal ones alike. */
function numbering(): { of: (name: string) => number; names: () => string[] } {
  const numbers = new Map<string, number>();
  return {
    of(name) {
      const known = numbers.get(name) ?? numbers.size;
      numbers.set(name, known);
      return known;
    },
    names: () => [...numbers.keys()],
  };
}

function unique(values: readonly number[]): number[] {
  return [...new Set(values)];
}

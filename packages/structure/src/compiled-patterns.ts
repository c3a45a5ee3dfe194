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
export interface CompiledPatterns {
  readonly patterns: readonly StructurePattern[];
  /** The outermost patterns, in their order. */
  readonly tops: readonly PatternNode[];
  readonly directoryNames: NameSet;
  readonly fileNames: NameSet;
}

/** Compiles structure patterns that are known to be good: all names of files, and all of directories, become one automaton each. */
export function compilePatterns(patterns: readonly StructurePattern[]): CompiledPatterns {
  const directoryNames = numbering();
  const fileNames = numbering();
  let id = 0;
  const tops = patterns.map((pattern, index) => compile(pattern, index, undefined));
  return {
    patterns,
    tops,
    directoryNames: nameSet(directoryNames.names()),
    fileNames: nameSet(fileNames.names()),
  };

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

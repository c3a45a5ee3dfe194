import { createDfa, DEAD, type Dfa } from "./dfa.js";
import { type FolderState, folderStates, ruleAt } from "./folder-state.js";
import type { GlobOptions } from "./glob-options.js";
import { pathRunner } from "./path-run.js";
import { MARK_BELOW, MARK_DIRECTORY, type Program } from "./program.js";
import { newProgram } from "./program-builder.js";
import { emitGlob, limitsOf, readGlob } from "./read-glob.js";
import { run } from "./run.js";

/** What a walk asks of a matcher, folder by folder. A name has no slash; it may be bytes. */
export interface FolderMatcher {
  /** The state of the root folder. */
  readonly root: () => FolderState;
  /** The state of the folder called `name` within a folder. */
  readonly enter: (folder: FolderState, name: string | Uint8Array) => FolderState;
  /** Whether the entry called `name` in a folder matches. Costs its characters, and allocates nothing. */
  readonly matches: (folder: FolderState, name: string | Uint8Array, isDirectory: boolean) => boolean;
  /** False when nothing below the folder can match: it need not be opened. */
  readonly canMatchBelow: (folder: FolderState) => boolean;
  /** True when everything below the folder matches: it need not be asked again. False does not say the contrary. */
  readonly matchesAllBelow: (folder: FolderState) => boolean;
}

/** A glob, or a set of them, ready to ask. */
export interface Glob extends FolderMatcher {
  /**
   * Whether a path matches. A path is relative, its names are parted by single slashes, none is `.` or `..`; a slash
   * at its end says that it is a directory, as `isDirectory` does (default false).
   */
  readonly test: (path: string | Uint8Array, isDirectory?: boolean) => boolean;
  /** The automaton, as plain numbers: see {@link programMatcher}. */
  readonly program: Program;
  /** About how many bytes the states built so far take; stays below the limit `maxCacheBytes`. */
  readonly cacheBytes: () => number;
}

/** A set of globs, ready to ask. */
export interface GlobSet extends Glob {
  /** Which patterns match a path, as their indexes in ascending order; a negated one too, if what it negates matches. */
  readonly which: (path: string | Uint8Array, isDirectory?: boolean) => readonly number[];
  /** As `which`, for the entry called `name` in a folder. */
  readonly whichInFolder: (folder: FolderState, name: string | Uint8Array, isDirectory: boolean) => readonly number[];
}

/**
 * Compiles a list of globs into one automaton: a thousand cost a path about what one does. A pattern with a leading
 * `!` (that is no `!(…)`) is negated, and the last pattern that matches a path decides; write `\!` for a name that
 * begins with one. When the first pattern is negated the set begins with everything. An empty set matches nothing.
 *
 * @throws PatternError for a pattern that is over a limit.
 */
export function globSet(patterns: readonly string[], options: GlobOptions = {}): GlobSet {
  const negated = patterns.map((pattern) => /^!(?!\()/.test(pattern));
  const shop = newProgram({ alphabet: "characters", settles: false, fallback: negated[0] === true });
  patterns.forEach((pattern, rule) => {
    shop.program.rules.push(negated[rule] ? 0 : 1);
    emitGlob(shop, readGlob(negated[rule] ? pattern.slice(1) : pattern, options), rule, options);
  });
  return programMatcher(shop.program, options);
}

/**
 * A matcher for a program that was compiled before, for example one that has been through JSON. Of the options only
 * the limit `maxCacheBytes` has a meaning here.
 */
export function programMatcher(program: Program, options: Pick<GlobOptions, "limits"> = {}): GlobSet {
  const dfa = createDfa(program, limitsOf(options).maxCacheBytes);
  const folders = folderStates(dfa);
  const runPath = pathRunner(dfa);
  const verdict = (rule: number): boolean => (rule < 0 ? program.fallback : program.rules[rule] === 1);
  const memo: Memo = { generation: -1, lists: new Map() };
  return {
    test: (path, isDirectory = false) => {
      const end = pathEnd(path);
      const state = runPath(path, end);
      return verdict(ruleAt(dfa, state, isDirectory || end < path.length));
    },
    which: (path, isDirectory = false) => {
      const end = pathEnd(path);
      return rulesAt(dfa, memo, runPath(path, end), isDirectory || end < path.length);
    },
    whichInFolder: (folder, name, isDirectory) => {
      const state = folders.resolve(folder);
      return rulesAt(dfa, memo, state < 0 ? state : run(dfa, state, name, 0, name.length), isDirectory);
    },
    root: () => folders.of(dfa.start()),
    enter: folders.enter,
    matches: (folder, name, isDirectory) => verdict(folders.decide(folder, name, isDirectory)),
    canMatchBelow: (folder) => {
      const state = folders.resolve(folder);
      return state > 0 || verdict(-state - 2);
    },
    matchesAllBelow: (folder) => allBelow(dfa, folders.resolve(folder)),
    program,
    cacheBytes: dfa.size,
  };
}

interface Memo {
  generation: number;
  lists: Map<number, readonly number[]>;
}

const NONE: readonly number[] = [];

/** How long a path is without the slash at its end. */
export function pathEnd(path: string | Uint8Array): number {
  const last = path.length - 1;
  return last > 0 && (typeof path === "string" ? path.charCodeAt(last) : path[last]) === 47 ? last : last + 1;
}

function rulesAt(dfa: Dfa, memo: Memo, state: number, isDirectory: boolean): readonly number[] {
  if (state === DEAD) return NONE;
  if (state < 0) return [-state - 2];
  if (memo.generation !== dfa.generation) {
    memo.generation = dfa.generation;
    memo.lists = new Map();
  }
  const key = isDirectory ? state + 1 : state;
  let list = memo.lists.get(key);
  if (list === undefined) {
    const marks = dfa.marksOf(state);
    const rules = new Set<number>();
    for (let i = 0; i < marks.length; i += 2) {
      const scope = marks[i + 1] as number;
      if (scope !== MARK_BELOW && (isDirectory || scope !== MARK_DIRECTORY)) rules.add(marks[i] as number);
    }
    list = [...rules].sort((a, b) => a - b);
    memo.lists.set(key, list);
  }
  return list;
}

/** Whether everything below is matched: by no rule at all, or by one that no later negated rule can take back. */
function allBelow(dfa: Dfa, state: number): boolean {
  const { program } = dfa;
  if (state < 0) return state === DEAD ? program.fallback : program.rules[-state - 2] === 1;
  const marks = dfa.marksOf(state);
  let highest = -1;
  for (let i = 0; i < marks.length; i += 2) {
    if (marks[i + 1] === MARK_BELOW) highest = Math.max(highest, marks[i] as number);
  }
  return highest >= 0 && program.rules[highest] === 1 && program.rules.indexOf(0, highest) < 0;
}

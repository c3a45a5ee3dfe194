import { type Dfa, settledRule } from "./dfa.js";
import { run, step } from "./run.js";

/**
 * Where a walk stands: one for each open folder, made by a matcher's `root` and `enter` and good for that matcher
 * only. It stays good when the automaton's states are dropped to keep within memory. Two folders in which the same
 * can still match may share one object.
 */
export interface FolderState {
  /** The positions behind the state; what it is made from again once the states were dropped. */
  readonly kernel: Int32Array;
  /** The state, for the generation below; negative when settled. */
  state: number;
  /** The generation of states the state belongs to. */
  generation: number;
}

/** How a matcher keeps one folder state for each state of its automaton. */
export interface FolderStates {
  /** The folder state for a state of the automaton. */
  readonly of: (state: number) => FolderState;
  /** The state of the automaton behind a folder state. */
  readonly resolve: (folder: FolderState) => number;
  /** The state of the folder called `name` within a folder. */
  readonly enter: (folder: FolderState, name: string | Uint8Array) => FolderState;
  /** The rule that decides the entry called `name`, or -1. Allocates nothing. */
  readonly decide: (folder: FolderState, name: string | Uint8Array, isDirectory: boolean) => number;
}

const NONE = new Int32Array(0);

/** Folder states over an automaton. */
export function folderStates(dfa: Dfa): FolderStates {
  let generation = dfa.generation;
  let known = new Map<number, FolderState>();
  const of = (state: number): FolderState => {
    if (generation !== dfa.generation) {
      generation = dfa.generation;
      known = new Map();
    }
    let folder = known.get(state);
    if (folder === undefined) {
      folder = { kernel: state < 0 ? NONE : dfa.kernelOf(state), state, generation };
      known.set(state, folder);
    }
    return folder;
  };
  const resolve = (folder: FolderState): number => {
    if (folder.state > 0 && folder.generation !== dfa.generation) {
      folder.state = dfa.intern(folder.kernel, true);
      folder.generation = dfa.generation;
    }
    return folder.state;
  };
  return {
    of,
    resolve,
    enter: (folder, name) => {
      const state = resolve(folder);
      return of(state < 0 ? state : step(dfa, run(dfa, state, name, 0, name.length), dfa.slash));
    },
    decide: (folder, name, isDirectory) => {
      let state = resolve(folder);
      if (state > 0) state = run(dfa, state, name, 0, name.length);
      return ruleAt(dfa, state, isDirectory);
    },
  };
}

/** The rule that decides an entry whose path ends at a state, or -1. */
export function ruleAt(dfa: Dfa, state: number, isDirectory: boolean): number {
  return state < 0 ? settledRule(state) : (dfa.table[isDirectory ? state + 1 : state] as number);
}

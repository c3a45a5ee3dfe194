import { SLASH } from "./char-set.js";
import type { Dfa } from "./dfa.js";
import { run, stepCode } from "./run.js";

/** How deep the folders of the last path are remembered. */
const MAX_DEPTH = 64;

/**
 * Runs whole paths from the start. Lists of paths mostly come in the order of a walk, so the states of the last path's
 * folders are kept, and a path that shares some of them is run from the deepest one. Comparing two slices costs a
 * fraction of looking at their characters one by one.
 *
 * @returns a function of a path and where it ends, which gives the state there.
 */
export function pathRunner(dfa: Dfa): (path: string | Uint8Array, end: number) => number {
  const ends = new Int32Array(MAX_DEPTH);
  const states = new Int32Array(MAX_DEPTH);
  let last = "";
  let depth = 0;
  let generation = -1;

  return (path, end) => {
    const start = dfa.start();
    if (typeof path !== "string") return run(dfa, start, path, 0, end);
    if (generation !== dfa.generation) {
      generation = dfa.generation;
      depth = 0;
    }
    for (; depth > 0; depth--) {
      const folder = ends[depth - 1] as number;
      if (folder <= end && path.charCodeAt(folder - 1) === SLASH && path.slice(0, folder) === last.slice(0, folder))
        break;
    }
    last = path;
    return depth === 0
      ? along(path, start, 0, end)
      : along(path, states[depth - 1] as number, ends[depth - 1] as number, end);
  };

  function along(path: string, begin: number, from: number, end: number): number {
    let { table, columns } = dfa;
    let state = begin;
    if (state < 0) return state;
    for (let i = from; i < end; i++) {
      const unit = path.charCodeAt(i);
      if (unit < 128) {
        const column = columns[unit] as number;
        let next = table[state + column] as number;
        if (next === 0) {
          next = dfa.advance(state, column);
          ({ table, columns } = dfa);
        }
        state = next;
        if (unit === SLASH && depth < MAX_DEPTH && generation === dfa.generation) {
          ends[depth] = i + 1;
          states[depth++] = state;
        }
      } else {
        const code = path.codePointAt(i) as number;
        if (code > 0xffff) i++;
        state = stepCode(dfa, state, code);
        ({ table, columns } = dfa);
      }
      if (state < 0) return state;
    }
    return state;
  }
}

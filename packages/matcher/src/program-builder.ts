import type { Alphabet, CharSet } from "./char-set.js";
import type { Program } from "./program.js";

/** A program that can still grow. It *is* a {@link Program}: what runs it sees what is added. */
export interface ProgramBuilder extends Program {
  readonly rules: number[];
  readonly sets: CharSet[];
  readonly firstEdge: number[];
  readonly edges: number[];
  readonly firstMark: number[];
  readonly marks: number[];
}

/** What is known of a program while it is built, beside the program: positions and sets that can be shared. */
export interface Workshop {
  readonly program: ProgramBuilder;
  readonly setIds: Map<string | number, number>;
  readonly shared: Map<string | number, number>;
}

/** What a program is from the start on. */
export interface ProgramOptions {
  readonly alphabet: Alphabet;
  readonly settles: boolean;
  readonly fallback: boolean;
}

/** An empty program, with its start position, ready to be built. */
export function newProgram(options: ProgramOptions): Workshop {
  const program: ProgramBuilder = {
    version: 1,
    ...options,
    rules: [],
    start: 0,
    sets: [],
    firstEdge: [-1],
    edges: [],
    firstMark: [-1],
    marks: [],
  };
  return { program, setIds: new Map(), shared: new Map() };
}

/** A new position, without edges or marks. */
export function addPosition(program: ProgramBuilder): number {
  program.firstMark.push(-1);
  return program.firstEdge.push(-1) - 1;
}

/** An edge from a position to another; `set` -1 consumes nothing. */
export function addEdge(program: ProgramBuilder, from: number, to: number, set: number, flags: number): void {
  const id = program.edges.length / 4;
  program.edges.push(set, to, flags, program.firstEdge[from] as number);
  program.firstEdge[from] = id;
}

/** Says that a path which ends on the position is decided by the rule, within the scope. */
export function addMark(program: ProgramBuilder, position: number, rule: number, scope: number): void {
  const id = program.marks.length / 3;
  program.marks.push(rule, scope, program.firstMark[position] as number);
  program.firstMark[position] = id;
}

/** The number of a set of symbols, the same for the same set. */
export function setId({ program, setIds }: Workshop, set: CharSet): number {
  const key = set.length === 2 && set[0] === set[1] ? (set[0] as number) : set.join();
  let id = setIds.get(key);
  if (id === undefined) {
    id = program.sets.push(set) - 1;
    setIds.set(key, id);
  }
  return id;
}

/**
 * The position that follows `from` by what `key` names, made by `make` the first time: patterns that begin alike
 * share their positions, so that a thousand patterns for extensions cost one any-name and a tree of extensions.
 */
export function follow(shop: Workshop, from: number, key: string | number, make: () => number): number {
  const full = typeof key === "number" ? from * 0x100000 + key : `${from}:${key}`;
  let to = shop.shared.get(full);
  if (to === undefined) {
    to = make();
    shop.shared.set(full, to);
  }
  return to;
}

/** As {@link follow}, for one symbol of a set. */
export function followSet(shop: Workshop, from: number, set: CharSet, flags: number): number {
  const id = setId(shop, set);
  const key = from * 0x100000 + id * 2 + flags;
  let to = shop.shared.get(key);
  if (to === undefined) {
    to = addPosition(shop.program);
    addEdge(shop.program, from, to, id, flags);
    shop.shared.set(key, to);
  }
  return to;
}

import { DOT, SLASH } from "./char-set.js";
import { createDfa, type Dfa, FIRST_COLUMN } from "./dfa.js";
import { ruleAt } from "./folder-state.js";
import { MARK_ANY, MARK_BELOW, type Program } from "./program.js";
import { step } from "./run.js";

/** A path that shows what a rule can do: relative to the folder that was asked about, and what lies there. */
interface RuleWitness {
  readonly path: Uint8Array;
  readonly isDirectory: boolean;
}

/** What the rules of a program can do below a folder, over every path there could be. */
export interface ProgramReach {
  /** For each rule that some path is decided by, the shortest such path. */
  readonly decides: ReadonlyMap<number, RuleWitness>;
  /** For each rule that decides no path but matches one, the shortest such path. */
  readonly matches: ReadonlyMap<number, RuleWitness>;
}

/**
 * Finds out which rules can decide anything, by going through every state of the automaton from a folder's. This is
 * exact: a rule that is not among `decides` decides no path at all, whatever is on the disk.
 *
 * @param kernel the positions of the folder
 * @param maxStates how many states to look at before giving up
 * @returns undefined when there are more states than that, or than `maxCacheBytes` hold.
 */
export function programReach(
  program: Program,
  kernel: Int32Array,
  { maxStates, maxCacheBytes }: { readonly maxStates: number; readonly maxCacheBytes: number },
): ProgramReach | undefined {
  const decides = explore(createDfa(program, maxCacheBytes), kernel, maxStates, (dfa, state, isDirectory) => {
    const rule = ruleAt(dfa, state, isDirectory);
    return rule < 0 ? [] : [rule];
  });
  if (decides === undefined) return undefined;
  if (decides.size === program.rules.length) return { decides, matches: new Map() };
  const open: Program = { ...program, settles: false };
  const matches = explore(createDfa(open, maxCacheBytes), kernel, maxStates, rulesMatching);
  if (matches === undefined) return undefined;
  for (const rule of decides.keys()) matches.delete(rule);
  return { decides, matches };
}

function rulesMatching(dfa: Dfa, state: number, isDirectory: boolean): number[] {
  if (state < 0) return [];
  const marks = dfa.marksOf(state);
  const rules: number[] = [];
  for (let i = 0; i < marks.length; i += 2) {
    const scope = marks[i + 1];
    if (scope !== MARK_BELOW && (isDirectory || scope === MARK_ANY)) rules.push(marks[i] as number);
  }
  return rules;
}

/** What the name so far is: names are not empty, and `.` and `..` are no names of entries. */
const NAME = { begin: 0, dot: 1, dotDot: 2, other: 3 } as const;

interface Step {
  readonly state: number;
  readonly name: number;
  readonly from: Step | undefined;
  readonly symbol: number;
}

/** Goes through all states breadth first, and notes for each rule the first path that `rulesAt` names it for. */
function explore(
  dfa: Dfa,
  kernel: Int32Array,
  maxStates: number,
  rulesAt: (dfa: Dfa, state: number, isDirectory: boolean) => readonly number[],
): Map<number, RuleWitness> | undefined {
  const found = new Map<number, RuleWitness>();
  const first = dfa.intern(kernel, true);
  if (first < 0) return found;
  const { generation } = dfa;
  const symbols = symbolsOf(dfa);
  const seen = new Set<number>([first * 4 + NAME.begin]);
  let layer: Step[] = [{ state: first, name: NAME.begin, from: undefined, symbol: 0 }];
  while (layer.length > 0) {
    const next: Step[] = [];
    for (const at of layer) {
      if (at.name === NAME.other) note(at);
      for (const symbol of symbols) {
        if (symbol === SLASH && at.name !== NAME.other) continue;
        const state = step(dfa, at.state, dfa.columns[symbol] as number);
        if (dfa.generation !== generation) return undefined;
        if (state < 0) continue;
        const name = nameAfter(at.name, symbol);
        const key = state * 4 + name;
        if (seen.has(key)) continue;
        if (seen.size >= maxStates) return undefined;
        seen.add(key);
        next.push({ state, name, from: at, symbol });
      }
    }
    layer = next;
  }
  return found;

  function note(at: Step): void {
    for (const isDirectory of [false, true]) {
      for (const rule of rulesAt(dfa, at.state, isDirectory)) {
        if (!found.has(rule)) found.set(rule, { path: pathTo(at), isDirectory });
      }
    }
  }
}

function nameAfter(name: number, symbol: number): number {
  if (symbol === SLASH) return NAME.begin;
  if (symbol !== DOT || name === NAME.other || name === NAME.dotDot) return NAME.other;
  return name === NAME.begin ? NAME.dot : NAME.dotDot;
}

/** One symbol for each class: a letter or a digit where there is one. A path holds no NUL. */
function symbolsOf(dfa: Dfa): readonly number[] {
  const classes = dfa.classes();
  const chosen = new Map<number, number>();
  const rank = (byte: number): number =>
    /[a-z0-9]/.test(String.fromCharCode(byte)) ? 2 : byte > 32 && byte < 127 ? 1 : 0;
  for (let byte = 1; byte < 256; byte++) {
    const column = (classes.low[byte] as number) + FIRST_COLUMN;
    const known = chosen.get(column);
    if (known === undefined || rank(byte) > rank(known)) chosen.set(column, byte);
  }
  return [...chosen.values()];
}

function pathTo(end: Step): Uint8Array {
  const bytes: number[] = [];
  for (let at: Step | undefined = end; at?.from !== undefined; at = at.from) bytes.push(at.symbol);
  return Uint8Array.from(bytes.reverse());
}

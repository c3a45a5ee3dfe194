import { type CharSet, DOT, highestSymbol, SLASH } from "./char-set.js";
import type { Program } from "./program.js";

/** The symbols of an alphabet sorted into classes that no set of a program tells apart. */
export interface ClassMap {
  /** How many classes there are. */
  readonly count: number;
  /** The class of each symbol below 256. */
  readonly low: Uint16Array;
  /** The class of any symbol. */
  readonly classOf: (symbol: number) => number;
  /** `members[set * count + class]` is 1 when the set holds the class. */
  readonly members: Uint8Array;
  /** Intervals of symbols, as their first symbols in order; the last one ends with the alphabet. */
  readonly bounds: readonly number[];
  /** The class of each interval. */
  readonly classes: readonly number[];
}

/** The coarsest classes that respect every set of the program, with the slash and the dot each on its own. */
export function classMap(program: Program): ClassMap {
  const sets: CharSet[] = [...program.sets, [SLASH, SLASH], [DOT, DOT]];
  const bounds = boundsOf(sets, highestSymbol(program.alphabet));
  const classes: number[] = new Array(bounds.length).fill(0);
  let count = 1;
  // Refine: a set splits each class it holds only in part. Renaming all of a class's part is the same as splitting.
  const sizes: number[] = [bounds.length];
  for (const set of sets) {
    const touched = new Map<number, number[]>();
    eachInterval(set, bounds, (interval) => {
      const old = classes[interval] as number;
      const list = touched.get(old);
      if (list === undefined) touched.set(old, [interval]);
      else list.push(interval);
    });
    for (const [old, intervals] of touched) {
      if (intervals.length === sizes[old]) continue;
      sizes[old] = (sizes[old] as number) - intervals.length;
      sizes[count] = intervals.length;
      for (const interval of intervals) classes[interval] = count;
      count++;
    }
  }
  const members = new Uint8Array(program.sets.length * count);
  for (let id = 0; id < program.sets.length; id++) {
    eachInterval(program.sets[id] as CharSet, bounds, (interval) => {
      members[id * count + (classes[interval] as number)] = 1;
    });
  }
  const low = new Uint16Array(256);
  for (let interval = 0; interval < bounds.length && (bounds[interval] as number) < 256; interval++) {
    low.fill(classes[interval] as number, bounds[interval] as number, Math.min(256, bounds[interval + 1] ?? 256));
  }
  const classOf = (symbol: number): number =>
    symbol < 256 ? (low[symbol] as number) : (classes[intervalOf(bounds, symbol)] as number);
  return {
    count,
    low,
    classOf,
    members,
    bounds: [...bounds, highestSymbol(program.alphabet) + 1],
    classes,
  };
}

/** The symbols of some classes, as a set. */
export function symbolsOf(map: ClassMap, wanted: (id: number) => boolean): CharSet {
  const out: number[] = [];
  for (let interval = 0; interval < map.classes.length; interval++) {
    if (!wanted(map.classes[interval] as number)) continue;
    const low = map.bounds[interval] as number;
    const high = (map.bounds[interval + 1] as number) - 1;
    if (out.length > 0 && out[out.length - 1] === low - 1) out[out.length - 1] = high;
    else out.push(low, high);
  }
  return out;
}

function boundsOf(sets: readonly CharSet[], highest: number): number[] {
  const bounds = new Set<number>([0]);
  for (const set of sets) {
    for (let i = 0; i < set.length; i += 2) {
      bounds.add(set[i] as number);
      if ((set[i + 1] as number) < highest) bounds.add((set[i + 1] as number) + 1);
    }
  }
  return [...bounds].sort((a, b) => a - b);
}

function eachInterval(set: CharSet, bounds: readonly number[], visit: (interval: number) => void): void {
  for (let i = 0; i < set.length; i += 2) {
    const high = set[i + 1] as number;
    let interval = intervalOf(bounds, set[i] as number);
    while (interval < bounds.length && (bounds[interval] as number) <= high) visit(interval++);
  }
}

function intervalOf(bounds: readonly number[], symbol: number): number {
  let low = 0;
  let high = bounds.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((bounds[middle] as number) <= symbol) low = middle;
    else high = middle - 1;
  }
  return low;
}

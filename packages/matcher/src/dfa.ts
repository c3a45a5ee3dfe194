import { DOT, SLASH } from "./char-set.js";
import { type ClassMap, classMap } from "./class-map.js";
import { MARK_ANY, MARK_BELOW, type Program, WILD } from "./program.js";

/**
 * A program run as a deterministic automaton whose states are built when they are first met.
 *
 * A *state* is a number. A positive one is the offset of its row in `table`; a negative one is *settled*: whatever
 * follows, rule `-state - 2` decides, or no rule when the state is -1. A row holds first the rule that decides a file
 * whose path ends there, then the rule that decides a directory (-1 for none), then, per class of symbols, the next
 * state, or 0 while it is not known. A state is the set of positions reached, before the edges that consume nothing
 * are followed, and whether a name is about to begin.
 */
export interface Dfa {
  readonly program: Program;
  /** Rows of states; replaced when it grows or is dropped: take it again after {@link Dfa.advance}. */
  table: Int32Array;
  /** The column of each symbol below 256. */
  columns: Uint16Array;
  /** The columns of any symbol, of the slash, and how long a row is. */
  columnOf: (symbol: number) => number;
  slash: number;
  stride: number;
  /** How many times the states were dropped: a state is only good within its generation. */
  generation: number;
  /** The next state from a state by a column, built now if it is not known. */
  readonly advance: (state: number, column: number) => number;
  /** The state for a set of positions, in ascending order. */
  readonly intern: (kernel: Int32Array, nameBegins: boolean) => number;
  /** The state at the start of every path. */
  readonly start: () => number;
  /** The positions behind a state. */
  readonly kernelOf: (state: number) => Int32Array;
  /** Whether a name is about to begin at a state. */
  readonly nameBegins: (state: number) => boolean;
  /** Every mark at a state, in no order, as pairs of rule and scope. */
  readonly marksOf: (state: number) => number[];
  /** About how many bytes the states take. */
  readonly size: () => number;
  /** Drops every state; and must be called when the program has grown by new sets. */
  readonly reset: () => void;
  /** The classes of symbols now in use; a column is a class plus {@link FIRST_COLUMN}. */
  readonly classes: () => ClassMap;
}

/** A state from which no rule can decide anything any more. */
export const DEAD = -1;

/** The columns before the ones for classes: the rule for files, and the rule for directories. */
export const FIRST_COLUMN = 2;

/** The settled state of a rule. */
function settledBy(rule: number): number {
  return -(rule + 2);
}

/** The rule of a settled state; -1 when none decides. */
export function settledRule(state: number): number {
  return -state - 2;
}

/** About what a state costs beside its row and its positions: map entry, key and array headers. */
const STATE_OVERHEAD = 160;

/** Prepares a program to run. Nothing is built until the first symbol; the program may grow between runs. */
export function createDfa(program: Program, maxCacheBytes: number): Dfa {
  let map: ClassMap | undefined;
  let sets = -1;
  let kernels: Int32Array[] = [];
  let begins: boolean[] = [];
  let ids = new Map<string, number>();
  let bytes = 0;
  let start = 0;
  // Scratch: the positions of a closure, and stamps that say which are in it or in the next kernel.
  let closed = new Int32Array(64);
  let stamps = new Uint32Array(64);
  let stamp = 0;

  const self: Dfa = {
    program,
    table: new Int32Array(0),
    columns: new Uint16Array(256),
    columnOf: () => 0,
    slash: 0,
    stride: 0,
    generation: 0,
    advance,
    intern,
    start: () => {
      if (start === 0) start = intern(Int32Array.of(program.start), true);
      return start;
    },
    kernelOf: (state) => kernels[state / self.stride] as Int32Array,
    nameBegins: (state) => begins[state / self.stride] as boolean,
    marksOf,
    size: () => bytes + self.table.byteLength,
    reset,
    classes: () => map ?? prepare(),
  };
  return self;

  function prepare(): ClassMap {
    const made = classMap(program);
    map = made;
    sets = program.sets.length;
    self.columns = made.low.map((id) => id + FIRST_COLUMN);
    self.columnOf = (symbol) => made.classOf(symbol) + FIRST_COLUMN;
    self.slash = self.columnOf(SLASH);
    self.stride = made.count + FIRST_COLUMN;
    return made;
  }

  function reset(): void {
    if (sets !== program.sets.length) prepare();
    self.generation++;
    start = 0;
    self.table = new Int32Array(self.stride * 16);
    // Offset 0 would read as "not known": the first row stays empty.
    kernels = [new Int32Array(0)];
    begins = [false];
    ids = new Map();
    bytes = 0;
  }

  function room(): void {
    const positions = program.firstEdge.length;
    if (stamps.length >= positions) return;
    closed = new Int32Array(positions * 2);
    stamps = new Uint32Array(positions * 2);
    stamp = 0;
  }

  function newStamp(): number {
    if (stamp === 0xffffffff) {
      stamps.fill(0);
      stamp = 0;
    }
    return ++stamp;
  }

  /** Fills `closed` with the positions reached for nothing; with `hidden`, not through wild edges. */
  function close(kernel: Int32Array, hidden: boolean): number {
    const { firstEdge, edges } = program;
    const seen = newStamp();
    let count = 0;
    for (let i = 0; i < kernel.length; i++) {
      stamps[kernel[i] as number] = seen;
      closed[count++] = kernel[i] as number;
    }
    for (let i = 0; i < count; i++) {
      for (let e = firstEdge[closed[i] as number] as number; e >= 0; e = edges[e * 4 + 3] as number) {
        if ((edges[e * 4] as number) >= 0) continue;
        if (hidden && ((edges[e * 4 + 2] as number) & WILD) !== 0) continue;
        const to = edges[e * 4 + 1] as number;
        if (stamps[to] === seen) continue;
        stamps[to] = seen;
        closed[count++] = to;
      }
    }
    return count;
  }

  function advance(from: number, column: number): number {
    const { firstEdge, edges } = program;
    const { members, count: classes } = map ?? prepare();
    const index = from / self.stride;
    const slash = column === self.slash;
    if (slash && program.settles) {
      const rule = self.table[from + 1] as number;
      if (rule >= 0 && program.rules[rule] === 1) {
        self.table[from + column] = settledBy(rule);
        return settledBy(rule);
      }
    }
    const id = column - FIRST_COLUMN;
    const hidden = begins[index] === true && id === map?.low[DOT];
    const count = close(kernels[index] as Int32Array, hidden);
    const seen = newStamp();
    const next: number[] = [];
    for (let i = 0; i < count; i++) {
      for (let e = firstEdge[closed[i] as number] as number; e >= 0; e = edges[e * 4 + 3] as number) {
        const set = edges[e * 4] as number;
        if (set < 0 || members[set * classes + id] === 0) continue;
        if (hidden && ((edges[e * 4 + 2] as number) & WILD) !== 0) continue;
        const to = edges[e * 4 + 1] as number;
        if (stamps[to] === seen) continue;
        stamps[to] = seen;
        next.push(to);
      }
    }
    const generation = self.generation;
    const state = intern(Int32Array.from(next).sort(), slash);
    // A full cache was dropped meanwhile: the row this came from is gone.
    if (generation === self.generation) self.table[from + column] = state;
    return state;
  }

  function intern(kernel: Int32Array, nameBegins: boolean): number {
    if (kernel.length === 0) return DEAD;
    if (kernels.length === 0 || sets !== program.sets.length) reset();
    const key = (nameBegins ? "/" : "") + kernel.join();
    const known = ids.get(key);
    if (known !== undefined) return known;
    room();
    const { firstEdge, edges, firstMark, marks } = program;
    const count = close(kernel, false);
    let file = -1;
    let directory = -1;
    let alive = false;
    for (let i = 0; i < count; i++) {
      const position = closed[i] as number;
      for (let e = firstEdge[position] as number; e >= 0 && !alive; e = edges[e * 4 + 3] as number) {
        alive = (edges[e * 4] as number) >= 0;
      }
      for (let m = firstMark[position] as number; m >= 0; m = marks[m * 3 + 2] as number) {
        const rule = marks[m * 3] as number;
        const scope = marks[m * 3 + 1] as number;
        if (scope === MARK_BELOW) continue;
        if (rule > directory) directory = rule;
        if (rule > file && scope === MARK_ANY) file = rule;
      }
    }
    const dead = !alive && directory < 0;
    const cost = key.length + STATE_OVERHEAD + (dead ? 0 : kernel.byteLength);
    if (bytes + cost + (dead ? 0 : self.stride * 4) + self.table.byteLength > maxCacheBytes && ids.size > 0) {
      reset();
      return intern(kernel, nameBegins);
    }
    bytes += cost;
    if (dead) {
      ids.set(key, DEAD);
      return DEAD;
    }
    const state = kernels.length * self.stride;
    if (state + self.stride > self.table.length) {
      const grown = new Int32Array(self.table.length * 2);
      grown.set(self.table);
      self.table = grown;
    }
    self.table[state] = file;
    self.table[state + 1] = directory;
    kernels.push(kernel);
    begins.push(nameBegins);
    ids.set(key, state);
    return state;
  }

  function marksOf(state: number): number[] {
    const { firstMark, marks } = program;
    const found: number[] = [];
    const count = close(kernels[state / self.stride] as Int32Array, false);
    for (let i = 0; i < count; i++) {
      for (let m = firstMark[closed[i] as number] as number; m >= 0; m = marks[m * 3 + 2] as number) {
        found.push(marks[m * 3] as number, marks[m * 3 + 1] as number);
      }
    }
    return found;
  }
}

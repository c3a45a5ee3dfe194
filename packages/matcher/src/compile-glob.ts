import type { GlobOptions } from "./glob-options.js";
import { type Glob, pathEnd, programMatcher } from "./glob-set.js";
import { literalEnds, type PlainGlob, plainGlob } from "./plain-glob.js";
import { newProgram } from "./program-builder.js";
import { emitGlob, type ReadGlob, readGlob } from "./read-glob.js";

/** Most alternatives whose literal ends are looked at one by one before the automaton is asked. */
const FEW = 8;

/**
 * Compiles one glob, as bash understands it with `extglob` and `globstar` on: `*`, `**`, `?`, `[…]` with ranges,
 * negation and POSIX classes, `{a,b}`, `{1..9}`, `?(…)` and the other extended patterns, and backslash escapes. What
 * bash takes literally for want of an end is literal here too. A leading `!` has no meaning of its own: see
 * {@link globSet}. The README lists where this differs from bash, and why.
 *
 * @throws PatternError for a pattern that is over a limit.
 */
export function compileGlob(pattern: string, options: GlobOptions = {}): Glob {
  return new LazyGlob(readGlob(pattern, options), options);
}

/** A glob whose automaton is made once it is asked for: plain patterns answer without. */
class LazyGlob implements Glob {
  readonly test: Glob["test"];
  readonly #read: ReadGlob;
  readonly #options: GlobOptions;
  #made: Glob | undefined;

  constructor(read: ReadGlob, options: GlobOptions) {
    this.#read = read;
    this.#options = options;
    if (read.doubtful) this.#automaton();
    const test = quickTest(read, options, () => this.#automaton());
    this.test = (path, isDirectory = false) => {
      if (typeof path !== "string") return this.#automaton().test(path, isDirectory);
      const end = pathEnd(path);
      return end === path.length ? test(path, isDirectory) : test(path.slice(0, end), true);
    };
  }

  get root(): Glob["root"] {
    return this.#automaton().root;
  }

  get enter(): Glob["enter"] {
    return this.#automaton().enter;
  }

  get matches(): Glob["matches"] {
    return this.#automaton().matches;
  }

  get canMatchBelow(): Glob["canMatchBelow"] {
    return this.#automaton().canMatchBelow;
  }

  get matchesAllBelow(): Glob["matchesAllBelow"] {
    return this.#automaton().matchesAllBelow;
  }

  get program(): Glob["program"] {
    return this.#automaton().program;
  }

  get cacheBytes(): Glob["cacheBytes"] {
    return () => this.#made?.cacheBytes() ?? 0;
  }

  #automaton(): Glob {
    this.#made ??= compileRead(this.#read, this.#options);
    return this.#made;
  }
}

function compileRead(read: ReadGlob, options: GlobOptions): Glob {
  const shop = newProgram({ alphabet: "characters", settles: false, fallback: false });
  shop.program.rules.push(1);
  emitGlob(shop, read, 0, options);
  return programMatcher(shop.program, options);
}

type Test = (path: string, isDirectory: boolean) => boolean;

/** The automaton's answer, got without it in plain cases, and not asked for when the literal ends already say no. */
function quickTest(read: ReadGlob, options: GlobOptions, automaton: () => Glob): Test {
  let slow: Test = (path, isDirectory) => {
    slow = automaton().test;
    return slow(path, isDirectory);
  };
  if (options.nocase || read.alternatives.length > FEW) return (path, isDirectory) => slow(path, isDirectory);
  const plain = read.alternatives.map(plainGlob);
  const tests = plain.map((one) => one.test ?? ends(one, (path, isDirectory) => slow(path, isDirectory)));
  const [first, second] = tests;
  if (first === undefined) return () => false;
  if (second === undefined) return first;
  return (path, isDirectory) => {
    for (const test of tests) if (test(path, isDirectory)) return true;
    return false;
  };
}

function ends({ prefix, suffix }: PlainGlob, then: Test): Test {
  if (prefix === "" && suffix === "") return then;
  const might = literalEnds(prefix, suffix);
  return (path, isDirectory) => might(path) && then(path, isDirectory);
}

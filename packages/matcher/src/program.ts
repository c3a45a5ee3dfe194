import type { Alphabet, CharSet } from "./char-set.js";

/**
 * A compiled pattern, set of patterns or stack of ignore files: a nondeterministic automaton over symbols as plain
 * numbers, so that it survives `JSON.stringify` and can be run by another executor. `design.md` beside the sources
 * says what each field means; in short:
 *
 * A *position* is a point between symbols. `edges` holds quadruples `[set, to, flags, next]`: from a position one may
 * go to `to` by consuming a symbol of `sets[set]`, or for nothing when `set` is -1; `next` is the index of the next
 * quadruple of the same position, or -1. `marks` holds triples `[rule, scope, next]` in the same manner: a path that
 * ends on the position is decided by that rule. The highest rule of all the positions a path ends on decides.
 */
export interface Program {
  /** The version of this format: 1. */
  readonly version: 1;
  /** What a symbol is: see {@link CharSet}. */
  readonly alphabet: Alphabet;
  /** With true, a directory decided by a positive rule decides everything below it, as in an ignore file. */
  readonly settles: boolean;
  /** The answer for a path that no rule decides. */
  readonly fallback: boolean;
  /** For each rule, 1 when it matches (or ignores) and 0 when it is negated. */
  readonly rules: readonly number[];
  /** The position before the first symbol. */
  readonly start: number;
  /** The sets of symbols that edges consume. */
  readonly sets: readonly CharSet[];
  /** For each position the index of its first edge, in quadruples, or -1. */
  readonly firstEdge: readonly number[];
  /** Quadruples `[set or -1, to, flags, next]`; flag 1 is {@link WILD}. */
  readonly edges: readonly number[];
  /** For each position the index of its first mark, in triples, or -1. */
  readonly firstMark: readonly number[];
  /** Triples `[rule, scope, next]`; for the scope see {@link MARK_ANY}. */
  readonly marks: readonly number[];
}

/** An edge that is closed while a name begins with a dot: wildcards do not match hidden names. */
export const WILD = 1;

/** The mark decides any entry. */
export const MARK_ANY = 0;
/** The mark decides directories only. */
export const MARK_DIRECTORY = 1;
/** The mark decides every entry below the folder whose path, with its slash, ends here; not the folder itself. */
export const MARK_BELOW = 2;

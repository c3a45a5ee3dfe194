/**
 * How much a pattern, and the automaton made of it, may cost. Every limit answers at once with a
 * {@link PatternError} that names it, except `maxCacheBytes`, which never refuses anything: a full cache is
 * dropped and built again, and the answers stay the same.
 */
export interface MatcherLimits {
  /** Longest pattern, in UTF-16 units. Lines of ignore files may be of any length. */
  readonly maxPatternLength: number;
  /** Most patterns that the braces of one pattern may expand to. */
  readonly maxExpansions: number;
  /** Deepest nesting of braces, and of extglob groups. */
  readonly maxNesting: number;
  /** Most positions the automaton of one pattern may have. A set may hold any number of patterns. */
  readonly maxPositions: number;
  /** Most states a negated group, `!(…)`, may have once it is made deterministic. */
  readonly maxNegationStates: number;
  /** Most bytes the states built while matching may take (about: tables and position lists). */
  readonly maxCacheBytes: number;
}

/** The limits in force unless an option says otherwise. */
export const DEFAULT_LIMITS: MatcherLimits = {
  maxPatternLength: 8_192,
  maxExpansions: 10_000,
  maxNesting: 100,
  maxPositions: 100_000,
  maxNegationStates: 1_000,
  maxCacheBytes: 16 * 1024 * 1024,
};

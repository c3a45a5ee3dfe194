import { expandBraces } from "./brace-expansion.js";
import type { Element, ParsedPattern } from "./element.js";
import { type EmitContext, emitPattern } from "./emit.js";
import type { GlobOptions } from "./glob-options.js";
import { DEFAULT_LIMITS, type MatcherLimits } from "./limits.js";
import { parseGlob } from "./parse-glob.js";
import { PatternError } from "./pattern-error.js";
import type { Workshop } from "./program-builder.js";

/** A glob, checked and understood: what its braces expand to. */
export interface ReadGlob {
  readonly pattern: string;
  readonly alternatives: readonly ParsedPattern[];
  /** Whether only emitting it can tell if it is within the limits. */
  readonly doubtful: boolean;
}

/** Checks and understands one glob. @throws PatternError */
export function readGlob(pattern: string, options: GlobOptions): ReadGlob {
  const limits = options.limits === undefined ? DEFAULT_LIMITS : limitsOf(options);
  if (typeof pattern !== "string") {
    throw new PatternError({ problem: "a pattern is a string", pattern: String(pattern), index: 0 });
  }
  if (pattern.length > limits.maxPatternLength) {
    const problem = `this pattern is longer than ${limits.maxPatternLength} characters (limit maxPatternLength)`;
    throw new PatternError({ problem, pattern, index: limits.maxPatternLength, limit: "maxPatternLength" });
  }
  const zero = pattern.indexOf("\0");
  if (zero >= 0) throw new PatternError({ problem: "no name holds a NUL character", pattern, index: zero });
  const { dot = false, nocase = false, matchBase = false } = options;
  const alternatives: ParsedPattern[] = [];
  let elements = 0;
  for (const text of expandBraces(pattern, limits)) {
    const parsed = parseGlob(text, { dot, nocase, matchBase, limits, pattern });
    if (parsed === undefined) continue;
    alternatives.push(parsed);
    elements += text.length;
    if (elements > limits.maxPositions) {
      const problem = `this pattern expands to more than ${limits.maxPositions} positions (limit maxPositions)`;
      throw new PatternError({ problem, pattern, index: Math.max(0, pattern.indexOf("{")), limit: "maxPositions" });
    }
  }
  const doubtful =
    elements * 4 > limits.maxPositions ||
    (pattern.includes("!(") && alternatives.some((one) => hasLargeNegation(one.elements, limits.maxNegationStates)));
  return { pattern, alternatives, doubtful };
}

/** Adds a glob to a program as a rule. @throws PatternError */
export function emitGlob(shop: Workshop, glob: ReadGlob, rule: number, options: GlobOptions): void {
  const from = shop.program.firstEdge.length;
  const context: EmitContext = { shop, limits: limitsOf(options), pattern: glob.pattern, from };
  for (const alternative of glob.alternatives) emitPattern(context, shop.program.start, alternative, rule);
}

/** The limits that options ask for. */
export function limitsOf(options: GlobOptions): MatcherLimits {
  return { ...DEFAULT_LIMITS, ...options.limits };
}

/** Whether a negated group may take more states than the limit: n elements make no more than 2^n, give or take. */
function hasLargeNegation(elements: readonly Element[], limit: number): boolean {
  return elements.some((element) => {
    if (element.kind !== "group") return false;
    if (element.times === "!" && 2 ** (sizeOf(element.alternatives) + 2) > limit) return true;
    return element.alternatives.some((alternative) => hasLargeNegation(alternative, limit));
  });
}

/** How many elements there are, those in groups included; a negated group within counts with all its states. */
function sizeOf(alternatives: readonly (readonly Element[])[]): number {
  let size = 0;
  for (const element of alternatives.flat()) {
    if (element.kind !== "group") size += 1;
    else size += element.times === "!" ? 2 ** (sizeOf(element.alternatives) + 2) : 1 + sizeOf(element.alternatives);
  }
  return size;
}

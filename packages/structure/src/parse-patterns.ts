import { readPatterns } from "./read-pattern.js";
import { type StructurePattern, wholePattern } from "./structure-pattern.js";
import { faultsOf, type PatternFault } from "./validate.js";

/** Patterns that are refused. The message has a line for each fault. */
export class StructurePatternError extends TypeError {
  /** Everything that is wrong, with its place. */
  readonly faults: readonly PatternFault[];

  constructor(faults: readonly PatternFault[]) {
    super(`bad structure pattern\n${faults.map(({ place, message }) => `  ${place || "it"} ${message}`).join("\n")}`);
    this.name = "StructurePatternError";
    this.faults = faults;
  }
}

/**
 * Reads structure patterns: one or an array of them, as JSON text or as what it holds. Nested patterns may be strings
 * of JSON, as pathvein writes them; they come back as objects.
 *
 * @throws StructurePatternError with everything that {@link validate} lists.
 */
export function parsePatterns(input: unknown): readonly StructurePattern[] {
  const { value, several, faults } = readPatterns(input);
  const all = [...faults, ...faultsOf(value)];
  if (all.length > 0) throw new StructurePatternError(all);
  return (several ? value : [value]) as StructurePattern[];
}

/** How to write patterns down. */
export interface SerializePatternOptions {
  /** Spaces to set each level in by; 0 for one line. Default 2. */
  readonly indent?: number | undefined;
}

/**
 * Writes a structure pattern, or an array of them, as JSON that {@link parsePatterns} reads back: nested patterns are
 * objects, and every key is there but a `name` that was not given.
 *
 * @throws StructurePatternError for a pattern that is none.
 */
export function serializePatterns(
  patterns: StructurePattern | readonly StructurePattern[],
  { indent = 2 }: SerializePatternOptions = {},
): string {
  const whole = parsePatterns(patterns).map(complete);
  return JSON.stringify(Array.isArray(patterns) ? whole : whole[0], undefined, indent);
}

function complete(pattern: StructurePattern): StructurePattern {
  const whole = wholePattern(pattern);
  return {
    ...(pattern.name === undefined ? {} : { name: pattern.name }),
    ...whole,
    directories: whole.directories.map(complete),
    optional_directories: whole.optional_directories.map(complete),
  };
}

/** What a {@link PatternError} is made of. */
export interface PatternErrorOptions {
  /** One line that says what is wrong, without the pattern. */
  readonly problem: string;
  /** The pattern as it was given. */
  readonly pattern: string;
  /** Where the fault begins, in UTF-16 units from the start of the pattern. */
  readonly index: number;
  /** The name of the limit that was passed, when it is a limit that was passed. */
  readonly limit?: string | undefined;
}

/** How much of a long pattern a message shows on either side of the fault. */
const SHOWN_BEFORE = 40;
const SHOWN_AFTER = 36;

/**
 * A pattern that is refused: not a string, empty of meaning by mistake, or over a limit. The message names the
 * pattern and marks the place with a caret; a long pattern is shown in part.
 */
export class PatternError extends Error {
  override readonly name: string = "PatternError";
  /** The pattern as it was given. */
  readonly pattern: string;
  /** Where the fault begins, in UTF-16 units from the start of the pattern. */
  readonly index: number;
  /** The name of the limit that was passed, or undefined. */
  readonly limit: string | undefined;

  constructor(options: PatternErrorOptions) {
    super(`${options.problem}\n${markPlace(options.pattern, options.index)}`);
    this.pattern = options.pattern;
    this.index = options.index;
    this.limit = options.limit;
  }
}

function markPlace(pattern: string, index: number): string {
  const from = Math.max(0, index - SHOWN_BEFORE);
  const to = Math.min(pattern.length, index + SHOWN_AFTER);
  const before = (from > 0 ? "…" : "") + pattern.slice(from, index);
  const after = pattern.slice(index, to) + (to < pattern.length ? "…" : "");
  const shown = (before + after).replace(/[\u0000-\u001f\u007f]/g, "\ufffd");
  return `  ${shown}\n  ${" ".repeat([...before].length)}^`;
}

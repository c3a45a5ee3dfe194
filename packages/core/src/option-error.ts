/** What is wrong with an option; see {@link OptionError}. */
export interface OptionErrorInit {
  /** The option's name as the caller wrote it, such as `maxDepth`. */
  readonly option: string;
  readonly value: unknown;
  /** What would be allowed, to follow the word "expected". */
  readonly expected: string;
}

/** A bad argument: names the option, shows what was given, says what is allowed. Thrown before any work starts. */
export class OptionError extends TypeError {
  readonly option: string;
  readonly expected: string;

  constructor(init: OptionErrorInit) {
    super(`${init.option} is ${show(init.value)}: expected ${init.expected}`);
    this.name = "OptionError";
    this.option = init.option;
    this.expected = init.expected;
  }
}

function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return `[${value.map(show).join(", ")}]`;
  if (typeof value === "object" && value !== null) return "an object";
  return String(value);
}

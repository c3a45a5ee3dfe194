import type { PatternFault } from "./validate.js";

/** Patterns nest no deeper than this: no path that people make does. */
const DEEPEST = 100;

/** There are no more patterns than this, nested ones included. */
const MOST = 10_000;

/** What a value comes to once every pattern that is written as a string of JSON has been read. */
export interface ReadPatterns {
  readonly value: unknown;
  /** Whether an array of patterns was given. */
  readonly several: boolean;
  /** What could not be read; an empty pattern stands in its place. */
  readonly faults: readonly PatternFault[];
}

/** Reads patterns out of JSON text, or out of objects; in either, nested patterns may be strings of JSON. */
export function readPatterns(input: unknown): ReadPatterns {
  const faults: PatternFault[] = [];
  let count = 0;
  const outer = typeof input === "string" ? parse(input, "") : input;
  const several = Array.isArray(outer);
  const value = several ? outer.map((item, index) => read(item, `/${index}`, 1)) : read(outer, "", 1);
  return { value, several, faults };

  function read(given: unknown, place: string, depth: number): unknown {
    count += 1;
    if (count > MOST) {
      if (count === MOST + 1) faults.push({ place, message: `is one too many: there are ${MOST} patterns at most` });
      return {};
    }
    if (depth > DEEPEST) {
      faults.push({ place, message: `lies too deep: patterns nest to a depth of ${DEEPEST} at most` });
      return {};
    }
    const pattern = typeof given === "string" ? parse(given, place) : given;
    if (typeof pattern === "string") return read(pattern, place, depth + 1);
    if (typeof pattern !== "object" || pattern === null || Array.isArray(pattern)) return pattern;
    const known = Object.entries(pattern).filter(([, value]) => value !== undefined);
    return Object.fromEntries(
      known.map(([key, value]) => [key, NESTED.has(key) ? readAll(value, `${place}/${key}`, depth + 1) : value]),
    );
  }

  function readAll(given: unknown, place: string, depth: number): unknown {
    return Array.isArray(given) ? given.map((item, index) => read(item, `${place}/${index}`, depth)) : given;
  }

  function parse(text: string, place: string): unknown {
    try {
      return JSON.parse(text);
    } catch (cause) {
      faults.push({ place, message: `is no JSON: ${cause instanceof Error ? cause.message : cause}` });
      return {};
    }
  }
}

/** The keys that hold patterns. */
const NESTED: ReadonlySet<string> = new Set(["directories", "optional_directories"]);

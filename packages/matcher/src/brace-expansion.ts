import type { MatcherLimits } from "./limits.js";
import { PatternError } from "./pattern-error.js";

/** The work the search for closing braces may do, in characters looked at, before the pattern is refused. */
const SEARCH_BUDGET = 1_000_000;

interface Expansion {
  readonly pattern: string;
  readonly limits: MatcherLimits;
  work: number;
}

/**
 * Expands braces as text, before anything else is understood, as bash does (manual, "Brace Expansion"): lists
 * `{a,b}`, sequences `{1..10..2}`, `{01..10}`, `{a..e}`, nested ones; a brace without a comma, a sequence or an end is
 * literal; a backslash keeps the next character from counting. Unlike in a shell, quotes and `$` mean nothing here.
 *
 * @throws PatternError over `maxExpansions` or `maxNesting`.
 */
export function expandBraces(pattern: string, limits: MatcherLimits): string[] {
  if (!pattern.includes("{")) return [pattern];
  return expand({ pattern, limits, work: 0 }, pattern, 0, 0);
}

function expand(context: Expansion, text: string, offset: number, depth: number): string[] {
  if (depth > context.limits.maxNesting) throw tooMuch(context, offset, "maxNesting", "braces nest deeper than");
  let results = [""];
  let rest = 0;
  const last = text.lastIndexOf("}");
  for (let open = nextOpen(text, 0, 0); open >= 0 && open < last; ) {
    const close = closeOf(context, text, open + 1, offset);
    if (close < 0) {
      open = nextOpen(text, open + 1, rest);
      continue;
    }
    const inner = text.slice(open + 1, close);
    let options: string[];
    // A comma of an inner brace is enough for bash to take this one for a list, of a single part.
    if (LISTED.test(inner)) {
      options = [];
      let at = offset + open + 1;
      for (const part of splitAtCommas(inner)) {
        for (const option of part.includes("{") ? expand(context, part, at, depth + 1) : [part]) options.push(option);
        check(context, options.length, offset + open);
        at += part.length + 1;
      }
    } else options = sequence(context, inner, offset + open) ?? [text.slice(open, close + 1)];
    results = combine(context, results, text.slice(rest, open), options, offset + open);
    rest = close + 1;
    open = nextOpen(text, rest, rest);
  }
  const tail = text.slice(rest);
  return tail === "" ? results : results.map((result) => result + tail);
}

function combine(context: Expansion, heads: string[], middle: string, options: string[], index: number): string[] {
  check(context, heads.length * options.length, index);
  const out: string[] = [];
  for (const head of heads) for (const option of options) out.push(head + middle + option);
  return out;
}

/** The next brace that may open a list. One that closes at once where a word begins, at `start`, is literal. */
function nextOpen(text: string, from: number, start: number): number {
  for (let i = from; i < text.length; i++) {
    const c = text[i];
    if (c === "\\") i++;
    else if (c === "{" && (text[i + 1] !== "}" || (i !== start && !/[ \t\n]/.test(text[i - 1] as string)))) return i;
  }
  return -1;
}

/** Where the brace opened before `from` closes, if it holds a comma or `..` of its own before that; else -1. */
function closeOf(context: Expansion, text: string, from: number, offset: number): number {
  let level = 0;
  let separated = false;
  for (let i = from; i < text.length; i++) {
    const c = text[i];
    if (++context.work > SEARCH_BUDGET) {
      throw new PatternError({
        problem: `matching these braces takes more than ${SEARCH_BUDGET} steps`,
        pattern: context.pattern,
        index: offset + from - 1,
      });
    }
    if (c === "\\") i++;
    else if (c === "{") level++;
    else if (c === "}") {
      if (level > 0) level--;
      else if (separated) return i;
    } else if (level === 0 && (c === "," || (c === "." && text[i + 1] === "." && text[i + 2] !== "}")))
      separated = true;
  }
  return -1;
}

function splitAtCommas(text: string): string[] {
  const parts: string[] = [];
  let level = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === "\\") i++;
    else if (c === "{") level++;
    else if (c === "}") level = Math.max(0, level - 1);
    else if (c === "," && level === 0) {
      parts.push(text.slice(from, i));
      from = i + 1;
    }
  }
  parts.push(text.slice(from));
  return parts;
}

/** Text with a comma that no backslash stands before. */
const LISTED = /^(?:[^\\,]|\\.)*,/s;
const NUMBERS = /^([-+]?\d+)\.\.([-+]?\d+)(?:\.\.([-+]?\d+))?$/;
const LETTERS = /^([A-Za-z])\.\.([A-Za-z])(?:\.\.([-+]?\d+))?$/;

/** The terms of a sequence, or undefined when the text is none. */
function sequence(context: Expansion, text: string, index: number): string[] | undefined {
  const numbers = NUMBERS.exec(text);
  const found = numbers ?? LETTERS.exec(text);
  if (found === null) return undefined;
  const [, low = "", high = "", by = "1"] = found;
  const from = numbers ? Number(low) : low.charCodeAt(0);
  const to = numbers ? Number(high) : high.charCodeAt(0);
  const step = Math.abs(Number(by)) || 1;
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || !Number.isSafeInteger(step)) return undefined;
  const count = Math.floor(Math.abs(to - from) / step) + 1;
  check(context, count, index);
  const padded = numbers !== null && (/^-?0\d/.test(low) || /^-?0\d/.test(high));
  const width = padded ? Math.max(low.length, high.length) : 0;
  return Array.from({ length: count }, (_, i) => {
    const value = from + (to < from ? -i : i) * step;
    if (!numbers) return String.fromCharCode(value);
    return value < 0 ? `-${String(-value).padStart(width - 1, "0")}` : String(value).padStart(width, "0");
  });
}

function check(context: Expansion, count: number, index: number): void {
  if (count > context.limits.maxExpansions) {
    throw tooMuch(context, index, "maxExpansions", "the braces expand to more patterns than");
  }
}

function tooMuch(context: Expansion, index: number, limit: keyof MatcherLimits, what: string): PatternError {
  const problem = `${what} ${context.limits[limit]} (limit ${limit})`;
  return new PatternError({ problem, pattern: context.pattern, index, limit });
}

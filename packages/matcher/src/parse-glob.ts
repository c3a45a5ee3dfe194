import { caseVariants, DOT, notSlash, SLASH } from "./char-set.js";
import type { Element, ParsedPattern } from "./element.js";
import type { MatcherLimits } from "./limits.js";
import { type Hopeless, parseBracket } from "./parse-bracket.js";
import { PatternError } from "./pattern-error.js";

/** How a glob is read. */
export interface GlobSyntax {
  readonly dot: boolean;
  readonly nocase: boolean;
  readonly matchBase: boolean;
  readonly limits: MatcherLimits;
  /** The pattern as it was given, for messages. */
  readonly pattern: string;
}

interface Reader extends GlobSyntax {
  readonly codes: readonly number[];
  readonly hopeless: Hopeless;
}

const STAR = 42;
const QUESTION = 63;
const BACKSLASH = 92;
const OPEN_BRACKET = 91;
const OPEN_GROUP = 40;
const CLOSE_GROUP = 41;
const BAR = 124;

/**
 * Understands a glob without braces as bash's pathname expansion does, with `extglob` and `globstar` on (manual,
 * "Filename Expansion" and "Pattern Matching"). What bash takes literally for want of an end is literal here too. A
 * leading `./` is dropped; slashes in a row count as one. Returns undefined for a pattern that matches nothing.
 */
export function parseGlob(text: string, syntax: GlobSyntax): ParsedPattern | undefined {
  const codes: number[] = [];
  for (let i = text.startsWith("./") ? text.length - text.replace(/^(?:\.\/+)+/, "").length : 0; i < text.length; i++) {
    const code = text.codePointAt(i) as number;
    if (code > 0xffff) i++;
    codes.push(code);
  }
  const { dot, nocase, matchBase, limits, pattern } = syntax;
  const reader: Reader = { dot, nocase, matchBase, limits, pattern, codes, hopeless: [] };
  const names = splitNames(reader);
  const wild = !syntax.dot;
  const directoriesOnly = names.length > 1 && isEmpty(names[names.length - 1]);
  if (directoriesOnly) names.pop();
  const elements: Element[] = [];
  if (names.length > 1 && isEmpty(names[0])) {
    elements.push(literal(SLASH));
    names.shift();
  }
  if (names.length === 0 || (names.length === 1 && isEmpty(names[0]))) return undefined;
  const stars = names.map(([from, to]) => to - from === 2 && codes[from] === STAR && codes[from + 1] === STAR);
  if (syntax.matchBase && names.length === 1 && elements.length === 0 && !stars[0]) {
    elements.push({ kind: "folders", wild: false });
  }
  let slash = false;
  for (let n = 0; n < names.length; n++) {
    const [from, to] = names[n] as Range;
    if (stars[n]) {
      if (stars.slice(n).every((star) => star)) {
        elements.push({ kind: "tree", wild, slash });
        break;
      }
      if (slash) elements.push(literal(SLASH));
      elements.push({ kind: "folders", wild });
      slash = false;
      continue;
    }
    if (slash) elements.push(literal(SLASH));
    const name = parseName(reader, from, to, 0);
    if (neverMatches(name)) return undefined;
    elements.push(...name);
    slash = true;
  }
  return { elements, directoriesOnly };
}

type Range = readonly [number, number];

function isEmpty(range: Range | undefined): boolean {
  return range !== undefined && range[0] === range[1];
}

/** The names of a pattern, parted at slashes that stand in no group; empty ones only at either end. */
function splitNames(reader: Reader): Range[] {
  const { codes } = reader;
  const names: Range[] = [];
  let from = 0;
  let i = 0;
  let unclosed = false;
  for (; i < codes.length; i++) {
    const code = codes[i] as number;
    if (!unclosed && isGroup(codes, i, codes.length)) {
      const bars = scanGroup(reader, i + 2, codes.length);
      if (bars === undefined) unclosed = true;
      else i = bars[bars.length - 1] as number;
    } else if (code === BACKSLASH && codes[i + 1] !== SLASH) i++;
    else if (code === SLASH || (code === BACKSLASH && codes[i + 1] === SLASH)) {
      if (i > from || names.length === 0) names.push([from, i]);
      if (code === BACKSLASH) i++;
      from = i + 1;
    }
  }
  names.push([from, codes.length]);
  return names;
}

function isGroup(codes: readonly number[], i: number, end: number): boolean {
  const code = codes[i];
  const operator = code === QUESTION || code === STAR || code === 43 || code === 64 || code === 33;
  return operator && i + 1 < end && codes[i + 1] === OPEN_GROUP;
}

/** Where the alternatives that begin at `from` end: at each bar and at the closing parenthesis; undefined without one. */
function scanGroup(reader: Reader, from: number, end: number): number[] | undefined {
  const { codes } = reader;
  const ends: number[] = [];
  let depth = 0;
  let bracket = -1;
  let special = 0;
  for (let i = from; i < end; i++) {
    const code = codes[i] as number;
    if (code === BACKSLASH) i++;
    else if (code === OPEN_BRACKET) {
      if (bracket < 0) bracket = codes[i + 1] === 33 || codes[i + 1] === 94 ? i + 2 : i + 1;
      else if (codes[i + 1] === 58 || codes[i + 1] === 46 || codes[i + 1] === 61) special = codes[i + 1] as number;
    } else if (code === 93 && bracket >= 0) {
      if (special !== 0 && codes[i - 1] === special) special = 0;
      else if (i !== bracket) bracket = -1;
    } else if (bracket < 0) {
      if (code === OPEN_GROUP) {
        if (++depth > reader.limits.maxNesting) throw tooDeep(reader, i);
      } else if (code === BAR && depth === 0) ends.push(i);
      else if (code === CLOSE_GROUP && depth-- === 0) {
        ends.push(i);
        return ends;
      }
    }
  }
  return undefined;
}

function parseName(reader: Reader, from: number, end: number, depth: number): Element[] {
  const { codes, dot, nocase } = reader;
  const wild = !dot;
  const elements: Element[] = [];
  if (depth > reader.limits.maxNesting) throw tooDeep(reader, from);
  for (let i = from; i < end; ) {
    const code = codes[i] as number;
    if (isGroup(codes, i, end)) {
      const ends = scanGroup(reader, i + 2, end);
      if (ends === undefined) {
        // bash compares what follows the operator of an unclosed group as it stands.
        for (; i < end; i++) elements.push(character(codes[i] as number, nocase));
        break;
      }
      elements.push(parseGroup(reader, i, ends, depth));
      i = (ends[ends.length - 1] as number) + 1;
    } else if (code === STAR) {
      const last = elements[elements.length - 1];
      if (last?.kind !== "star") elements.push({ kind: "star", wild });
      i++;
    } else if (code === QUESTION) {
      elements.push({ kind: "set", set: notSlash("characters"), wild });
      i++;
    } else if (code === OPEN_BRACKET) {
      const bracket = parseBracket(codes, i, end, nocase, reader.hopeless);
      elements.push(bracket === undefined ? literal(code) : { kind: "set", set: bracket.set, wild });
      i = bracket === undefined ? i + 1 : bracket.next;
    } else {
      if (code === BACKSLASH && i + 1 < end) i++;
      elements.push(character(codes[i] as number, nocase));
      i++;
    }
  }
  return elements;
}

function parseGroup(reader: Reader, at: number, ends: readonly number[], depth: number): Element {
  const times = String.fromCharCode(reader.codes[at] as number) as "?" | "*" | "+" | "@" | "!";
  const alternatives: Element[][] = [];
  let from = at + 2;
  for (const end of ends) {
    const alternative = reader.codes.slice(from, end).includes(SLASH)
      ? undefined
      : parseName(times === "!" ? { ...reader, dot: true } : reader, from, end, depth + 1);
    if (alternative !== undefined && !neverMatches(alternative)) alternatives.push(alternative);
    from = end + 1;
  }
  return { kind: "group", times, alternatives, wild: !reader.dot, index: at };
}

/** Whether a list of elements holds one that matches nothing, such as an empty class. */
function neverMatches(elements: readonly Element[]): boolean {
  return elements.some((element) => {
    if (element.kind === "set") return element.set.length === 0;
    return (
      element.kind === "group" && (element.times === "@" || element.times === "+") && element.alternatives.length === 0
    );
  });
}

/** Most of a pattern is plain ASCII: one element for each such character serves every pattern. */
const PLAIN: readonly Element[] = Array.from({ length: 128 }, (_, code) => ({
  kind: "set",
  set: [code, code],
  wild: false,
}));

function literal(code: number): Element {
  return PLAIN[code] ?? { kind: "set", set: [code, code], wild: false };
}

function character(code: number, nocase: boolean): Element {
  return nocase && code !== DOT ? { kind: "set", set: caseVariants(code), wild: false } : literal(code);
}

function tooDeep(reader: Reader, at: number): PatternError {
  return new PatternError({
    problem: `groups nest deeper than ${reader.limits.maxNesting} (limit maxNesting)`,
    pattern: reader.pattern,
    index: Math.min(at, reader.pattern.length),
    limit: "maxNesting",
  });
}

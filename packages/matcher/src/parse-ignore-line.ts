import { type CharSet, charSet, invert, SLASH, withoutSlash } from "./char-set.js";
import type { Element } from "./element.js";
import { posixClass } from "./posix-class.js";

/** A line of an ignore file, understood. */
export interface IgnoreLine {
  /** With a leading `!`: what matches is not ignored after all. */
  readonly negated: boolean;
  /** With a trailing slash. */
  readonly directoriesOnly: boolean;
  /** What the line matches, from the folder of its file; undefined when it can match nothing. */
  readonly elements: readonly Element[] | undefined;
}

const BACKSLASH = 92;
const STAR = 42;
const QUESTION = 63;
const OPEN = 91;
const CLOSE = 93;
const BANG = 33;
const CARET = 94;
const MINUS = 45;
const COLON = 58;

/** The longest path that a rule may need: no system has longer ones (Windows 32,767, Linux 4,095, macOS 1,023). */
const LONGEST_PATH = 32_767;

/**
 * Understands one line of an ignore file, without its line end, as git does: gitignore(5), and for what the manual
 * leaves open git's `dir.c` (lines) and `wildmatch.c` (patterns). The line is bytes, and so is what it matches: `?`
 * is one byte. Returns undefined for an empty line or a comment.
 *
 * With `ignoreCase` (git's `core.ignoreCase`) ASCII letters match either case; an escaped capital, or one listed by
 * itself in a class, then matches nothing, as in git.
 *
 * A line may be as long as it likes. One that matches only paths that are longer than any system has can match nothing.
 */
export function parseIgnoreLine(line: Uint8Array, ignoreCase: boolean): IgnoreLine | undefined {
  if (line.length === 0 || line[0] === 35) return undefined;
  let pattern = trimTrailingSpaces(line);
  const negated = pattern[0] === BANG;
  if (negated) pattern = pattern.subarray(1);
  const directoriesOnly = pattern[pattern.length - 1] === SLASH;
  if (directoriesOnly) pattern = pattern.subarray(0, -1);
  const anchored = pattern.includes(SLASH);
  if (pattern[0] === SLASH) pattern = pattern.subarray(1);
  const elements = pattern.length === 0 ? undefined : parseWildmatch(pattern, anchored, ignoreCase);
  if (elements === undefined || anchored) return { negated, directoriesOnly, elements };
  return { negated, directoriesOnly, elements: [{ kind: "folders", wild: false }, ...elements] };
}

/** Spaces at the end do not count unless a backslash stands before them; tabs always count. */
function trimTrailingSpaces(line: Uint8Array): Uint8Array {
  let end = 0;
  for (let i = 0; i < line.length; i++) {
    if (line[i] === BACKSLASH) {
      if (++i >= line.length) return line;
      end = i + 1;
    } else if (line[i] !== 32) end = i + 1;
  }
  return line.subarray(0, end);
}

/** A pattern of git's wildmatch with WM_PATHNAME, or undefined when it matches nothing whatever comes. */
function parseWildmatch(pattern: Uint8Array, anchored: boolean, ignoreCase: boolean): Element[] | undefined {
  const elements: Element[] = [];
  // git compares the part before the first special character by itself and hands only the rest to wildmatch, so
  // that a double star right after it counts as standing at the start.
  const plain = pattern.findIndex((byte) => byte === STAR || byte === QUESTION || byte === OPEN || byte === BACKSLASH);
  let i = 0;
  while (i < pattern.length) {
    const byte = pattern[i] as number;
    if (byte === STAR) {
      const begin = i;
      while (pattern[i] === STAR) i++;
      const opens = begin === plain || pattern[begin - 1] === SLASH;
      const after = pattern[i];
      const closes = after === undefined || after === SLASH || (after === BACKSLASH && pattern[i + 1] === SLASH);
      if (i - begin === 1 || !anchored || !opens || !closes) elements.push({ kind: "star", wild: false });
      else if (after === SLASH) {
        // Several in a row match what one does.
        if (elements.at(-1)?.kind !== "anyPrefix") elements.push({ kind: "anyPrefix" });
        i++;
      } else elements.push({ kind: "anything" });
    } else if (byte === QUESTION) {
      elements.push({ kind: "set", set: withoutSlash([0, 255]), wild: false });
      i++;
    } else if (byte === OPEN) {
      const bracket = parseBracket(pattern, i, ignoreCase);
      if (bracket === undefined) return undefined;
      elements.push({ kind: "set", set: bracket.set, wild: false });
      i = bracket.next;
    } else if (byte === BACKSLASH) {
      const escaped = pattern[i + 1];
      if (escaped === undefined || (ignoreCase && isUpper(escaped))) return undefined;
      elements.push({ kind: "set", set: literal(escaped, ignoreCase), wild: false });
      i += 2;
    } else {
      elements.push({ kind: "set", set: literal(byte, ignoreCase), wild: false });
      i++;
    }
  }
  return elements.filter(({ kind }) => kind === "set").length > LONGEST_PATH ? undefined : elements;
}

/** The class that begins at `open`; undefined when it is never closed, or names a class of POSIX there is not. */
function parseBracket(
  pattern: Uint8Array,
  open: number,
  ignoreCase: boolean,
): { set: CharSet; next: number } | undefined {
  let i = open + 1;
  const negated = pattern[i] === BANG || pattern[i] === CARET;
  if (negated) i++;
  const ranges: number[] = [];
  let previous = 0;
  for (let first = true; ; first = false, i++) {
    let byte = pattern[i];
    if (byte === undefined) return undefined;
    if (byte === CLOSE && !first) break;
    if (byte === BACKSLASH) {
      byte = pattern[++i];
      if (byte === undefined) return undefined;
      ranges.push(byte, byte);
    } else if (byte === MINUS && previous !== 0 && pattern[i + 1] !== undefined && pattern[i + 1] !== CLOSE) {
      byte = pattern[++i];
      if (byte === BACKSLASH) byte = pattern[++i];
      if (byte === undefined) return undefined;
      ranges.push(...rangeOf(previous, byte, ignoreCase));
      byte = 0;
    } else if (byte === OPEN && pattern[i + 1] === COLON) {
      const close = pattern.indexOf(CLOSE, i + 2);
      if (close < 0) return undefined;
      if (close - i - 3 < 0 || pattern[close - 1] !== COLON) ranges.push(OPEN, OPEN);
      else {
        // No name is longer; the call would not take just any number of characters.
        let name = String.fromCharCode(...pattern.subarray(i + 2, Math.min(close - 1, i + 12)));
        if (name === "ascii" || name === "word") return undefined;
        if (ignoreCase && name === "upper") name = "alpha";
        const set = posixClass(name, "bytes");
        if (set === undefined) return undefined;
        ranges.push(...set);
        i = close;
        byte = 0;
      }
    } else ranges.push(byte, byte);
    previous = byte;
  }
  let set = charSet(ranges);
  // git puts the path in lower case first: what the class says of capitals is said to nobody.
  if (ignoreCase) set = charSet([...withoutCapitals(set), ...capitalsOf(set)]);
  return { set: withoutSlash(negated ? invert(set, "bytes") : set), next: i + 1 };
}

/** A range; without regard to case it also holds a small letter whose capital it holds. */
function rangeOf(low: number, high: number, ignoreCase: boolean): number[] {
  const ranges = [low, high];
  for (let small = 97; ignoreCase && small <= 122; small++) {
    if (small - 32 >= low && small - 32 <= high) ranges.push(small, small);
  }
  return ranges;
}

function withoutCapitals(set: CharSet): number[] {
  const out: number[] = [];
  for (let i = 0; i < set.length; i += 2) {
    const low = set[i] as number;
    const high = set[i + 1] as number;
    out.push(low, Math.min(high, 64), Math.max(low, 91), high);
  }
  return out.filter((_, i) => (out[i - (i % 2)] as number) <= (out[i - (i % 2) + 1] as number));
}

/** The capital of each small letter in the set. */
function capitalsOf(set: CharSet): number[] {
  const out: number[] = [];
  for (let i = 0; i < set.length; i += 2) {
    const low = Math.max(set[i] as number, 97);
    const high = Math.min(set[i + 1] as number, 122);
    if (low <= high) out.push(low - 32, high - 32);
  }
  return out;
}

function literal(byte: number, ignoreCase: boolean): CharSet {
  if (!ignoreCase) return [byte, byte];
  const small = isUpper(byte) ? byte + 32 : byte;
  return small >= 97 && small <= 122 ? [small - 32, small - 32, small, small] : [byte, byte];
}

function isUpper(byte: number): boolean {
  return byte >= 65 && byte <= 90;
}

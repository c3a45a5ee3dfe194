import { type CharSet, caseVariants, charSet, invert, lowerCase, upperCase, withoutSlash } from "./char-set.js";
import { posixClass } from "./posix-class.js";

/** A bracket expression and the index after it. */
export interface Bracket {
  readonly set: CharSet;
  readonly next: number;
}

/** Positions from which a search for the closing bracket is known to fail, so that no text is searched twice. */
export type Hopeless = number[];

const BACKSLASH = 92;
const OPEN = 91;
const CLOSE = 93;
const MINUS = 45;

/**
 * Understands the bracket expression that begins at `open` within `codes[open..end]` (bash manual, "Pattern
 * Matching"): `!` or `^` for all but, ranges by code point, `[:class:]`, `[.x.]` and `[=x=]` of one character, and
 * backslash for the character itself. A `]` that comes first is a member. A range whose ends are the wrong way round
 * holds nothing, and so does a class that there is not. Returns undefined when it is never closed.
 */
export function parseBracket(
  codes: readonly number[],
  open: number,
  end: number,
  nocase: boolean,
  hopeless: Hopeless,
): Bracket | undefined {
  let i = open + 1;
  const negated = codes[i] === 33 || codes[i] === 94;
  if (negated) i++;
  const ranges: number[] = [];
  const classes: number[] = [];
  const first = i;
  for (;;) {
    if (i >= end || (hopeless[i] === 1 && i > first)) {
      for (let k = first + 1; k < i; k++) hopeless[k] = 1;
      return undefined;
    }
    if (codes[i] === CLOSE && i > first) break;
    const member = parseMember(codes, i, end);
    i = member.next;
    if (member.posix !== undefined) {
      classes.push(...(posixClass(member.posix, "characters") ?? []));
      continue;
    }
    if (codes[i] !== MINUS || i + 1 >= end || codes[i + 1] === CLOSE) {
      ranges.push(member.code, member.code);
      continue;
    }
    const high = parseMember(codes, i + 1, end, true);
    i = high.next;
    ranges.push(member.code, high.code);
  }
  const set = charSet([...(nocase ? foldRanges(ranges) : ranges), ...classes]);
  return { set: withoutSlash(negated ? invert(set, "characters") : set), next: i + 1 };
}

interface Member {
  readonly code: number;
  readonly next: number;
  readonly posix?: string;
}

function parseMember(codes: readonly number[], i: number, end: number, closesRange = false): Member {
  const code = codes[i] as number;
  const kind = codes[i + 1];
  if (code === BACKSLASH && i + 1 < end) return { code: codes[i + 1] as number, next: i + 2 };
  if (code !== OPEN || i + 1 >= end) return { code, next: i + 1 };
  if (kind === 58 && !closesRange) {
    for (let k = i + 2; k + 1 < end; k++) {
      if (codes[k] === 58 && codes[k + 1] === CLOSE) {
        return { code, next: k + 2, posix: String.fromCodePoint(...codes.slice(i + 2, Math.min(k, i + 40))) };
      }
    }
  } else if (
    (kind === 46 || (kind === 61 && !closesRange)) &&
    codes[i + 3] === kind &&
    codes[i + 4] === CLOSE &&
    i + 4 < end
  ) {
    return { code: codes[i + 2] as number, next: i + 5 };
  }
  return { code, next: i + 1 };
}

/** The symbols whose small letter lies between the small letters of a range's ends. */
function foldRanges(ranges: readonly number[]): number[] {
  const out: number[] = [];
  for (let i = 0; i < ranges.length; i += 2) {
    const low = lowerCase(ranges[i] as number);
    const high = lowerCase(ranges[i + 1] as number);
    if (low === high) out.push(...caseVariants(low));
    if (low >= high) continue;
    out.push(low, high);
    // Beyond the letters' planes there is no case; a range so wide holds both cases of most letters anyway.
    for (let code = low; code <= high && code < 0x2d30; code++) {
      const upper = upperCase(code);
      if (upper !== code) out.push(upper, upper);
    }
  }
  // A capital within a range is there by its small letter only.
  return out.filter((_, i) => {
    const at = i - (i % 2);
    return out[at] !== out[at + 1] || lowerCase(out[at] as number) === out[at] || inFolded(ranges, out[at] as number);
  });
}

function inFolded(ranges: readonly number[], code: number): boolean {
  const small = lowerCase(code);
  for (let i = 0; i < ranges.length; i += 2) {
    if (small >= lowerCase(ranges[i] as number) && small <= lowerCase(ranges[i + 1] as number)) return true;
  }
  return false;
}

/**
 * A set of symbols: inclusive ranges, flat, sorted and apart: `[low, high, low, high, …]`.
 *
 * A *symbol* is what an automaton consumes in one step. In the alphabet `bytes` it is a byte, 0 to 255. In the
 * alphabet `characters` it is a Unicode code point, or, for a byte `b` that belongs to no valid UTF-8 sequence,
 * `INVALID_BYTE + b`, so that no name is lost and none is confused with another.
 */
export type CharSet = readonly number[];

/** How text becomes symbols: see {@link CharSet}. */
export type Alphabet = "bytes" | "characters";

/** Added to a byte that is not part of valid UTF-8 to give its symbol in the alphabet `characters`. */
export const INVALID_BYTE = 0x110000;

/** The symbol that parts names in a path. */
export const SLASH = 47;

/** The symbol that hides a name when it comes first. */
export const DOT = 46;

/** The highest symbol of an alphabet. */
export function highestSymbol(alphabet: Alphabet): number {
  return alphabet === "bytes" ? 255 : INVALID_BYTE + 255;
}

/** Sorts ranges and joins those that touch; ranges whose low end is above their high end are left out. */
export function charSet(ranges: readonly number[]): CharSet {
  const pairs: [number, number][] = [];
  for (let i = 0; i < ranges.length; i += 2) {
    const low = ranges[i] as number;
    const high = ranges[i + 1] as number;
    if (low <= high) pairs.push([low, high]);
  }
  pairs.sort((a, b) => a[0] - b[0]);
  const out: number[] = [];
  for (const [low, high] of pairs) {
    const last = out.length - 1;
    if (last > 0 && low <= (out[last] as number) + 1) out[last] = Math.max(out[last] as number, high);
    else out.push(low, high);
  }
  return out;
}

/** Every symbol of the alphabet that is not in the set. */
export function invert(set: CharSet, alphabet: Alphabet): CharSet {
  const out: number[] = [];
  let low = 0;
  for (let i = 0; i < set.length; i += 2) {
    if ((set[i] as number) > low) out.push(low, (set[i] as number) - 1);
    low = (set[i + 1] as number) + 1;
  }
  const highest = highestSymbol(alphabet);
  if (low <= highest) out.push(low, highest);
  return out;
}

/** The set without the slash, which only a slash in a pattern matches. */
export function withoutSlash(set: CharSet): CharSet {
  const out: number[] = [];
  for (let i = 0; i < set.length; i += 2) {
    const low = set[i] as number;
    const high = set[i + 1] as number;
    if (low > SLASH || high < SLASH) out.push(low, high);
    else out.push(low, SLASH - 1, SLASH + 1, high);
  }
  return charSet(out);
}

/** Every symbol but the slash. */
export function notSlash(alphabet: Alphabet): CharSet {
  return alphabet === "bytes" ? NOT_SLASH_BYTES : NOT_SLASH_CHARACTERS;
}

/** Every symbol. */
export function anySymbol(alphabet: Alphabet): CharSet {
  return [0, highestSymbol(alphabet)];
}

/** The code point in lower case, where that is one code point; else itself. */
export function lowerCase(symbol: number): number {
  if (symbol < 128) return symbol >= 65 && symbol <= 90 ? symbol + 32 : symbol;
  if (symbol >= INVALID_BYTE) return symbol;
  const lower = String.fromCodePoint(symbol).toLowerCase();
  const code = lower.codePointAt(0) as number;
  return lower.length === (code > 0xffff ? 2 : 1) ? code : symbol;
}

/** The code point in upper case, where that is one code point; else itself. */
export function upperCase(symbol: number): number {
  if (symbol < 128) return symbol >= 97 && symbol <= 122 ? symbol - 32 : symbol;
  if (symbol >= INVALID_BYTE) return symbol;
  const upper = String.fromCodePoint(symbol).toUpperCase();
  const code = upper.codePointAt(0) as number;
  return upper.length === (code > 0xffff ? 2 : 1) ? code : symbol;
}

/** A symbol and, without regard to case, its other cases. */
export function caseVariants(symbol: number): CharSet {
  const lower = lowerCase(symbol);
  const upper = upperCase(symbol);
  if (lower === upper) return [symbol, symbol];
  if (symbol < 128) return [upper, upper, lower, lower];
  return charSet([symbol, symbol, lower, lower, upper, upper]);
}

const NOT_SLASH_BYTES: CharSet = [0, SLASH - 1, SLASH + 1, 255];
const NOT_SLASH_CHARACTERS: CharSet = [0, SLASH - 1, SLASH + 1, INVALID_BYTE + 255];

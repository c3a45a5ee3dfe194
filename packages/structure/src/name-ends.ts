/** What every name that a pattern matches begins and ends with: a code of ASCII, or {@link ANY_CODE}. */
export interface NameEnds {
  readonly first: number;
  readonly last: number;
}

/** Stands for any character, and for what is beyond ASCII. */
export const ANY_CODE = 128;

/** The ends of a pattern as Python's `fnmatch` reads it. */
export function nameEnds(pattern: string): NameEnds {
  // Only a `]` ends a class, so any other character at the end stands for itself.
  return { first: codeOf(pattern.charAt(0), "*?["), last: codeOf(pattern.charAt(pattern.length - 1), "*?]") };
}

function codeOf(character: string, wild: string): number {
  const code = character.charCodeAt(0);
  return code < ANY_CODE && !wild.includes(character) ? code : ANY_CODE;
}

/** A set of bits, in words of 32 as signed integers. */
export type BitSet = readonly number[];

/** Sets of bits by the code that a name begins with, and by the one that it ends with. */
export interface EndBits {
  readonly words: number;
  readonly first: Int32Array;
  readonly last: Int32Array;
}

/** Beyond this the tables would take more than they save. */
const MOST_WORDS = 4;

/** Tables for patterns of names, each with its bits; `undefined` where there are too many bits. */
export function endBits(
  patterns: Iterable<readonly [ends: NameEnds, bits: readonly number[]]>,
  words: number,
): EndBits | undefined {
  if (words > MOST_WORDS) return undefined;
  const tables = { words, first: new Int32Array(ANY_CODE * words), last: new Int32Array(ANY_CODE * words) };
  for (const [ends, bits] of patterns) {
    for (const bit of bits) {
      setBit(tables.first, words, ends.first, bit);
      setBit(tables.last, words, ends.last, bit);
    }
  }
  return tables;
}

function setBit(table: Int32Array, words: number, code: number, bit: number): void {
  const [from, to] = code === ANY_CODE ? [0, ANY_CODE] : [code, code + 1];
  for (let at = from; at < to; at += 1) {
    const word = at * words + (bit >>> 5);
    table[word] = (table[word] ?? 0) | (1 << (bit & 31));
  }
}

/**
 * Whether a name may give anything that is not given yet, by its ends alone. Most files of a folder cannot, and need not
 * be looked at any further.
 */
export function mayGive({ words, first, last }: EndBits, name: string, given: BitSet): boolean {
  const begin = name.charCodeAt(0);
  const end = name.charCodeAt(name.length - 1);
  if (begin >= ANY_CODE || end >= ANY_CODE) return true;
  for (let word = 0; word < words; word += 1) {
    const bits = (first[begin * words + word] ?? 0) & (last[end * words + word] ?? 0);
    if ((bits & ~(given[word] ?? 0)) !== 0) return true;
  }
  return false;
}

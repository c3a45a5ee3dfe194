import { type Alphabet, type CharSet, charSet } from "./char-set.js";

/** ASCII members of the classes of POSIX, as ranges (`[:ascii:]` and `[:word:]` are bash's own). */
const ASCII: Readonly<Record<string, CharSet>> = {
  alnum: [48, 57, 65, 90, 97, 122],
  alpha: [65, 90, 97, 122],
  ascii: [0, 127],
  blank: [9, 9, 32, 32],
  cntrl: [0, 31, 127, 127],
  digit: [48, 57],
  graph: [33, 126],
  lower: [97, 122],
  print: [32, 126],
  punct: [33, 47, 58, 64, 91, 96, 123, 126],
  space: [9, 13, 32, 32],
  upper: [65, 90],
  word: [48, 57, 65, 90, 95, 95, 97, 122],
  xdigit: [48, 57, 65, 70, 97, 102],
};

/** What the classes hold beyond ASCII, as Unicode properties; the classes not named hold nothing there. */
const BEYOND: Readonly<Record<string, string>> = {
  alnum: "[\\p{Alphabetic}\\p{Nd}]+",
  alpha: "[\\p{Alphabetic}\\p{Nd}]+",
  word: "[\\p{Alphabetic}\\p{Nd}]+",
  blank: "[\\p{Zs}]+",
  cntrl: "[\\p{Cc}\\u2028\\u2029]+",
  graph: "[^\\p{Cn}\\p{Cc}\\p{Cs}\\p{Z}]+",
  lower: "\\p{Lowercase}+",
  print: "[^\\p{Cn}\\p{Cc}\\p{Cs}\\u2028\\u2029]+",
  punct: "[^\\p{Cn}\\p{Cc}\\p{Cs}\\p{Z}\\p{Alphabetic}\\p{Nd}]+",
  space: "\\p{White_Space}+",
  upper: "\\p{Uppercase}+",
};

const known = new Map<string, CharSet>();

/**
 * The symbols of a POSIX class such as `alpha`, or undefined for a name that is none. Over bytes, and for git, only
 * ASCII has members. Over characters the classes follow Unicode, as bash's do in a UTF-8 locale; the C library may
 * be of another Unicode version than this JavaScript engine.
 */
export function posixClass(name: string, alphabet: Alphabet): CharSet | undefined {
  const ascii = Object.hasOwn(ASCII, name) ? ASCII[name] : undefined;
  if (ascii === undefined || alphabet === "bytes") return ascii;
  let set = known.get(name);
  if (set === undefined) {
    set = charSet([...ascii, ...beyondAscii(BEYOND[name])]);
    known.set(name, set);
  }
  return set;
}

/** The planes in which characters are assigned to anything but private use: searching these is quick. */
const PLANES: readonly number[] = [0x80, 0xd7ff, 0xe000, 0x3ffff, 0xe0000, 0xe0fff];

function beyondAscii(property: string | undefined): number[] {
  const ranges: number[] = [];
  if (property === undefined) return ranges;
  const pattern = new RegExp(property, "gu");
  for (let plane = 0; plane < PLANES.length; plane += 2) {
    const high = PLANES[plane + 1] as number;
    for (let low = PLANES[plane] as number; low <= high; low += 0x2000) {
      const codes: number[] = [];
      for (let code = low; code < low + 0x2000 && code <= high; code++) codes.push(code);
      const text = String.fromCodePoint(...codes);
      const wide = low >= 0x10000 ? 2 : 1;
      for (const found of text.matchAll(pattern)) {
        const begin = low + found.index / wide;
        ranges.push(begin, begin + found[0].length / wide - 1);
      }
    }
  }
  return ranges;
}

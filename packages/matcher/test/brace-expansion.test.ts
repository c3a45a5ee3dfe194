import { describe, expect, it } from "vitest";
import { expandBraces } from "../src/brace-expansion.js";
import { DEFAULT_LIMITS } from "../src/limits.js";
import { bashBraces } from "./bash-oracle.js";
import { random } from "./random.js";

const { TRANSECT_SEED = "20260103" } = process.env;
const seed = Number(TRANSECT_SEED);

const TABLE = [
  ...["{a,b}", "{a,b}{c,d}", "x{a,b}y", "{a}", "{}", "{,a}", "{a,}", "{,}", "{,,a}", "a{,b}c", "{a,b,c,d}", "{{a,b}}"],
  ...["{a,{b,c}}", "{{a,b},c}", "{a,{b,{c,d}}e}f", "{{a,b},{c,d}}", "{a,b}}", "{{a,b}", "{a,b", "a,b}", "a{b", "}{"],
  ...["{1..3}", "{3..1}", "{01..10}", "{1..010}", "{-2..2}", "{-01..2}", "{2..-02}", "{+1..3}", "{1..1}", "{00..2}"],
  ...["{1..10..3}", "{10..1..3}", "{1..10..-3}", "{10..1..-3}", "{1..10..0}", "{01..10..4}", "{1..2..}", "{1..}"],
  ...["{..1}", "{1..2..3..4}", "{1...3}", "{a..e}", "{e..a}", "{a..i..3}", "{a..e..-2}", "{a..3}", "{1..a}", "{aa..c}"],
  ...["{A..E}", "{1..3}{a,b}", "{1..2,3}", "{{1..3},x}", "{a,{1..3}}", "{{1..3}}", "{{1..3}..5}", "x{1..3}{4..6}y"],
  ...["\\{a,b}", "{a\\,b}", "{a,b\\}", "{a\\,b,c}", "{a,\\}}", "{\\a,b}", "\\\\{a,b}", "{a,b}\\{c,d}", "{a..\\e}"],
  // A brace that closes at once is literal where a word begins; elsewhere it is the first of a list.
  ...["{},b}", "a{},b}", "{a,b}{},c}", "{{},b}", "{}{a,b}", "a{}", "{}..{a,b}}"],
  // A comma within an inner brace makes a list of one part of the outer one.
  ...["{x..{a,b}}", "{{a,b}..10}", "{..{,a}}", "{..a{1..3}}"],
  ...[
    "{9999999999999999999999..1}",
    "{a.b}",
    "{a..b.}",
    "{-..1}",
    "{1..-}",
    "{0..-0}",
    "{-0..1}",
    "{-00..1}",
    "{.,..}",
  ],
];

const PIECES = [
  ...[
    "{",
    "{",
    "{",
    "}",
    "}",
    "}",
    ",",
    ",",
    "..",
    "..",
    ".",
    "a",
    "b",
    "z",
    "A",
    "0",
    "1",
    "3",
    "01",
    "-1",
    "+2",
    "-",
  ],
  ...[
    "10",
    "{a,b}",
    "{1..3}",
    "{,a}",
    "{}",
    "\\{",
    "\\}",
    "\\,",
    "\\a",
    "{a..e..2}",
    "{03..1}",
    "x{",
    "{-2..2}",
    "\\\\",
  ],
];

/** What expansion makes of a pattern, as a shell would show it. */
function words(pattern: string): string[] {
  return expandBraces(pattern, DEFAULT_LIMITS)
    .map((text) => text.replace(/\\(.)/g, "$1"))
    .filter((text) => text !== "");
}

describe("braces", () => {
  it("expand as in bash, case by case", () => {
    const theirs = bashBraces(TABLE);
    TABLE.forEach((pattern, i) => {
      expect(words(pattern), pattern).toEqual(theirs[i]);
    });
  });

  it("expand as in bash at random", () => {
    const r = random(seed);
    const patterns = Array.from(
      { length: 15_000 },
      () => Array.from({ length: 1 + r.below(9) }, () => r.pick(PIECES)).join(""),
      // From a small letter down to a capital bash comes by the backslash and the backquote, and reads them again.
    ).filter((pattern) => !/[a-z]\.\.A|A\.\.[a-z]/.test(pattern));
    const theirs = bashBraces(patterns);
    const report = patterns.flatMap((pattern, i) => {
      const ours = words(pattern);
      return ours.join("\0") === theirs[i]?.join("\0") ? [] : [JSON.stringify({ pattern, ours, theirs: theirs[i] })];
    });
    expect(report.slice(0, 20).join("\n"), `seed ${seed}: ${report.length} of ${patterns.length} differ`).toBe("");
  });
});

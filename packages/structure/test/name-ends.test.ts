import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ANY_CODE, endBits, mayGive, nameEnds } from "../src/name-ends.js";
import { nameSet } from "../src/name-set.js";

const GIVEN = [0];

describe("the ends of names", () => {
  it.each([
    ["a.csv", "a", "v"],
    ["*.csv", undefined, "v"],
    ["run_*", "r", undefined],
    ["?x]", undefined, undefined],
    ["[ab]c", undefined, "c"],
    ["[ab", undefined, "b"],
    ["a[!b]", "a", undefined],
    ["é.x", undefined, "x"],
    ["x.é", "x", undefined],
  ])("of %s are known as far as they are one character of ASCII", (pattern, first, last) => {
    const codeOf = (character: string | undefined): number => character?.charCodeAt(0) ?? ANY_CODE;
    expect(nameEnds(pattern)).toEqual({ first: codeOf(first), last: codeOf(last) });
  });

  it("never pass over a name that a pattern matches", () => {
    const character = fc.constantFrom(..."ab.[]!-*?é\u{1F600}");
    const text = fc.string({ unit: character, minLength: 1, maxLength: 5 });
    let matched = 0;
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 40 }), text, (patterns, name) => {
        const { which, ends } = nameSet(patterns);
        const words = Math.ceil(patterns.length / 32);
        const tables = endBits(
          ends.map((one, index) => [one, [index]] as const),
          words,
        );
        for (const index of which(name)) {
          matched += 1;
          const others = Array.from({ length: words }, () => -1);
          others[index >>> 5] = ~(1 << (index & 31));
          expect(tables && mayGive(tables, name, others), `${patterns[index]} ${name}`).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
    expect(matched).toBeGreaterThan(100);
  });

  it("pass over what begins or ends otherwise, and what is given already", () => {
    const tables = endBits([[nameEnds("a*.csv"), [3]]], 1);
    const may = (name: string, given = GIVEN): boolean => tables === undefined || mayGive(tables, name, given);
    expect(["a.csv", "b.csv", "a.txt", "a.csv\u00e9"].map((name) => may(name))).toEqual([true, false, false, true]);
    expect(may("a.csv", [1 << 3])).toBe(false);
    expect(endBits([], 5)).toBeUndefined();
  });
});

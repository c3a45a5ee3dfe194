import { compileGlob, PatternError } from "@transect/matcher";
import { describe, expect, it } from "vitest";

const ALWAYS: readonly [name: string, pattern: string, path: string][] = [
  ["stars before a letter that never comes", "*a*a*a*a*a*a*a*b", "a".repeat(10_000)],
  ["globstars over a hundred levels", `${"**/a/".repeat(9)}b`, `${"a/".repeat(100)}c`],
  ["a star in a repeated group", "+(a*)b", "a".repeat(10_000)],
  ["overlapping alternatives", "+(ab|abab)", `${"ab".repeat(5_000)}a`],
  ["repeated groups in a row", "*(a*)*(a*)*(a*)b", "a".repeat(10_000)],
  ["repeated negations", "*(!(b))".repeat(5), "b".repeat(10_000)],
  ["nested groups", "*(".repeat(3_000), "a"],
  ["braces twenty times", "{a,b}".repeat(20), "a"],
  ["a long sequence", "{1..10000000}", "7"],
  ["many brackets", "[".repeat(65_000), "a"],
  ["many brackets with escaped ends", "[\\]".repeat(2_700), "a"],
  ["many brackets with classes", "[[:a:]".repeat(1_360), "a"],
  ["many open braces", "{".repeat(65_000), "a"],
  ["open braces with commas", "{a,".repeat(2_700), "a"],
  ["open braces before a closed one", `${"{".repeat(8_000)}}`, "a"],
  ["64 KB of letters", "a".repeat(65_536), "a"],
  ["8 KB of letters", "a".repeat(8_192), "a".repeat(8_192)],
  ["8 KB of stars", "*".repeat(8_192), "a"],
  ["a negation that remembers much", "!(*a????????????)", "a"],
];

describe("hostile patterns", () => {
  for (const [name, pattern, path] of ALWAYS) {
    it(`answer within 50 ms or are refused with a limit: ${name}`, () => {
      for (const nocase of [false, true]) {
        // The best of five: what else the machine does is not the pattern's fault.
        const times = Array.from({ length: 5 }, () => {
          const begin = performance.now();
          try {
            compileGlob(pattern, { nocase }).test(path);
          } catch (error) {
            expect(error).toBeInstanceOf(PatternError);
            expect((error as Error).message).toMatch(/limit|steps/);
          }
          return performance.now() - begin;
        });
        expect(Math.min(...times)).toBeLessThan(50);
      }
    });
  }
});

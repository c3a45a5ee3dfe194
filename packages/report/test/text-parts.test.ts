import type { DirectoryReport, Totals } from "@transect/core";
import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { columnsOf, shortenMiddle } from "../src/columns-of.js";
import { type NestedRow, nest } from "../src/nest.js";
import { humanDuration } from "../src/quantity.js";

describe("the columns of a text", () => {
  it("are those that string-width counts, by the short way too", () => {
    const mixed = fc.string({
      unit: fc.constantFrom("a", "~", " ", "█", "▏", "…", "·", "日", "é", "👩‍🚀", "\u001b[36m"),
    });
    fc.assert(fc.property(fc.oneof(mixed, fc.string({ unit: "grapheme" })), agrees));
  });

  it.each([
    ["the first plane", 0xa0, 0xffff],
    ["the second, with all emojis", 0x1_0000, 0x1_ffff],
    ["tags and variants", 0xe_0000, 0xe_01ff],
  ])("are those of each character of %s", (_plane, first, last) => {
    const others: string[] = [];
    for (let code = first; code <= last; code++) {
      const character = String.fromCodePoint(code);
      if (columnsOf(character) !== stringWidth(character)) others.push(code.toString(16));
    }
    expect(others).toEqual([]);
  });

  it.each([
    ["é of two characters", "e\u0301", 1],
    ["a Korean syllable of three letters, as macOS keeps it", "\u1112\u1161\u11ab", 2],
    ["a family that is joined", "👩‍👩‍👧", 2],
    ["a flag", "🇩🇪", 2],
    ["a thumb of another skin", "👍🏽", 2],
    ["a key", "1️⃣", 2],
    ["a heart that is asked to be an emoji", "❤️", 2],
    ["Devanagari", "हिन्दी", 4],
    ["letters that nobody sees", "a\u200b\u00ad\ufeffb", 2],
    ["half a pair", "\ud800", 0],
    ["colours", "\u001b[36m日本\u001b[39m", 4],
  ])("of %s are counted", (_what, text, columns) => {
    expect(columnsOf(text)).toBe(columns);
    expect(stringWidth(text)).toBe(columns);
  });

  function agrees(text: string): void {
    expect(columnsOf(text)).toBe(stringWidth(text));
  }
});

describe("a text that is shortened in the middle", () => {
  const cases = fc.tuple(
    fc.string({ unit: fc.constantFrom("a", "/", "é", "日", "👩‍🚀", "हि"), maxLength: 60 }),
    fc.integer({ min: 4, max: 40 }),
  );

  it("fits, and keeps both its ends", () => {
    fc.assert(
      fc.property(cases, ([text, room]) => {
        const shown = shortenMiddle(text, room, "…");
        expect(columnsOf(shown)).toBeLessThanOrEqual(room);
        if (shown === text) return;
        expect(columnsOf(text)).toBeGreaterThan(room);
        // A wide character may not fit into what is left.
        expect(columnsOf(shown)).toBeGreaterThanOrEqual(room - 1);
        const [head = "", tail = ""] = shown.split("…");
        expect(text.startsWith(head) && text.endsWith(tail)).toBe(true);
      }),
    );
  });

  it.each([
    ["/home/somebody/projects/data", 12, "…", "/home/…/data"],
    ["日本語の名前", 7, "…", "日…名前"],
    ["abcdefghij", 7, "...", "ab...ij"],
  ])("%s in %i columns", (text, room, mark, expected) => {
    expect(shortenMiddle(text, room, mark)).toBe(expected);
  });
});

describe("directories below those that hold them", () => {
  it("keep their order, and skip those that are not shown", () => {
    const rows = [row("b"), row("a"), row("b/x/y"), row("b/x/y/z"), row("ab")];
    expect(nest(rows, false).map(shown)).toEqual(["0 b", "1 x/y", "2 z", "0 a", "0 ab"]);
  });

  it("are told apart by their roots", () => {
    const rows = [row("a", "one"), row("a/b", "two"), row("a/b", "one")];
    expect(nest(rows, true).map(shown)).toEqual(["0 one/a", "1 b", "0 two/a/b"]);
  });

  it("may be many, and as deep as they like", () => {
    const chain = Array.from({ length: 3000 }, (_, depth) =>
      row(
        Array(depth + 1)
          .fill("d")
          .join("/"),
      ),
    );
    expect(nest(chain, false).at(-1)).toMatchObject({ label: "d", level: 2999 });
    const wide = [row("w"), ...Array.from({ length: 200_000 }, (_, index) => row(`w/${index}`))];
    expect(nest(wide, false).at(-1)).toMatchObject({ label: "199999", level: 1 });
  });

  function shown({ label, level }: NestedRow): string {
    return `${level} ${label}`;
  }
});

describe("a span of time for people", () => {
  it.each([
    [0, "0 ms"],
    [999.4, "999 ms"],
    [999.6, "1.0 s"],
    [59_949, "59.9 s"],
    [59_999, "1 min 0 s"],
    [200_000, "3 min 20 s"],
    [3_599_700, "1 h 0 min"],
    [18_000_000, "5 h 0 min"],
  ])("of %d ms is %s", (ms, text) => {
    expect(humanDuration(ms)).toBe(text);
  });
});

function row(path: string, root = "root"): DirectoryReport {
  return { root, path, depth: path.split("/").length, totals: NOTHING };
}

const NOTHING: Totals = {
  files: 0,
  directories: 1,
  symlinks: 0,
  others: 0,
  apparentBytes: 0,
  allocatedBytes: 0,
};

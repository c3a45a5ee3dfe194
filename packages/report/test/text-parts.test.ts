import type { DirectoryReport, Totals } from "@transect/core";
import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { columnsOf } from "../src/columns-of.js";
import { type NestedRow, nest } from "../src/nest.js";
import { humanDuration } from "../src/quantity.js";

describe("the columns of a text", () => {
  it("are those that string-width counts, by the short way too", () => {
    const mixed = fc.string({
      unit: fc.constantFrom("a", "~", " ", "█", "▏", "…", "·", "日", "é", "👩‍🚀", "\u001b[36m"),
    });
    fc.assert(fc.property(fc.oneof(mixed, fc.string({ unit: "grapheme" })), agrees));
  });

  function agrees(text: string): void {
    expect(columnsOf(text)).toBe(stringWidth(text));
  }
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

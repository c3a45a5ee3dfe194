import { addBytes, type Bytes, type MemoryNode, parseExact, type Report } from "@transect/core";
import { CSV_TABLES, renderNdjson, renderText } from "@transect/report";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EXAMPLE } from "./example-tree.js";
import { profiled } from "./profiled.js";

type Line = Readonly<Record<string, unknown>>;

const size = fc.oneof(fc.nat(), fc.bigInt({ min: 2n ** 53n, max: 2n ** 60n }));
const name = fc.string({ unit: "binary", minLength: 1 }).filter((text) => !/[/\0]|^\.{1,2}$/.test(text));
const node: fc.Arbitrary<MemoryNode> = fc.letrec<{ node: MemoryNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    fc.record({ name, stat: fc.record({ size, blocks: fc.nat(1000) }) }),
    fc.record({
      name,
      children: fc.uniqueArray(tie("node"), { maxLength: 6, selector: (child) => String(child.name) }),
    }),
  ),
})).node;
const tree = fc.uniqueArray(node, { maxLength: 8, selector: (child) => String(child.name) });

describe("NDJSON", () => {
  it("of an example is the golden one", async () => {
    await expect(renderNdjson(profiled(EXAMPLE).report)).toMatchFileSnapshot("golden/example.ndjson");
  });

  it("is a line for the report, then one for each row of each list, from which the report is made again", () => {
    fc.assert(
      fc.property(tree, fc.nat(5), (top, listLimit) => {
        const { report } = profiled(top, { listLimit });
        expect(rebuilt(linesOf(report))).toEqual(report);
      }),
    );
  });

  it("has rows that sum to the totals, exactly", () => {
    fc.assert(
      fc.property(tree, (top) => {
        const { report } = profiled(top);
        const lines = linesOf(report);
        expect(lines[0]).toMatchObject({ table: "report", totals: report.totals });
        for (const table of ["extensions", "sizes", "months"]) {
          const rows = lines.filter((line) => line["table"] === table);
          expect(rows.reduce((sum, row) => sum + Number(row["files"]), 0)).toBe(report.totals.files);
          const bytes = rows.reduce<Bytes>((sum, row) => addBytes(sum, row["apparentBytes"] as Bytes), 0);
          expect(bytes).toBe(report.totals.apparentBytes);
        }
      }),
    );
  });

  it("calls its tables what CSV calls them", () => {
    const tables = new Set(linesOf(profiled(EXAMPLE).report).map((line) => line["table"]));
    expect([...tables]).toEqual(["report", ...CSV_TABLES]);
  });
});

describe("text", () => {
  it("of an example is the golden one", async () => {
    await expect(renderText(profiled(EXAMPLE).report)).toMatchFileSnapshot("golden/example.txt");
  });
});

function linesOf(report: Report): Line[] {
  const text = renderNdjson(report);
  expect(text.endsWith("\n")).toBe(true);
  return text
    .slice(0, -1)
    .split("\n")
    .map((line) => parseExact(line) as Line);
}

/** The report that lines were made of. */
function rebuilt([head, ...lines]: readonly Line[]): unknown {
  const rows = (table: string): Line[] =>
    lines.filter((line) => line["table"] === table).map(({ table: _table, ...row }) => row);
  const { table: _table, ...once } = head as Line & Report;
  const { completeness, sizes, ages } = once;
  return {
    ...once,
    roots: rows("roots"),
    completeness: { ...completeness, errors: { ...completeness.errors, list: rows("errors") } },
    depths: rows("depths"),
    sizes: { ...sizes, classes: rows("sizes") },
    ages: { ...ages, months: rows("months") },
    extensions: { ...once.extensions, list: rows("extensions") },
    emptyDirectories: { ...once.emptyDirectories, list: rows("empty-directories") },
    largestFiles: { ...once.largestFiles, list: rows("largest-files") },
    largestDirectories: { ...once.largestDirectories, list: rows("largest-directories") },
    busiestDirectories: { ...once.busiestDirectories, list: rows("busiest-directories") },
    directoryNames: { ...once.directoryNames, list: rows("directory-names") },
    tree: { ...once.tree, list: rows("tree") },
  };
}

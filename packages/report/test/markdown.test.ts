import { type MemoryNode, Profile } from "@transect/core";
import { renderMarkdown } from "@transect/report";
import fc from "fast-check";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmTableFromMarkdown } from "mdast-util-gfm-table";
import { toString as textOf } from "mdast-util-to-string";
import { gfmTable } from "micromark-extension-gfm-table";
import { describe, expect, it } from "vitest";
import { codeSpan, markdownRows } from "../src/markdown-text.js";
import { safeText } from "../src/safe-text.js";
import { EXAMPLE } from "./example-tree.js";
import { profiled } from "./profiled.js";

const oddName = fc.string({
  unit: fc.constantFrom("a", " ", "`", "|", "\\", "<", "&", "*", "_", "[", "]", "\n", "日"),
});

describe("Markdown", () => {
  it("of an example is the golden one", async () => {
    await expect(renderMarkdown(profiled(EXAMPLE).report)).toMatchFileSnapshot("golden/example.md");
  });

  it("holds each name as it is, whatever it is made of", () => {
    fc.assert(
      fc.property(oddName, (name) => {
        const table = parse(
          markdownRows(
            [
              ["Name", "left"],
              ["Next", "left"],
            ],
            [[codeSpan(name), "x"]],
          ),
        );
        const cells = ofType(table, "tableCell").map((cell) => textOf(cell, { includeHtml: false }));
        expect(cells).toEqual(["Name", "Next", safeText(name), "x"]);
      }),
    );
  });

  it("has a table's row for each row, and says how many it left out", () => {
    const files = Array.from({ length: 25 }, (_, index) => ({ name: `${index}.txt`, stat: { size: index } }));
    const text = renderMarkdown(profiled(files, { top: 20 }).report, { rows: 7 });
    const [, largest = ""] = text.split("## Largest files");
    expect(ofType(parse(largest.split("##")[0] ?? ""), "tableRow")).toHaveLength(8);
    expect(largest).toContain("and 18 more files");
  });

  it("keeps headings, tables and HTML of a hostile name out of its structure", () => {
    const hostile: readonly MemoryNode[] = [
      { name: "<img src=x onerror=alert(1)>", stat: { size: 5 } },
      { name: "a\n# heading\n| x | y |", children: [{ name: "`</code><script>|", stat: { size: 7 } }] },
    ];
    const tree = parse(renderMarkdown(profiled(hostile).report));
    const html = new Set(ofType(tree, "html").map((node) => textOf(node)));
    expect([...html].sort()).toEqual(["</code>", "</sub>", "<code>", "<sub>"]);
    expect(ofType(tree, "heading").map((node) => textOf(node))).not.toContain("heading");
  });

  it.each([
    ["cancelled", "**CANCELLED**"],
    ["timedOut", "**TIMED OUT**"],
  ] as const)("says that it was %s", (state, expected) => {
    const profile = new Profile();
    profile.interrupt(state);
    expect(renderMarkdown(profile.finish({ roots: ["r"] }))).toContain(expected);
  });
});

type Root = ReturnType<typeof fromMarkdown>;
type Nodes = Root | Root["children"][number];

function parse(text: string): Nodes {
  return fromMarkdown(text, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] });
}

function ofType(node: Nodes, type: string): Nodes[] {
  const below = "children" in node ? node.children.flatMap((child) => ofType(child, type)) : [];
  return node.type === type ? [node, ...below] : below;
}

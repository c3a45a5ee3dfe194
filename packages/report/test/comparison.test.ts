import type { MemoryNode } from "@transect/core";
import { describe, expect, it } from "vitest";
import { dir, file } from "../../walker-parallel/test/tree.js";
import { renderChangesMarkdown, renderComparisonMarkdown } from "../src/index.js";
import { compared } from "./compared.js";
import { profiled } from "./profiled.js";

const BEFORE: readonly MemoryNode[] = [
  dir("gone", file("old.log", 5000)),
  dir("grown", file("a.bin", 10), dir("deep", file("b.bin", 20))),
  dir("same", file("c|d.txt", 7)),
  dir(Uint8Array.of(0xff), file("x", 1)),
  dir(Uint8Array.of(0xfe), file("x", 1)),
  file("plain", 3),
];

const AFTER: readonly MemoryNode[] = [
  dir("grown", file("a.bin", 10), dir("deep", file("b.bin", 3_000_020), file("new.map", 1))),
  dir("same", file("c|d.txt", 7)),
  dir(Uint8Array.of(0xff), file("x", 1)),
  dir(Uint8Array.of(0xfe), file("x", 101)),
  dir("empty"),
  file("plain", 2),
];

/** Rows of tables, without what only pads them. */
function rowsOf(markdown: string): string[] {
  return markdown
    .split("\n")
    .filter((line) => line.startsWith("| ") && !line.includes("---"))
    .map((line) => line.replace(/ +/g, " "));
}

describe("a comparison of two reports", () => {
  const page = renderComparisonMarkdown(profiled(BEFORE).report, profiled(AFTER).report, { rows: 30 });

  it("says the same as that of two snapshots, in the same words, columns and units", async () => {
    const rows = rowsOf(page);
    const changes = rowsOf(renderChangesMarkdown(await compared(BEFORE, AFTER), { rows: 30 }));
    const totals = changes.slice(0, 5);
    expect(rows.slice(0, 5)).toEqual(totals);
    const tables = changes.slice(changes.findIndex((row) => row.startsWith("| folder ")));
    // Snapshots tell of what they are a snapshot, the root too.
    const told = tables.filter((row) => !row.startsWith("| `.` "));
    expect(told.length).toBeGreaterThan(8);
    for (const row of told)
      expect(
        rows.some((one) => one.startsWith(row)),
        row,
      ).toBe(true);
  });

  it("marks what came and went, folders without a file too, and tells names apart that read alike", () => {
    expect(rowsOf(page)).toEqual(
      expect.arrayContaining([
        "| `gone` | -1 | -4.9 KiB | removed |",
        "| `empty` | 0 | 0 B | added |",
        "| `\uFFFD` | 0 | +100 B | |",
        "| `.map` | +1 | +1 B | added |",
        "| `.log` | -1 | -4.9 KiB | removed |",
        "| `(none)` | 0 | +99 B | |",
      ]),
    );
    expect(page).not.toContain("same");
  });

  it("keeps to the rows that are asked for, and says when nothing changed, and what else bears on it", () => {
    const [{ report: before }, { report: after }] = [profiled(BEFORE), profiled(AFTER)];
    expect(renderComparisonMarkdown(before, after, { rows: 1 })).toContain("\n\nand 4 more\n\n## Extensions");
    const same = renderComparisonMarkdown(before, before);
    expect(same.split("\nNothing changed.\n").length).toBe(3);
    expect(same).not.toMatch(/different settings|Not all could be read/);
    const others = { ...before, options: { ...before.options, hidden: false } };
    expect(renderComparisonMarkdown(before, others)).toContain("different settings");
    const shut = { name: "shut", type: "directory" as const, children: [], unreadable: "EACCES" };
    expect(renderComparisonMarkdown(before, profiled([shut]).report)).toContain("**Not all could be read.**");
  });
});

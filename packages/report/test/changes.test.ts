import type { Change, ChangeReport, CheckReport, Totals } from "@transect/core";
import { describe, expect, it } from "vitest";
import { renderChangesMarkdown, renderChangesText, renderCheckMarkdown, renderCheckText } from "../src/index.js";

const none = { entries: 0, files: 0, bytes: 0 };
const file = (size: number) => ({ type: "file" as const, size, allocatedBytes: 4096, mtimeMs: 0 });
const folder = { type: "directory" as const, size: 4096, allocatedBytes: 4096, mtimeMs: 0 };
const before: Totals = { files: 3, directories: 1, symlinks: 0, others: 0, apparentBytes: 2048, allocatedBytes: 8192 };

const NO_ERRORS = { count: 0, leftOut: 0, list: [] };

/** A report with some changes. */
function changed(list: readonly Change[], more: Partial<ChangeReport> = {}): ChangeReport {
  return {
    format: "transect-changes",
    version: 1,
    before: { name: "one", root: "/r", takenAtMs: 0, complete: true, errors: NO_ERRORS, totals: before },
    after: {
      name: "now",
      root: "/r",
      takenAtMs: 1000,
      complete: true,
      errors: NO_ERRORS,
      totals: { ...before, files: 4, apparentBytes: 3000 },
    },
    counts: {
      added: { entries: 2, files: 1, bytes: 5 },
      removed: none,
      moved: none,
      grown: none,
      shrunk: none,
      modified: none,
      retyped: none,
    },
    unchanged: 1,
    unknown: 0,
    changes: { count: list.length, leftOut: 0, list },
    folders: { count: 0, leftOut: 0, list: [] },
    extensions: { count: 0, leftOut: 0, list: [] },
    ...more,
  };
}

const CHANGES: readonly Change[] = [
  { kind: "grown", path: "big", before: file(1024), after: file(3 * 1024 * 1024) },
  { kind: "added", path: "new", after: folder, holds: { files: 2, apparentBytes: 5 } },
  { kind: "added", path: "new/carried", after: file(5), carried: true },
  { kind: "removed", path: "old", before: folder, holds: { files: 1, apparentBytes: 7 } },
  { kind: "moved", path: "to/x", from: "from/x", before: file(9), after: file(9) },
  { kind: "retyped", path: "odd", before: folder, after: file(1) },
  { kind: "modified", path: "a|b`c<b>@me\n", before: file(1), after: file(1) },
];

describe("changes as text", () => {
  it("have totals, kinds, and each change but those that came along", () => {
    const text = renderChangesText(changed(CHANGES), { width: 80 });
    expect(text).toContain("one (1970-01-01 00:00:00 UTC)\n→ now (1970-01-01 00:00:01 UTC)\n");
    expect(text).toContain("  files           3 →       4  +1\n");
    expect(text).toContain("  in files  2.0 KiB → 2.9 KiB  +952 B (+952 bytes)\n");
    expect(text).toContain("  2 added\n");
    const lines = text
      .split("\nChanges\n")[1]
      ?.split("\n")
      .map((line) => line.replace(/ +/g, " ").trim());
    expect(lines).toEqual([
      "grown +3.0 MiB big now 3.0 MiB",
      "added +5 B new/ 2 files",
      "removed -7 B old/ 1 file",
      "moved from/x → to/x",
      "retyped +1 B odd directory → file",
      "modified a|b`c<b>@me\\n",
      "",
    ]);
  });

  it("say when nothing changed, when not all is known, and how much is not shown", () => {
    expect(renderChangesText(changed([], { counts: { ...changed([]).counts, added: none } }))).toContain(
      "nothing changed",
    );
    const gaps = changed([], { unknown: 2, before: { ...changed([]).before, complete: false } });
    expect(renderChangesText(gaps)).toContain("not all could be read");
    expect(renderChangesText(gaps)).toContain("2 added · 2 unknown");
    expect(renderChangesText(changed(CHANGES), { rows: 2 })).toContain("\n  and 4 more\n");
    expect(renderChangesText(changed(CHANGES), { unicode: false })).not.toMatch(/[^\x00-\x7f]/);
  });
});

describe("changes as Markdown", () => {
  it("show names that nothing in them can turn into markup", () => {
    const text = renderChangesMarkdown(changed(CHANGES));
    expect(text).toContain("| modified |          | <code>a&#124;b&#96;c&#60;b&#62;&#64;me&#92;n</code>");
    expect(text).toContain("| `from/x` → `to/x` ");
    expect(text.replace(/`+[^|]*?`+/g, "")).not.toContain("@me");
    expect(text).toMatch(/^### What changed\n\n`one \(1970.*\n\n\| {10}\| {2}before/);
  });

  it("keep to the rows that are asked for", () => {
    const text = renderChangesMarkdown(changed(CHANGES), { rows: 1 });
    expect(text).toContain("\n\nand 5 more\n\n</details>");
    expect(text).not.toContain("`old");
  });
});

const CHECK: CheckReport = {
  format: "transect-check",
  version: 1,
  passed: false,
  complete: true,
  errors: [],
  results: [
    { budget: "file count", tree: "a", unit: "files", limit: "max", allowed: 9, found: 3, passed: true, worst: [] },
    {
      budget: "total size",
      tree: "a`|b",
      unit: "bytes",
      limit: "max",
      allowed: 2 ** 20,
      found: 2 ** 20 + 1,
      passed: false,
      worst: [{ path: "x|y", value: 2 ** 19 }, { path: "empty" }],
    },
    {
      budget: "share of .map",
      tree: "a",
      unit: "share",
      limit: "min",
      allowed: 0.25,
      found: 0.2,
      passed: false,
      worst: [],
    },
  ],
};

describe("a check", () => {
  it("as text has what failed first, and exact numbers where rounded ones would be the same", () => {
    expect(renderCheckText(CHECK).split("\n")).toEqual([
      "FAILED  a`|b  total size     1,048,577  at most 1,048,576",
      "          512.0 KiB  x|y",
      "          empty",
      "FAILED  a     share of .map      20.0%  at least 25.0%",
      "ok      a     file count             3  at most 9",
      "",
      "2 of 3 budgets failed",
      "",
    ]);
  });

  it("as Markdown has a table of it, and where to look", () => {
    const text = renderCheckMarkdown(CHECK);
    expect(text).toMatch(/^### ❌ 2 of 3 budgets failed\n/);
    expect(text).toContain("| ❌ | <code>a&#96;&#124;b</code> | `total size`    | 1,048,577 | at most 1,048,576 |");
    expect(text).toContain("<details><summary><code>a&#96;&#124;b&#58; total size</code></summary>");
    expect(text).toContain("| <code>x&#124;y</code> | 512.0 KiB |");
  });

  it("says that not all could be read", () => {
    const report = { ...CHECK, passed: true, complete: false, results: [], errors: ["a/b: EACCES"] };
    expect(renderCheckText(report)).toBe("\n0 budgets kept; not all could be read\n");
    expect(renderCheckMarkdown(report)).toMatch(
      /^### ❌ 0 budgets kept\n[\s\S]*\*\*Not all could be read:\*\*\n\n- `a\/b: EACCES`\n$/,
    );
  });
});

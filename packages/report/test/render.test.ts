import { type MemoryNode, Profile } from "@transect/core";
import {
  CSV_TABLES,
  exactBytes,
  humanBytes,
  renderCsv,
  renderEntry,
  renderJson,
  renderText,
  safeText,
} from "@transect/report";
import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { profiled } from "./profiled.js";

const HOSTILE = "esc\u001b[2J\nnew\u202eline";
const BROKEN = Uint8Array.of(0x61, 0xff);

const tree: readonly MemoryNode[] = [
  {
    name: "docs",
    children: [
      { name: "guide.md", stat: { size: 5000, blocks: 16, mtimeMs: Date.UTC(2024, 5, 1) } },
      {
        name: "日本語のとても長い名前".repeat(6),
        stat: { size: 3_000_000, blocks: 5864, mtimeMs: Date.UTC(2026, 0, 1) },
      },
      { name: "empty", children: [] },
    ],
  },
  { name: HOSTILE, stat: { size: 2n ** 60n + 1n, blocks: 8 } },
  { name: BROKEN, stat: { size: 1, blocks: 8 } },
  { name: "locked", children: [], unreadable: "EACCES" },
];

const { entries, report } = profiled(tree);

describe("text", () => {
  it("keeps to its width, wide characters and all, with and without colour", () => {
    fc.assert(
      fc.property(fc.integer({ min: 40, max: 200 }), fc.boolean(), fc.boolean(), (width, color, unicode) => {
        for (const line of renderText(report, { width, color, unicode }).split("\n")) {
          expect(stringWidth(line), line).toBeLessThanOrEqual(width);
        }
      }),
    );
  });

  it("has no escape of its own without colour, and none from a name ever", () => {
    expect(renderText(report)).not.toMatch(/[\u001b\u202e]/);
    const colored = renderText(report, { color: true });
    expect(colored).toContain("\u001b[1m");
    expect(colored).not.toContain("\u001b[2J");
  });

  it("uses nothing beyond ASCII when told, names aside", () => {
    const plain = profiled([{ name: "a", children: [{ name: "b".repeat(300), stat: { size: 9, blocks: 8 } }] }]).report;
    expect(renderText(plain, { unicode: false })).toMatch(/^[\x20-\x7e\n]*$/);
  });

  it("says first what there is, exactly, and what is missing", () => {
    const lines = renderText(report, { width: 100 }).split("\n");
    expect(lines.slice(0, 8)).toEqual([
      "root  INCOMPLETE",
      "",
      "  4 files · 4 folders",
      "  1.0 EiB in files  1,152,921,504,609,851,978 bytes",
      "  2.9 MiB on disk                   3,018,752 bytes",
      "",
      "  1 place could not be read:",
      "    EACCES  root/locked",
    ]);
  });

  it("says loudly when it was stopped", () => {
    const profile = new Profile();
    profile.interrupt("timedOut");
    const text = renderText(profile.finish({ roots: ["r"] }));
    expect(text).toContain("TIMED OUT");
    expect(text).toContain("The time was up before all was seen");
  });

  it("names as many common folders as go on a line, each whole", () => {
    const many = ["alpha", "beta", "gamma"].map((name) => "x".repeat(12) + name);
    const holder = (name: string): MemoryNode => ({ name, children: many.map((one) => ({ name: one, children: [] })) });
    const { report: folders } = profiled([holder("p"), holder("q")]);
    const line = (width: number): string | undefined => /common names +(.*)/.exec(renderText(folders, { width }))?.[1];
    expect(line(120)?.split(" · ").length).toBe(3);
    expect(line(64)).toBe("xxxxxxxxxxxxalpha 2 · xxxxxxxxxxxxbeta 2");
  });

  it("puts the largest folder first and what it holds below it", () => {
    const nested = profiled([
      { name: "a", children: [{ name: "f", stat: { blocks: 1 } }] },
      { name: "b", children: [{ name: "c", children: [{ name: "f", stat: { blocks: 5 } }] }] },
    ]).report;
    const rows = renderText(nested)
      .split("\n")
      .filter((line) => line.endsWith("1 file"));
    expect(rows.map((row) => /( *)\w {2}1 file$/.exec(row)?.[0].trimStart())).toEqual([
      "b  1 file",
      "c  1 file",
      "a  1 file",
    ]);
    expect(rows.map((row) => row.indexOf("  1 file"))).toEqual(
      [1, 3, 1].map((column) => column + (rows[0]?.indexOf("b  1") ?? 0)),
    );
  });
});

describe("CSV", () => {
  it.each(CSV_TABLES)("%s has a header and as many cells in each row", (table) => {
    const rows = parseCsv(renderCsv(report, { table }));
    expect(rows.length).toBeGreaterThan(1);
    expect(new Set(rows.map((row) => row.length)).size).toBe(1);
  });

  it("keeps every character of a name and every digit of a size", () => {
    const rows = parseCsv(renderCsv(report, { table: "largest-files" }));
    expect(rows[1]).toEqual(["root", HOSTILE, "", "1152921504606846977", "4096", "0"]);
    expect(rows.at(-1)?.slice(1, 3)).toEqual(["a\uFFFD", "Yf8="]);
  });
});

describe("JSON", () => {
  it("ends with a newline and is indented when asked", () => {
    expect(renderJson(report)).toMatch(/^\{"format":"transect-report",.*\}\n$/);
    expect(renderJson(report, { indent: 2 })).toMatch(/^\{\n {2}"format": /);
  });

  it("of an entry is one line, with the bytes of a name that is not UTF-8", () => {
    const broken = entries.find((entry) => entry.nameBytes !== undefined);
    const hostile = entries.find((entry) => entry.name === HOSTILE);
    if (broken === undefined || hostile === undefined) throw new Error("both are in the tree");
    expect(JSON.parse(renderEntry(broken))).toMatchObject({ path: "a\uFFFD", pathBase64: "Yf8=", allocated: 4096 });
    expect(renderEntry(hostile)).toContain('"size":1152921504606846977,');
    expect(renderEntry(hostile)).not.toContain("\n");
  });

  it("of an entry tells its time in both forms, and only in milliseconds where no date can hold it", () => {
    const { entries: timed } = profiled([
      { name: "new", stat: { mtimeMs: Date.UTC(2024, 5, 1) + 0.7 } },
      { name: "never", stat: { mtimeMs: 9e15 } },
    ]);
    const times = timed.filter((entry) => entry.depth > 0).map((entry) => JSON.parse(renderEntry(entry)));
    expect(times.find((line) => line.path === "new")).toMatchObject({
      mtime: "2024-06-01T00:00:00.000Z",
      mtimeMs: Date.UTC(2024, 5, 1),
    });
    expect(times.find((line) => line.path === "never")).toMatchObject({ mtimeMs: 9e15 });
    expect(times.find((line) => line.path === "never")).not.toHaveProperty("mtime");
  });
});

describe("a name on a line", () => {
  it("holds nothing that a terminal obeys", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        expect(safeText(name)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      }),
    );
    expect(safeText("plain näme 日本")).toBe("plain näme 日本");
  });
});

describe("a size for people", () => {
  it.each([
    [0, "0 B"],
    [1023, "1023 B"],
    [1024, "1.0 KiB"],
    [1536, "1.5 KiB"],
    [2n ** 63n, "8.0 EiB"],
  ])("of %d bytes is %s", (bytes, text) => {
    expect(humanBytes(bytes)).toBe(text);
  });

  it.each([
    [1023, "1023 B"],
    [1024, "1.0 KiB (1,024 bytes)"],
    [2n ** 63n, "8.0 EiB (9,223,372,036,854,775,808 bytes)"],
  ])("of %d bytes with the exact one beside it is %s", (bytes, text) => {
    expect(exactBytes(bytes)).toBe(text);
  });
});

/** RFC 4180, as far as these tests need it. */
function parseCsv(text: string): string[][] {
  const cells = [...text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/g)];
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of cells) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end === "\n") rows.push([]);
  }
  return rows.slice(0, -1);
}

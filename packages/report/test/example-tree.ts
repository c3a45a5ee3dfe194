import type { MemoryNode } from "@transect/core";

/** A small tree with something of everything: large and small, old and new, empty, unreadable, oddly named. */
export const EXAMPLE: readonly MemoryNode[] = [
  {
    name: "src",
    children: [
      { name: "main.ts", stat: { size: 5000, blocks: 16, mtimeMs: Date.UTC(2024, 5, 1) } },
      { name: "page.css", stat: { size: 1200, blocks: 8, mtimeMs: Date.UTC(2026, 0, 1) } },
      { name: "deep", children: [{ name: "er", children: [{ name: "x.ts", stat: { size: 10, blocks: 8 } }] }] },
    ],
  },
  {
    name: "media",
    children: [
      { name: "film|1.mkv", stat: { size: 3_000_000, blocks: 5864, mtimeMs: Date.UTC(2023, 2, 4) } },
      { name: "<b>.png", stat: { size: 70_000, blocks: 144, mtimeMs: Date.UTC(2023, 2, 4) } },
      { name: "empty", children: [] },
    ],
  },
  { name: "LICENSE", stat: { size: 1070, blocks: 8, mtimeMs: Date.UTC(2020, 0, 31) } },
  { name: "locked", children: [], unreadable: "EACCES" },
];

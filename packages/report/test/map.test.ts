import { addBytes, type Bytes, type MemoryNode, type Report } from "@transect/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { growFolderTree, sumAmounts } from "../page/map/folder-tree.js";
import { gatherSmall, layOutMap, type Tile } from "../page/map/lay-out-map.js";
import type { MapNode, Measure } from "../page/map/map-node.js";
import { tileInDirection } from "../page/map/tile-in-direction.js";
import { EXAMPLE } from "./example-tree.js";
import { profiled } from "./profiled.js";

const MEASURES: readonly Measure[] = ["allocated", "apparent", "files"];
const size = fc.oneof(fc.nat(100_000), fc.bigInt({ min: 2n ** 53n, max: 2n ** 56n }));
const name = fc.oneof(
  fc.stringMatching(/^[a-c]{1,3}\.(ts|js|md)$/),
  fc.stringMatching(/^[a-c]{1,2}$/),
  fc.uint8Array({ min: 128, max: 255, minLength: 1, maxLength: 3 }),
);
const tree = fc.letrec<{ node: MemoryNode; list: MemoryNode[] }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 5 },
    fc.record({ name, stat: fc.record({ size, blocks: fc.nat(1000) }) }),
    fc.record({ name, children: tie("list") }),
  ),
  list: fc.uniqueArray(tie("node"), { maxLength: 9, selector: ({ name: own }) => String(own) }),
})).list;
const limits = fc.record({ top: fc.nat(12), listLimit: fc.nat(12), treeDepth: fc.nat(4) });

describe("the tree of a map", () => {
  it("holds in each folder exactly as much as the report counts there, however short its lists are", () => {
    fc.assert(
      fc.property(tree, limits, (top, options) => {
        const { report } = profiled(top, options);
        const { root } = growFolderTree(report);
        const { apparentBytes: apparent, allocatedBytes: allocated, files, directories: folders } = report.totals;
        expect(root.amounts).toEqual({ apparent, allocated, files, folders });
        for (const node of nodesOf(root)) {
          if (node.children.length === 0) continue;
          const held = sumAmounts(node.children.map((child) => child.amounts));
          expect(held).toEqual({ ...node.amounts, folders: node.amounts.folders - (node.kind === "folder" ? 1 : 0) });
        }
      }),
    );
  });

  it("has each folder and file that the report names, once, in the folder that holds it", () => {
    fc.assert(
      fc.property(tree, limits, (top, options) => {
        const { report } = profiled(top, options);
        const { root, folder } = growFolderTree(report);
        const nodes = nodesOf(root);
        expect(nodes.filter((node) => node.kind === "file")).toHaveLength(report.largestFiles.list.length);
        for (const row of report.tree.list) {
          const node = folder(row);
          expect(node?.amounts).toMatchObject({ files: row.totals.files, allocated: row.totals.allocatedBytes });
          if (row.depth > 0)
            expect(row.path.startsWith(node?.parent?.place?.path.replace(/^\.$/, "") ?? "?")).toBe(true);
        }
      }),
    );
  });

  it("tells names apart by their bytes where they read the same", () => {
    const odd = (byte: number): MemoryNode => ({
      name: Uint8Array.of(byte),
      children: [{ name: `${byte}.txt`, stat: { size: byte, blocks: byte } }],
    });
    const { root } = growFolderTree(profiled([odd(0xfe), odd(0xff)]).report);
    expect(root.children.map((child) => child.children.map(({ label }) => label))).toEqual(
      [["255.txt"], ["254.txt"]].reverse(),
    );
  });

  it("holds several roots, and none that lies in another one or is missing", () => {
    const { report } = profiled(EXAMPLE);
    const [first] = report.roots;
    if (first === undefined) throw new Error("there is a root");
    const nothing = { ...first.totals, files: 0, directories: 0, apparentBytes: 0, allocatedBytes: 0 };
    const roots: Report["roots"] = [
      first,
      { root: "root/src", type: "directory", totals: nothing, inside: "root" },
      { root: "gone", type: "missing", totals: nothing },
      { root: "one.txt", type: "file", totals: { ...nothing, files: 1, apparentBytes: 5 } },
    ];
    const { root } = growFolderTree({ ...report, roots });
    expect([root.kind, ...root.children.map(({ label, kind }) => `${label} ${kind}`)]).toEqual([
      "all",
      "root folder",
      "one.txt file",
    ]);
  });

  it("says which extension most bytes of a folder have", () => {
    const { folder } = growFolderTree(profiled(EXAMPLE).report);
    expect(folder({ root: "root", path: "src" })?.extension).toBe(".ts");
    expect(folder({ root: "root", path: "." })?.extension).toBe(".mkv");
    expect(folder({ root: "root", path: "media/empty" })?.extension).toBeUndefined();
  });
});

describe("a map", () => {
  const sizes = fc.record({ width: fc.integer({ min: 0, max: 1500 }), height: fc.integer({ min: 0, max: 900 }) });

  const SLIVER: MemoryNode[] = [
    {
      name: "a.js",
      children: [
        { name: Uint8Array.of(128), stat: { size: 5, blocks: 0 } },
        { name: "a.ts", stat: { size: 2n ** 53n + 2n, blocks: 0 } },
      ],
    },
  ];

  it("keeps each tile within its holder, apart from its siblings, in pre-order", () => {
    fc.assert(
      fc.property(tree, sizes, fc.constantFrom(...MEASURES), (top, box, measure) => {
        const tiles = layOutMap(growFolderTree(profiled(top).report).root, { measure, ...box });
        tiles.forEach((tile, index) => {
          expect(tile.holder).toBeLessThan(index);
          const holder = tiles[tile.holder] ?? { x: 0, y: 0, ...box };
          expect(tile.x).toBeGreaterThanOrEqual(holder.x);
          expect(tile.y).toBeGreaterThanOrEqual(holder.y);
          expect(tile.x + tile.width).toBeLessThanOrEqual(holder.x + holder.width);
          expect(tile.y + tile.height).toBeLessThanOrEqual(holder.y + holder.height);
          for (const other of tiles.slice(index + 1)) {
            if (other.holder === tile.holder) expect(overlap(tile, other)).toBe(0);
          }
        });
      }),
      { examples: [[SLIVER, { width: 34, height: 36 }, "apparent"]] },
    );
  });

  it("drops nothing: what lies in an open folder, gathered or not, is all of it", () => {
    fc.assert(
      fc.property(tree, fc.constantFrom(...MEASURES), fc.integer({ min: 1, max: 1_000_000 }), (top, measure, area) => {
        for (const node of nodesOf(growFolderTree(profiled(top).report).root)) {
          if (node.children.length === 0) continue;
          const shown = gatherSmall(node, measure, area);
          const sum = shown.reduce<Bytes>((total, child) => addBytes(total, child.amounts[measure]), 0);
          expect(sum).toBe(node.amounts[measure]);
          expect(shown.filter((child) => child.kind === "rest").length).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it("gives areas that stand for the amounts", () => {
    const files = [600, 300, 100].map((bytes) => ({ name: `${bytes}.bin`, stat: { size: bytes } }));
    const { root } = growFolderTree(profiled(files).report);
    const tiles = layOutMap(root, { measure: "apparent", width: 1000, height: 1000 });
    expect(tiles.map(({ node, width, height }) => [node.label, Math.round((width * height) / 10_000)])).toEqual([
      ["600.bin", 60],
      ["300.bin", 30],
      ["100.bin", 10],
    ]);
  });

  it("gathers thousands of small files into one tile that says how many they are", () => {
    const small = Array.from({ length: 5000 }, (_, index) => ({ name: `${index}`, stat: { size: 10 } }));
    const { root } = growFolderTree(
      profiled([{ name: "large", stat: { size: 1_000_000 } }, ...small], { top: 6000 }).report,
    );
    const tiles = layOutMap(root, { measure: "apparent", width: 800, height: 600 });
    expect(tiles.map(({ node }) => [node.kind, node.amounts.files])).toEqual([
      ["file", 1],
      ["rest", 5000],
    ]);
  });

  it("is walked by keys as a tree is", () => {
    const { root } = growFolderTree(profiled(EXAMPLE).report);
    const tiles = layOutMap(root, { measure: "files", width: 1000, height: 600 });
    const go = (from: string, key: string): string | undefined => {
      const index = tiles.findIndex(({ node }) => node.label === from);
      const next = tileInDirection(tiles, index, key);
      return next === undefined ? undefined : tiles[next]?.node.label;
    };
    expect(tiles[0]?.node.label).toBe("src");
    expect(go("src", "ArrowDown")).toBe("media");
    expect(go("media", "ArrowUp")).toBe("src");
    expect(go("src", "ArrowUp")).toBeUndefined();
    expect(go("src", "End")).toBe("LICENSE");
    expect(go("LICENSE", "Home")).toBe("src");
    expect(tiles.find(({ node }) => node.label === go("src", "ArrowRight"))?.level).toBe(2);
    expect(go("main.ts", "ArrowLeft")).toBe("src");
    expect(go("src", "ArrowLeft")).toBeUndefined();
    expect(go("main.ts", "ArrowRight")).toBeUndefined();
    expect(go("src", "x")).toBeUndefined();
  });
});

function nodesOf(root: MapNode): MapNode[] {
  return [root, ...root.children.flatMap(nodesOf)];
}

function overlap(a: Tile, b: Tile): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}

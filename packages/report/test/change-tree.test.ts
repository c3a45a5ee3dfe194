import { addBytes, type Bytes, type MemoryNode } from "@transect/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ChangeNode, growChangeTree } from "../page/changes/change-tree.js";
import { difference } from "../src/signed.js";
import { compared } from "./compared.js";

let inode = 1;
const size = fc.oneof(fc.nat(100_000), fc.bigInt({ min: 2n ** 53n, max: 2n ** 56n }));
const name = fc.oneof(
  fc.stringMatching(/^[a-c]{1,2}(\.ts)?$/),
  fc.uint8Array({ min: 128, max: 255, minLength: 1, maxLength: 2 }),
);
const ino = fc.oneof(fc.constant(0), fc.constantFrom(1, 2, 3, 4, 5)).map((own) => {
  inode += 1;
  return own === 0 ? 1000 + inode : own;
});
const tree = fc
  .letrec<{ node: MemoryNode; list: MemoryNode[] }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      fc.record({ name, stat: fc.record({ size, ino }) }),
      fc.record({ name, children: tie("list"), stat: fc.record({ ino: ino.map((own) => own + 10_000) }) }),
    ),
    list: fc.uniqueArray(tie("node"), { maxLength: 6, selector: ({ name: own }) => String(own) }),
  }))
  .list.map((list) => withOwnInodes(list, new Set()));

/** No two folders of a tree are one. */
function withOwnInodes(list: readonly MemoryNode[], taken: Set<number>): readonly MemoryNode[] {
  return list.map((node) => {
    const { children, stat } = node;
    if (children === undefined) return node;
    inode += 1;
    const own = stat?.ino === undefined || taken.has(stat.ino) ? 100_000 + inode : stat.ino;
    taken.add(own);
    return { ...node, stat: { ino: own }, children: withOwnInodes(children, taken) };
  });
}

describe("the tree of what changed", () => {
  it("has in each folder exactly what it came to, and names all of it where the lists are whole", async () => {
    await fc.assert(
      fc.asyncProperty(tree, tree, async (before, after) => {
        const report = await compared(before, after);
        const { root } = growChangeTree(report);
        expect(root.bytes).toEqual(difference(report.before.totals.apparentBytes, report.after.totals.apparentBytes));
        expect(root.files).toBe(report.after.totals.files - report.before.totals.files);
        for (const node of nodesOf(root)) {
          expect(node.kind).not.toBe("rest");
          if (node.kind === "folder") expectToHold(node);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("says how much is not named where the lists are short", async () => {
    await fc.assert(
      fc.asyncProperty(tree, tree, fc.nat(5), async (before, after, limit) => {
        const report = await compared(before, after, limit);
        const { root, folder } = growChangeTree(report);
        for (const node of nodesOf(root)) if (node.kind === "folder") expectToHold(node);
        for (const row of report.folders.list) {
          const found = folder(row);
          expect(found?.bytes).toEqual(difference(row.bytesBefore, row.bytesAfter));
          expect(found?.files).toBe(row.filesAfter - row.filesBefore);
        }
      }),
    );
  });

  it("has a file that moved in both folders, and folders with what became of them", async () => {
    const file = (own: string, ino: number): MemoryNode => ({ name: own, stat: { size: 7, ino, nlink: 1 } });
    const report = await compared(
      [
        { name: "a", children: [file("x", 50), file("kept", 51)] },
        { name: "old", children: [file("y", 52)], stat: { ino: 60 } },
      ],
      [
        { name: "a", children: [file("kept", 51)] },
        { name: "b", children: [file("x", 50)], stat: { ino: 61 } },
        { name: "new", children: [file("y", 52)], stat: { ino: 60 } },
      ],
    );
    const { root } = growChangeTree(report);
    const told = nodesOf(root).map(({ label, fate, bytes, parent }) => [parent?.label, label, fate, bytes]);
    expect(told).toEqual(
      expect.arrayContaining([
        ["a", "x", "moved away", -7],
        ["b", "x", "moved here", 7],
        [root.label, "b", "added", 7],
        [root.label, "new", "moved", 0],
      ]),
    );
  });
});

function nodesOf(node: ChangeNode): ChangeNode[] {
  return [node, ...node.children.flatMap(nodesOf)];
}

function expectToHold({ children, bytes, files, fate }: ChangeNode): void {
  // What is in a folder that moved is told where it is listed itself.
  if (children.length === 0 && fate?.startsWith("moved")) return;
  expect(children.reduce<Bytes>((sum, child) => addBytes(sum, child.bytes), 0)).toEqual(bytes);
  expect(children.reduce((sum, child) => sum + child.files, 0)).toBe(files);
}

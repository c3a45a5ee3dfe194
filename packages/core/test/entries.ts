import type { EntryType } from "@transect/core";
import { Entry } from "@transect/core";
import fc from "fast-check";

/** A tree as data: what a directory holds. */
export interface TreeNode {
  readonly name: string;
  readonly nameBytes?: Uint8Array | undefined;
  readonly type: EntryType;
  readonly size: number | bigint;
  readonly mtimeMs: number;
  readonly blocks: number;
  /** The number of a hard link's object: nodes that share it are one file. */
  readonly link: number | undefined;
  readonly children: readonly TreeNode[];
}

const name = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      "a",
      "b",
      "a.txt",
      "b.TXT",
      "c.tar.gz",
      ".env",
      "-x",
      "a-b",
      "é.md",
      "𝒳.md",
      "\uFFFD.md",
      "x.",
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .string({ minLength: 1, maxLength: 4 })
      .filter((text) => !/[/\0]/.test(text) && text !== "." && text !== ".."),
  },
);

const size = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 5000 }) },
  { weight: 1, arbitrary: fc.maxSafeNat() },
  { weight: 1, arbitrary: fc.bigInt(2n ** 53n, 2n ** 63n - 1n) },
);

const { tree } = fc.letrec<{ tree: readonly TreeNode[]; node: TreeNode }>((tie) => ({
  tree: fc.uniqueArray(tie("node"), { maxLength: 5, selector: (node) => node.nameBytes?.join() ?? node.name }),
  node: fc
    .record({
      name,
      nameBytes: fc.option(fc.constantFrom(Uint8Array.of(0xff), Uint8Array.of(0xfe, 0x2e, 0x61)), {
        freq: 8,
        nil: undefined,
      }),
      type: fc.constantFrom<EntryType>("file", "file", "file", "directory", "directory", "symlink", "other"),
      size,
      // Adding 0 leaves no -0, which no clock shows and JSON does not know.
      mtimeMs: fc.double({ min: -1e13, max: 1e13, noNaN: true }).map((time) => time + 0),
      blocks: fc.integer({ min: 0, max: 100 }),
      link: fc.option(fc.integer({ min: 1, max: 3 }), { freq: 3, nil: undefined }),
      children: fc.oneof({ depthSize: "small", withCrossShrink: true }, fc.constant([]), tie("tree")),
    })
    .map((node) => ({ ...node, name: node.nameBytes === undefined ? node.name : "\uFFFD" })),
}));

/** Any tree, with names that read alike, links and sizes beyond what a double holds. */
export const anyTree: fc.Arbitrary<readonly TreeNode[]> = tree;

/** The entries of a tree, its root first. */
export function entriesOf(root: string, nodes: readonly TreeNode[]): Entry[] {
  const stat = { size: 4096, blocks: 8, mtimeMs: 0, nlink: 1, dev: 1, ino: 0, mode: 0 };
  const top = new Entry({ name: root, type: "directory", stat });
  const entries = [top];
  const pending: [Entry, readonly TreeNode[]][] = [[top, nodes]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [parent, children] = next;
    for (const node of children) {
      const entry = entryOf(parent, node);
      entries.push(entry);
      if (node.type === "directory") pending.push([entry, node.children]);
    }
  }
  return entries;
}

function entryOf(parent: Entry, node: TreeNode): Entry {
  const linked = node.type !== "directory" && node.link !== undefined;
  // All names of one object say the same of it.
  const stat = linked
    ? { size: (node.link ?? 0) * 1000, blocks: node.link ?? 0, mtimeMs: 86_400_000 * (node.link ?? 0) }
    : { size: node.size, blocks: node.blocks, mtimeMs: node.mtimeMs };
  return new Entry({
    parent,
    name: node.name,
    nameBytes: node.nameBytes,
    type: linked ? "file" : node.type,
    stat: { ...stat, nlink: linked ? 9 : 1, dev: 1, ino: 0, mode: 0 },
    identity: linked ? `1:${node.link}` : undefined,
  });
}

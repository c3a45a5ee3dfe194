import type { MemoryNode } from "@transect/core";

const EXTENSIONS = ["ts", "tsx", "css", "md", "json", "png", "svg", "lock", "yml", "html", "js", "map", "txt", "woff2"];

/** A tree such as a project is: some hundred files of a dozen kinds, large and small, over some years. */
export const WORKSPACE: readonly MemoryNode[] = [
  folder("src", [...range(6).map((index) => folder(`feature-${index}`, files(index, 18))), ...files(7, 5)]),
  folder("assets", [folder("images", files(8, 30, 40)), folder("fonts", files(9, 6, 25)), folder("unused", [])]),
  folder("docs", [...files(10, 12), folder("guides", files(11, 20)), folder("drafts", [folder("old", [])])]),
  folder("node_modules", [...range(9).map((index) => folder(`package-${index}`, files(12 + index, 14, 3)))]),
  folder("test", files(30, 25)),
  ...files(31, 6),
  { name: "a file with a rather long name, spaces & signs <é日本>.txt", stat: { size: 4321, blocks: 16 } },
];

function folder(name: string, children: readonly MemoryNode[]): MemoryNode {
  return { name, children: [...children], stat: { size: 4096, blocks: 8 } };
}

/** Files whose names, sizes and times depend on their seed alone. */
function files(seed: number, count: number, scale = 1): MemoryNode[] {
  return range(count).map((index) => {
    const turn = (seed * 31 + index * 17) % 97;
    const size = scale * (turn ** 3 + turn * 7);
    const mtimeMs = Date.UTC(2019 + (turn % 8), turn % 12, 1 + (turn % 28));
    const extension = EXTENSIONS[(seed + index * index) % EXTENSIONS.length];
    return { name: `file-${seed}-${index}.${extension}`, stat: { size, blocks: Math.ceil(size / 4096) * 8, mtimeMs } };
  });
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

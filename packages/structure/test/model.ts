import type { MemoryNode } from "@transect/core";
import type { StructurePattern } from "@transect/structure";
import fc from "fast-check";
import { dir, file } from "../../walker-parallel/test/tree.js";

// What patterns mean, said as plainly as it can be, over trees that are data.

/** Whether a name matches a pattern of the few kinds that {@link anyPattern} makes. */
function nameMatches(name: string, pattern = "*"): boolean {
  const source = pattern
    .replace(/[.+^${}()|\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".")
    .replace(/\[!/g, "[^");
  return new RegExp(`^(?:${source})$`, "su").test(name);
}

function childrenOf(node: MemoryNode): readonly MemoryNode[] {
  return node.children ?? [];
}

function isFile(node: MemoryNode): boolean {
  return node.type === "file";
}

/** Whether a directory is built as a pattern says. */
function isBuiltAs(node: MemoryNode, pattern: StructurePattern): boolean {
  return (
    node.type === "directory" &&
    nameMatches(String(node.name), pattern.directory_name) &&
    (pattern.files ?? []).every((wanted) =>
      childrenOf(node).some((child) => isFile(child) && nameMatches(String(child.name), wanted)),
    ) &&
    (pattern.directories ?? []).every((nested) => childrenOf(node).some((child) => isBuiltAs(child, nested)))
  );
}

/** The paths of all directories below the top that are built as a pattern says. */
export function pathsBuiltAs(top: readonly MemoryNode[], pattern: StructurePattern, above = ""): string[] {
  return top.flatMap((node) => {
    const path = `${above}${node.name}`;
    return [...(isBuiltAs(node, pattern) ? [path] : []), ...pathsBuiltAs(childrenOf(node), pattern, `${path}/`)];
  });
}

/** What a pattern names in a directory that matches it. */
export function partOf(node: MemoryNode, pattern: StructurePattern): MemoryNode {
  const names = [...(pattern.files ?? []), ...(pattern.optional_files ?? [])];
  const nested = [...(pattern.directories ?? []), ...(pattern.optional_directories ?? [])];
  const children = childrenOf(node).flatMap((child) => {
    if (isFile(child)) return names.some((name) => nameMatches(String(child.name), name)) ? [child] : [];
    const parts = nested.filter((one) => isBuiltAs(child, one)).map((one) => partOf(child, one));
    return parts.length === 0 ? [] : [parts.reduce(merged)];
  });
  return dir(node.name, ...children);
}

/** Both parts of one directory. */
function merged(a: MemoryNode, b: MemoryNode): MemoryNode {
  const byName = new Map(childrenOf(a).map((child) => [String(child.name), child]));
  for (const child of childrenOf(b)) {
    const other = byName.get(String(child.name));
    byName.set(String(child.name), other?.children === undefined ? child : merged(other, child));
  }
  return dir(a.name, ...byName.values());
}

/** The node at a path. */
export function nodeAt(top: readonly MemoryNode[], path: string): MemoryNode {
  const [first, ...rest] = path.split("/");
  const node = top.find(({ name }) => name === first);
  if (node === undefined) throw new Error(`nothing at ${path}`);
  return rest.length === 0 ? node : nodeAt(childrenOf(node), rest.join("/"));
}

const NAMES = ["a", "b", "ab", "exp_1", "exp_2", "raw", ".b", "a.csv", "b.csv", "é.txt"];

const PATTERNS = ["*", "*", "a", "a*", "*.csv", "exp_[0-9]", "[!a]*", "?", "raw", ".*", "*b*", "[ab]", "nothing"];

/** Trees in which patterns come true now and then. Each file has a size of its own. */
export function anyTree(): fc.Arbitrary<readonly MemoryNode[]> {
  type Shape = readonly (readonly [string, "file" | Shape])[];
  const { shape } = fc.letrec<{ shape: Shape }>((tie) => ({
    shape: fc.uniqueArray(
      fc.tuple(
        fc.constantFrom(...NAMES),
        fc.oneof({ depthSize: "small", withCrossShrink: true }, fc.constant("file" as const), tie("shape")),
      ) as fc.Arbitrary<readonly [string, "file" | Shape]>,
      { maxLength: 6, selector: ([name]) => name },
    ),
  }));
  return shape.map((top) => {
    let size = 0;
    const build = (part: Shape): MemoryNode[] =>
      part.map(([name, what]) => (what === "file" ? file(name, ++size) : dir(name, ...build(what))));
    return build(top);
  });
}

/** Patterns for {@link anyTree}. */
export function anyPattern(): fc.Arbitrary<StructurePattern> {
  const name = fc.constantFrom(...PATTERNS);
  const names = fc.array(name, { maxLength: 2 });
  const { pattern } = fc.letrec<{ pattern: StructurePattern }>((tie) => {
    const one = tie("pattern") as fc.Arbitrary<StructurePattern>;
    const none = fc.constant<StructurePattern[]>([]);
    const nested = fc.oneof({ depthSize: "small" }, none, fc.array(one, { minLength: 1, maxLength: 2 }));
    return {
      pattern: fc.record(
        {
          directory_name: name,
          files: names,
          directories: nested,
          optional_files: names,
          optional_directories: nested,
        },
        { requiredKeys: [] },
      ),
    };
  });
  return pattern;
}

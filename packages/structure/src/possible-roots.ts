import type { CompiledPatterns, PatternNode } from "./compiled-patterns.js";

/** A directory that a path may belong to, by the names on the way alone. */
export interface PossibleRoot {
  /** The directory's path, as the given one begins. */
  readonly root: string;
  readonly node: PatternNode;
  /** The way from the directory to the given path; `.` where they are the same. */
  readonly below: string;
}

/**
 * The directories that a path may belong to.
 *
 * @param above the place of the current directory, which the path may be relative to, its parts separated by `/`.
 */
export function possibleRoots(path: string, above: string, compiled: CompiledPatterns): readonly PossibleRoot[] {
  const { names, given, up } = resolve(path, above);
  const roots: PossibleRoot[] = [];
  for (const node of compiled.tops) {
    for (let depth = names.length; depth >= Math.max(0, names.length - heightOf(node)); depth -= 1) {
      const name = names[depth - 1] ?? "";
      if (!compiled.directoryNames.which(name).includes(node.directoryName)) continue;
      const below = names.slice(depth);
      if (mayName(node, below, compiled)) roots.push({ root: pathAt(depth), node, below: below.join("/") || "." });
    }
  }
  return roots;

  function pathAt(depth: number): string {
    if (given === undefined) return `/${names.slice(0, depth).join("/")}`;
    const first = names.length - given;
    const ups = Array<string>(up + Math.max(0, first - depth)).fill("..");
    return [...ups, ...names.slice(first, depth)].join("/") || ".";
  }
}

interface ResolvedPath {
  /** All names from the top. */
  readonly names: readonly string[];
  /** How many of them, the last ones, the path itself has; `undefined` for an absolute path. */
  readonly given: number | undefined;
  /** How many `..` go before these. */
  readonly up: number;
}

function resolve(path: string, above: string): ResolvedPath {
  const names: string[] = [];
  let up = 0;
  for (const name of path.split("/")) {
    if (name === "" || name === ".") continue;
    if (name !== "..") names.push(name);
    else if (names.pop() === undefined) up += 1;
  }
  if (path.startsWith("/")) return { names, given: undefined, up: 0 };
  const before = above.split("/").filter((name) => name !== "");
  return { names: [...before.slice(0, Math.max(0, before.length - up)), ...names], given: names.length, up };
}

/** How many names there are at most from a directory down to what its pattern names. */
function heightOf(node: PatternNode): number {
  return 1 + Math.max(0, ...nestedIn(node).map(heightOf));
}

function mayName(node: PatternNode, names: readonly string[], compiled: CompiledPatterns): boolean {
  const [first, ...rest] = names;
  if (first === undefined) return true;
  if (rest.length === 0) {
    const matching = compiled.fileNames.which(first);
    if ([...node.files, ...node.optionalFiles].some((file) => matching.includes(file))) return true;
  }
  const matching = compiled.directoryNames.which(first);
  return nestedIn(node).some((nested) => matching.includes(nested.directoryName) && mayName(nested, rest, compiled));
}

function nestedIn(node: PatternNode): readonly PatternNode[] {
  return [...node.directories, ...node.optionalDirectories];
}

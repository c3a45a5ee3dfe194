import { compareStrings, Entry, OptionError, type WalkError } from "@transect/core";
import { localSource, type WalkOptions } from "@transect/walker-parallel";
import { compilePatterns, type PatternNode } from "./compiled-patterns.js";
import { readTrees } from "./directory-tree.js";
import type { ViewOptions } from "./find-options.js";
import { type NamedPart, namedParts } from "./named-part.js";
import { parsePatterns } from "./parse-patterns.js";
import { type PlaceTree, placeOf } from "./place-tree.js";
import { possibleRoots } from "./possible-roots.js";
import type { StructurePattern } from "./structure-pattern.js";

/** How to assess paths. */
export interface AssessOptions extends ViewOptions, Pick<WalkOptions, "source" | "signal"> {}

/** A directory that paths belong to. */
export interface AssessedStructure {
  /** The directory, as a path that begins as the given ones do; it may lie above them, as `..`. */
  readonly path: string;
  readonly pattern: StructurePattern;
  /** The place of the pattern among those that were asked for. */
  readonly patternIndex: number;
  /** Which of the given paths its pattern names. */
  readonly paths: readonly string[];
}

/** What paths make up. */
export interface Assessment {
  /** In the byte order of their paths, then in the order of the patterns. */
  readonly structures: readonly AssessedStructure[];
  /** The given paths that belong to none. */
  readonly rest: readonly string[];
  /** What could not be read; a structure may be missing for want of it. */
  readonly errors: readonly WalkError[];
}

/**
 * Says which directories, built as patterns say, paths belong to: a path belongs to a directory when the directory
 * matches and the pattern names what lies at the path: what `copyStructures` would copy. Only directories that may be
 * meant, by the names on the way, are looked at.
 *
 * Paths are those of files or directories, relative or absolute, their names parted by `/`; `..` in one takes back the
 * name before it. Of a relative path the directories above the current one are looked at too, on the local disk.
 *
 * Throws a `StructurePatternError` for bad patterns and an `OptionError` for bad options.
 */
export async function assess(
  paths: readonly string[],
  patterns: StructurePattern | readonly StructurePattern[] | string,
  options: AssessOptions = {},
): Promise<Assessment> {
  if (!Array.isArray(paths) || paths.some((path) => typeof path !== "string" || path === "" || path.includes("\0"))) {
    throw new OptionError({ option: "paths", value: paths, expected: "an array of paths, none of them empty" });
  }
  const compiled = compilePatterns(parsePatterns(patterns));
  const source = options.source ?? localSource();
  const above = await source.place(new Entry({ name: ".", type: "directory" }));
  const wanted: PlaceTree = new Map();
  const candidates = new Map<string, Candidate>();
  for (const path of new Set(paths)) {
    for (const { root, node, below } of possibleRoots(path, above, compiled)) {
      const candidate = candidates.get(root) ?? { root, asked: [] };
      candidates.set(root, candidate);
      candidate.asked.push({ node, path, below });
      placeOf(wanted, new Entry({ name: root, type: "directory" })).wanted.add(node);
    }
  }
  const { trees, errors } = await readTrees(wanted, compiled, { ...options, source });
  const parts = namedParts(compiled);
  const structures = [...candidates.values()].flatMap(({ root, asked }) => {
    const place = wanted.get(root);
    const tree = place && trees.get(place);
    if (tree === undefined) return [];
    return compiled.tops.flatMap((node) => {
      const named = pathsIn(parts.of(tree, [node]));
      const belonging = asked.filter((one) => one.node === node && named.has(one.below)).map(({ path }) => path);
      const pattern = compiled.patterns[node.index];
      if (belonging.length === 0 || pattern === undefined) return [];
      return [{ path: root, pattern, patternIndex: node.index, paths: belonging.sort(compareStrings) }];
    });
  });
  const placed = new Set(structures.flatMap((structure) => structure.paths));
  return {
    structures: structures.sort((a, b) => compareStrings(a.path, b.path) || a.patternIndex - b.patternIndex),
    rest: [...new Set(paths)].filter((path) => !placed.has(path)),
    // That a directory is not there says only that nothing belongs to it.
    errors: errors.filter(({ entry, code }) => entry.parent !== undefined || !NOT_THERE.has(code)),
  };
}

const NOT_THERE: ReadonlySet<string> = new Set(["ENOENT", "ENOTDIR"]);

interface Candidate {
  readonly root: string;
  readonly asked: { readonly node: PatternNode; readonly path: string; readonly below: string }[];
}

function pathsIn(part: NamedPart): ReadonlySet<string> {
  return new Set([...[...part.directories].map(({ entry }) => entry), ...part.files].map((entry) => entry.path));
}

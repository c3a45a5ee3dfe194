import { comparePaths, type Entry, oneByOne, type WalkError } from "@transect/core";
import { localSource, walkBatches } from "@transect/walker-parallel";
import { type CompiledPatterns, compilePatterns } from "./compiled-patterns.js";
import { checkOrder, FIND_DEFAULTS, type FindOptions } from "./find-options.js";
import { parsePatterns } from "./parse-patterns.js";
import { rootName } from "./root-name.js";
import type { StructureMatch } from "./structure-match.js";
import { structureMatcher } from "./structure-matcher.js";
import type { StructurePattern } from "./structure-pattern.js";

/** What a search gives: a match, or an error in the place of what could not be read. */
export type FoundStructure = StructureMatch | WalkError;

/**
 * Finds the directories that are built as patterns say, in one walk for all patterns: roots and what lies in other
 * matches included. A directory that several patterns match comes once for each.
 *
 * A match comes as soon as it is known, while the walk goes on. Only names and types are looked at, and of a directory
 * nothing is remembered once the walk has left it. Files are regular files; a symbolic link is none, unless `follow`
 * looks through it. Every root is searched by itself: what lies in two of them comes twice. What could not be read is
 * an error in the stream; a directory may fail to match for want of it.
 *
 * Throws a `StructurePatternError` for bad patterns and an `OptionError` for bad options, at once. Leaving the loop
 * early ends the walk.
 *
 * @param patterns one or several, or JSON text of them, as `parsePatterns` takes.
 */
export function findStructures(
  roots: string | readonly string[],
  patterns: StructurePattern | readonly StructurePattern[] | string,
  options: FindOptions = {},
): AsyncGenerator<FoundStructure> {
  const { order = FIND_DEFAULTS.order, source, ...walkOptions } = options;
  const compiled = compilePatterns(parsePatterns(patterns));
  checkOrder(order);
  // Not given where it is the default: the fastest backends take none.
  const given = source === undefined ? {} : { source };
  const batches = walkBatches(roots, { ...walkOptions, ...given, types: ["file", "directory"] });
  const names = typeof roots === "string" ? [roots] : roots;
  const nameOf = (root: Entry): Promise<string> => rootName(root, source ?? localSource());
  const found = foundBatches({ batches, compiled, roots: names.length, nameOf });
  return oneByOne(order === "path" ? inOrder(found, names) : found);
}

interface Search {
  readonly batches: AsyncIterable<readonly (Entry | WalkError)[]>;
  readonly compiled: CompiledPatterns;
  /** How many roots there are. */
  readonly roots: number;
  /** What a root goes by. */
  readonly nameOf: (root: Entry) => Promise<string>;
}

async function* foundBatches({ batches, compiled, roots, nameOf }: Search): AsyncGenerator<readonly FoundStructure[]> {
  let found: FoundStructure[] = [];
  const rootNames = new Map<Entry, string>();
  const matcher = structureMatcher(compiled, (directory, patternIndex) => {
    const pattern = compiled.patterns[patternIndex];
    if (pattern !== undefined) found.push({ type: "match", directory, pattern, patternIndex });
  });
  for await (const batch of batches) {
    // Once all roots have come, nothing is looked at twice.
    const fresh = rootNames.size < roots ? batch.filter(isRoot) : [];
    for (const root of fresh) rootNames.set(root, await nameOf(root));
    meet(batch);
    if (found.length === 0) continue;
    const ready = found;
    found = [];
    yield ready;
  }

  /** Nothing is waited for here: this is where the time goes. */
  function meet(batch: readonly (Entry | WalkError)[]): void {
    for (const item of batch) {
      if (item.type === "file") matcher.file(item);
      else if (item.type === "error") found.push(item);
      else matcher.directory(item, item.parent === undefined ? rootNames.get(item) : undefined);
    }
  }
}

function isRoot(item: Entry | WalkError): item is Entry {
  return item.type === "directory" && item.parent === undefined;
}

async function* inOrder(
  batches: AsyncIterable<readonly FoundStructure[]>,
  roots: readonly string[],
): AsyncGenerator<readonly FoundStructure[]> {
  const all: FoundStructure[] = [];
  for await (const batch of batches) for (const item of batch) all.push(item);
  const rootOf = (item: FoundStructure): number => roots.indexOf(entryOf(item).root.name);
  yield all.sort(
    (a, b) =>
      rank(a) - rank(b) || rootOf(a) - rootOf(b) || comparePaths(entryOf(a), entryOf(b)) || patternOf(a) - patternOf(b),
  );
}

function entryOf(item: FoundStructure): Entry {
  return item.type === "error" ? item.entry : item.directory;
}

function rank(item: FoundStructure): number {
  return item.type === "error" ? 0 : 1;
}

function patternOf(item: FoundStructure): number {
  return item.type === "error" ? 0 : item.patternIndex;
}

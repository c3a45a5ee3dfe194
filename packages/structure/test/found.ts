import type { WalkError } from "@transect/core";
import {
  type FindOptions,
  type FoundStructure,
  findStructures,
  type StructureMatch,
  type StructurePattern,
} from "@transect/structure";

/** All that a search gives. */
export async function findAll(
  roots: string | readonly string[],
  patterns: StructurePattern | readonly StructurePattern[],
  options: FindOptions = {},
): Promise<{ matches: StructureMatch[]; errors: WalkError[] }> {
  const [matches, errors]: [StructureMatch[], WalkError[]] = [[], []];
  for await (const item of findStructures(roots, patterns, options)) {
    if (item.type === "error") errors.push(item);
    else matches.push(item);
  }
  return { matches, errors };
}

/** The paths of what matches, below their roots, sorted; each with the place of its pattern where there are several. */
export async function findPaths(
  roots: string | readonly string[],
  patterns: StructurePattern | readonly StructurePattern[],
  options: FindOptions = {},
): Promise<string[]> {
  const { matches, errors } = await findAll(roots, patterns, options);
  if (errors.length > 0) throw new Error(`unexpected: ${errors.map(({ path, code }) => `${path} ${code}`).join(", ")}`);
  return matches.map((match) => lineOf(match, Array.isArray(patterns))).sort();
}

function lineOf({ directory, patternIndex }: StructureMatch, several: boolean): string {
  return several ? `${patternIndex} ${directory.path}` : directory.path;
}

/** An iterable as an array. */
export async function toArray(items: AsyncIterable<FoundStructure>): Promise<FoundStructure[]> {
  const all: FoundStructure[] = [];
  for await (const item of items) all.push(item);
  return all;
}

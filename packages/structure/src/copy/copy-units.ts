import { realpath } from "node:fs/promises";
import path from "node:path";
import { type Entry, type Source, systemCode, systemSentence, type WalkError } from "@transect/core";
import { localSource } from "@transect/walker-parallel";
import { compilePatterns, type PatternNode } from "../compiled-patterns.js";
import { type DirectoryTree, readTrees } from "../directory-tree.js";
import type { ViewOptions } from "../find-options.js";
import { type NamedPart, namedParts } from "../named-part.js";
import { parsePatterns } from "../parse-patterns.js";
import { type Place, type PlaceTree, placeOf } from "../place-tree.js";
import { rootName } from "../root-name.js";
import type { StructureMatch } from "../structure-match.js";
import type { CopyOptions } from "./copy-options.js";
import type { CopyError } from "./copy-report.js";
import type { DestinationOf, MatchNames } from "./destination-template.js";
import { joinPath, type LocalPath, localPathOf, pathKey } from "./local-path.js";

/** A directory that matched, with what is to be copied of it, and where to. */
export interface CopyUnit {
  readonly source: LocalPath;
  /** The directory's place with links resolved, a character for each byte. */
  readonly realSource: string;
  readonly tree: DirectoryTree;
  readonly part: NamedPart;
  /** Names of folders below the destination. */
  readonly target: readonly (string | Uint8Array)[];
}

/** What matches come to. */
export interface CopyUnits {
  readonly units: readonly CopyUnit[];
  readonly errors: readonly CopyError[];
}

interface Wanted {
  readonly match: StructureMatch;
  readonly place: Place;
  readonly target: readonly (string | Uint8Array)[];
  readonly nodes: Set<PatternNode>;
}

/**
 * Looks at directories that matched, once more, and says what is to be copied of each, and where to. A directory that
 * several patterns match is one unit where they send it to one place. One that is gone, or does not match any more, is
 * an error. Throws an `OptionError` where a path would not stay in the destination.
 */
export async function copyUnits(
  matches: readonly StructureMatch[],
  destination: string,
  { targetOf, ...options }: ViewOptions & Pick<CopyOptions, "signal"> & { readonly targetOf: DestinationOf },
): Promise<CopyUnits> {
  const patterns = [...new Set(matches.map(({ pattern }) => pattern))];
  const compiled = compilePatterns(parsePatterns(patterns.length === 0 ? [{}] : patterns));
  const source = localSource();
  const places: PlaceTree = new Map();
  const wanted = new Map<string, Wanted>();
  for (const match of matches) {
    const node = compiled.tops[patterns.indexOf(match.pattern)];
    if (node === undefined) continue;
    const target = targetOf(match, await namesOf(match, source));
    const place = placeOf(places, match.directory);
    place.wanted.add(node);
    const key = `${pathKey(localPathOf(match.directory))}\0${pathKey(joinPath("", ...target))}`;
    const known = wanted.get(key) ?? { match, place, target, nodes: new Set() };
    wanted.set(key, known);
    known.nodes.add(node);
  }
  // What was copied before is not copied again out of its destination.
  const absolute = path.resolve(destination);
  const isSource = (directory: Entry): boolean =>
    directory.name !== path.basename(absolute) || path.resolve(String(localPathOf(directory))) !== absolute;
  const { trees, errors } = await readTrees(places, compiled, { ...options, descend: isSource });
  const parts = namedParts(compiled);
  const units: CopyUnit[] = [];
  const failed = errors.map(errorOfWalk);
  for (const { match, place, target, nodes } of wanted.values()) {
    const at = localPathOf(match.directory);
    const tree = trees.get(place);
    const matching = tree === undefined ? [] : [...nodes].filter((node) => parts.matches(tree, node));
    if (tree === undefined || matching.length < nodes.size) failed.push(await noMatch(at));
    if (tree === undefined || matching.length === 0) continue;
    try {
      const realSource = (await realpath(at, { encoding: "buffer" })).toString("latin1");
      units.push({ source: at, realSource, tree, part: parts.of(tree, matching), target });
    } catch (cause) {
      failed.push(failure(at, "realpath", systemCode(cause), systemSentence(cause)));
    }
  }
  return { units, errors: failed };
}

async function namesOf({ directory }: StructureMatch, source: Source): Promise<MatchNames> {
  const { parent } = directory;
  if (parent === undefined) {
    const above = (await source.place(directory)).split("/").at(-2) ?? "";
    return { name: await rootName(directory, source), parent: above };
  }
  const parentName = parent.parent === undefined ? await rootName(parent, source) : (parent.nameBytes ?? parent.name);
  return { name: directory.nameBytes ?? directory.name, parent: parentName };
}

async function noMatch(source: LocalPath): Promise<CopyError> {
  const isThere = await realpath(source).then(
    () => true,
    () => false,
  );
  return isThere
    ? failure(source, "copy", "ECHANGED", "it does not match its pattern any more")
    : failure(source, "lstat", "ENOENT", "ENOENT: it is not there any more");
}

/** An error that a walk met, as one of a copy. */
export function errorOfWalk({ entry, operation, code, message }: WalkError): CopyError {
  return failure(localPathOf(entry), operation, code, message);
}

function failure(source: LocalPath, operation: string, code: string, message: string): CopyError {
  return { source, destination: undefined, operation, code, message };
}

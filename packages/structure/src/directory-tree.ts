import type { Entry, Source, WalkError } from "@transect/core";
import { localSource, type WalkOptions, walkBatches } from "@transect/walker-parallel";
import type { CompiledPatterns, PatternNode } from "./compiled-patterns.js";
import { type ViewOptions, viewOf } from "./find-options.js";
import { nameKey, type Place, type PlaceTree } from "./place-tree.js";
import { rootName } from "./root-name.js";

/** A directory with what it holds, as far as patterns that may come true there look at it. */
export interface DirectoryTree {
  readonly entry: Entry;
  /** Which patterns of names match its name. */
  readonly names: readonly number[];
  readonly files: readonly Entry[];
  /** What is neither a file nor a directory. */
  readonly others: readonly Entry[];
  readonly directories: readonly DirectoryTree[];
}

/** What reading came to. */
export interface ReadTrees {
  /** The directories that were wanted, as far as they were met. */
  readonly trees: ReadonlyMap<Place, DirectoryTree>;
  readonly errors: readonly WalkError[];
}

/** How to read. What `descend` refuses is as if it were not there. */
export interface ReadOptions extends ViewOptions, Pick<WalkOptions, "source" | "signal" | "descend"> {}

interface Growing extends DirectoryTree {
  readonly files: Entry[];
  readonly others: Entry[];
  readonly directories: Growing[];
}

/** What is known of a directory that is read, or passed. */
interface Stand {
  readonly place: Place | undefined;
  /** The patterns that may come true here, optional ones too. */
  readonly nodes: readonly PatternNode[];
  readonly tree: Growing | undefined;
}

/** Reads directories that are wanted, in one walk, and below them what their patterns may name; nothing else is opened. */
export async function readTrees(
  wanted: PlaceTree,
  compiled: CompiledPatterns,
  options: ReadOptions,
): Promise<ReadTrees> {
  const trees = new Map<Place, DirectoryTree>();
  const errors: WalkError[] = [];
  if (wanted.size === 0) return { trees, errors };
  const source = options.source ?? localSource();
  const stands = new WeakMap<Entry, Stand | "passed by">();
  const rootNames = await namesOfRoots([...wanted.keys()], source, options.follow ?? false);
  const { descend, signal } = options;
  const batches = walkBatches([...wanted.keys()], {
    ...viewOf(options),
    source,
    signal,
    descend: (directory) => standOf(directory) !== undefined,
  });
  for await (const batch of batches) {
    for (const item of batch) {
      if (item.type === "error") errors.push(item);
      else if (item.type === "directory") standOf(item);
      else if (item.parent !== undefined) {
        const tree = standOf(item.parent)?.tree;
        (item.type === "file" ? tree?.files : tree?.others)?.push(item);
      }
    }
  }
  return { trees, errors };

  /** What is known of a directory; `undefined` where nothing in it is wanted. */
  function standOf(directory: Entry): Stand | undefined {
    const known = stands.get(directory);
    if (known !== undefined) return known === "passed by" ? undefined : known;
    const parent = directory.parent && standOf(directory.parent);
    const stand = newStand(directory, parent);
    stands.set(directory, stand ?? "passed by");
    return stand;
  }

  function newStand(directory: Entry, parent: Stand | undefined): Stand | undefined {
    const isRoot = directory.parent === undefined;
    if (!isRoot && descend?.(directory) === false) return undefined;
    const place = isRoot ? wanted.get(directory.name) : parent?.place?.below.get(nameKey(directory));
    const nested = parent?.nodes.flatMap((node) => [...node.directories, ...node.optionalDirectories]) ?? [];
    if (place === undefined && nested.length === 0) return undefined;
    const name = isRoot ? (rootNames.get(directory.name) ?? "") : (directory.nameBytes ?? directory.name);
    const names = compiled.directoryNames.which(name);
    const nodes = [...(place?.wanted ?? []), ...nested].filter(({ directoryName }) => names.includes(directoryName));
    if (nodes.length === 0) return place === undefined ? undefined : { place, nodes, tree: undefined };
    const tree: Growing = { entry: directory, names, files: [], others: [], directories: [] };
    parent?.tree?.directories.push(tree);
    if (place !== undefined && place.wanted.size > 0) trees.set(place, tree);
    return { place, nodes, tree };
  }
}

async function namesOfRoots(
  roots: readonly string[],
  source: Source,
  follow: boolean,
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const root of roots) {
    const entry = await source.root(root, { stat: false, identify: "links", follow });
    if (entry.type !== "error") names.set(root, await rootName(entry, source));
  }
  return names;
}

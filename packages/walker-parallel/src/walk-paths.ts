import { type Entry, rootedPath, type WalkError } from "@transect/core";
import type { PathBatch } from "./backend.js";
import type { WalkOptions } from "./options.js";
import { prepareWalk } from "./prepared-walk.js";
import { walkBatches } from "./walk.js";
import type { WalkItem } from "./walk-step.js";

/** What {@link walkPaths} does beside walking. */
export interface PathWalkOptions extends Omit<WalkOptions, "stat"> {
  /** Told what could not be read, and that the walk was stopped. Without it the first such error ends the walk, thrown. */
  readonly onError?: ((error: WalkError) => void) | undefined;
}

/**
 * The paths that a walk gives, in batches, each with its root in front as `find` prints it: the fastest way to have
 * every path as text. The order is that of {@link walkBatches}.
 *
 * A name that is not valid UTF-8 reads with U+FFFD in the place of what is not; {@link walkBatches} has its bytes.
 *
 * Throws an `OptionError` for a bad option, at once.
 */
export function walkPaths(
  roots: string | readonly string[],
  options: PathWalkOptions = {},
): AsyncGenerator<readonly string[]> {
  const { onError = fail, ...rest } = options;
  const { backend, run } = prepareWalk(roots, rest);
  // Who is asked of entries, or told of them, needs entries.
  const needsEntries = rest.filter !== undefined || rest.onProgress !== undefined;
  return paths(needsEntries || backend.paths === undefined ? pathsOf(walkBatches(roots, rest)) : run(backend.paths));

  async function* paths(batches: AsyncIterable<PathBatch>): AsyncGenerator<readonly string[]> {
    for await (const { paths, errors } of batches) {
      for (const error of errors) onError(error);
      if (paths.length > 0) yield paths;
    }
  }
}

async function* pathsOf(batches: AsyncIterable<readonly WalkItem[]>): AsyncGenerator<PathBatch> {
  const pathOf = createPathJoiner();
  for await (const batch of batches) {
    const paths: string[] = [];
    const errors: WalkError[] = [];
    for (const item of batch) {
      if (item.type === "error") errors.push(item);
      else paths.push(pathOf(item));
    }
    yield { paths, errors };
  }
}

/** Joins paths of entries that come folder by folder: what goes before a name is made once for each folder. */
function createPathJoiner(): (entry: Entry) => string {
  const prefixes = new WeakMap<Entry, string>();
  let lastParent: Entry | undefined;
  let lastPrefix = "";

  return ({ parent, name }) => {
    if (parent === undefined) return name;
    if (parent !== lastParent) {
      lastPrefix = prefixOf(parent);
      lastParent = parent;
    }
    return lastPrefix + name;
  };

  function prefixOf(directory: Entry): string {
    const known = prefixes.get(directory);
    if (known !== undefined) return known;
    const above = directory.parent === undefined ? undefined : prefixes.get(directory.parent);
    const prefix =
      above === undefined
        ? rootedPath(rootedPath(directory.root.name, directory.path), "")
        : `${above}${directory.name}/`;
    prefixes.set(directory, prefix);
    return prefix;
  }
}

function fail(error: WalkError): never {
  throw new Error(`${error.path}: ${error.message}`, { cause: error });
}

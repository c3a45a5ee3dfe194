import { compareStrings, type Entry, type WalkError } from "@transect/core";
import type { WalkOptions } from "./options.js";
import { walkBatches } from "./walk.js";

/** What {@link glob} does beside walking. */
export interface GlobWalkOptions extends Omit<WalkOptions, "match" | "stat"> {
  /** The directory that patterns and results are relative to. Default `.`. */
  readonly root?: string | undefined;
  /** Told what could not be read. Without it the first such error rejects the whole. */
  readonly onError?: ((error: WalkError) => void) | undefined;
}

/**
 * The paths that globs match, relative to `root` and in byte order. Only folders that can hold a match are opened.
 *
 * Directories are left out unless `types` asks for them. A pattern that begins with `!` takes back what an earlier one
 * gave. Rejects with an `OptionError` or a `PatternError` for what it cannot take.
 */
export async function glob(patterns: string | readonly string[], options: GlobWalkOptions = {}): Promise<string[]> {
  const { root = ".", onError = fail, types = ["file", "symlink", "other"], ...rest } = options;
  const paths: string[] = [];
  for await (const batch of walkBatches(root, { ...rest, types, match: patterns })) {
    for (const item of batch) {
      if (item.type === "error") onError(item);
      else paths.push((item satisfies Entry).path);
    }
  }
  return paths.sort(compareStrings);
}

function fail(error: WalkError): never {
  throw new Error(`${error.path}: ${error.message}`, { cause: error });
}

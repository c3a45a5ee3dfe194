import { type Entry, rootedPath } from "@transect/core";
import type { StructurePattern } from "./structure-pattern.js";

/** A directory that is built as a pattern says. */
export interface StructureMatch {
  /** Tells a match from an error in a stream of both. */
  readonly type: "match";
  readonly directory: Entry;
  readonly pattern: StructurePattern;
  /** The place of the pattern among those that were looked for. */
  readonly patternIndex: number;
}

/** The path of what matched, with its root in front, as `find` prints it. */
export function matchPath({ directory }: Pick<StructureMatch, "directory">): string {
  return rootedPath(directory.root.name, directory.path);
}

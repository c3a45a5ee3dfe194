import type { Entry } from "@transect/core";
import type { PatternNode } from "./compiled-patterns.js";

/** A directory on the way to places that are wanted, or such a place itself. */
export interface Place {
  /** What is asked of the directory: outermost patterns. None where it is only on the way. */
  readonly wanted: Set<PatternNode>;
  readonly below: Map<string, Place>;
}

/** Places by the roots they lie in and by the names on the way to them. */
export type PlaceTree = Map<string, Place>;

/** The place of a directory, made with all on the way to it. */
export function placeOf(tree: PlaceTree, directory: Entry): Place {
  const names: string[] = [];
  let entry = directory;
  for (; entry.parent !== undefined; entry = entry.parent) names.push(nameKey(entry));
  let place = tree.get(entry.name) ?? emptyPlace();
  tree.set(entry.name, place);
  for (const name of names.reverse()) {
    const below = place.below.get(name) ?? emptyPlace();
    place.below.set(name, below);
    place = below;
  }
  return place;
}

/** A name as a key: no two names that differ in their bytes have the same one. */
export function nameKey({ name, nameBytes }: Pick<Entry, "name" | "nameBytes">): string {
  // No name holds a slash.
  return nameBytes === undefined ? name : `/${nameBytes.join()}`;
}

function emptyPlace(): Place {
  return { wanted: new Set(), below: new Map() };
}

import type { Entry } from "@transect/core";
import { entryKey } from "./entry-path.js";

/** Orders by the roots as given, then by paths, each by its bytes. */
export interface PathOrder {
  /** Things in the order of the entries that they have. */
  sorted<T>(things: readonly T[], entryOf: (thing: T) => Entry): T[];
}

/** The order of what lies below some roots. */
export function pathOrder(roots: string | readonly string[]): PathOrder {
  const given = typeof roots === "string" ? [roots] : roots;
  const places = new Map(given.map((root, index) => [root, index]));
  const placeOf = given.length < 2 ? () => 0 : (entry: Entry) => places.get(entry.root.name) ?? 0;
  return {
    sorted(things, entryOf) {
      if (things.length < 2) return [...things];
      return things
        .map((thing) => ({ thing, root: placeOf(entryOf(thing)), key: entryKey(entryOf(thing)) }))
        .sort((a, b) => a.root - b.root || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
        .map(({ thing }) => thing);
    },
  };
}

import type { Entry } from "@transect/core";
import { pathKey } from "./build-order.js";

/** Entries in the order of their roots as given, then of their paths by their bytes. */
export function inPathOrder(entries: readonly Entry[], roots: string | readonly string[]): Entry[] {
  const order = new Map((typeof roots === "string" ? [roots] : roots).map((root, index) => [root, index]));
  return entries
    .map((entry) => ({ entry, root: order.get(entry.root.name) ?? 0, key: pathKey(entry) }))
    .sort((a, b) => a.root - b.root || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ entry }) => entry);
}

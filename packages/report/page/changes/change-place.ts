import type { Change, ChangeReport, Place } from "@transect/core";

/** Where something that changed is; of what was removed, where it was. */
export function placeOfChange({ before, after }: ChangeReport, { path, pathBase64, after: is }: Change): Place {
  const { root } = is === undefined ? before : after;
  return pathBase64 === undefined ? { root, path } : { root, path, pathBase64 };
}

/** Where something that moved was before. */
export function formerPlace({ before }: ChangeReport, { from, fromBase64 }: Change): Place | undefined {
  if (from === undefined) return undefined;
  return { root: before.root, path: from, ...(fromBase64 === undefined ? {} : { pathBase64: fromBase64 }) };
}

/** What something that changed is, or was. */
export function kindOfPlace({ before, after }: Change): "file" | "directory" {
  return (after ?? before)?.type === "directory" ? "directory" : "file";
}

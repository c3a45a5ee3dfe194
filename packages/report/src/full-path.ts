import type { Place } from "@transect/core";

/** A place as one path: the root as given and the path below it. */
export function fullPath({ root, path }: Place): string {
  if (path === ".") return root;
  return root.endsWith("/") ? root + path : `${root}/${path}`;
}

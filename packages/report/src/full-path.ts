import { type Place, rootedPath } from "@transect/core";

/** A place as one path: the root as given and the path below it. */
export function fullPath({ root, path }: Place): string {
  return rootedPath(root, path);
}

import { toBase64 } from "./base64.js";
import type { OrderedPath } from "./path-order.js";
import type { Place } from "./report.js";

/**
 * A place as reports say it: the exact bytes of the path are there, in base64, where it is not valid UTF-8.
 *
 * @param root as it was given.
 * @param path from the root: an `Entry` has both its fields.
 */
export function reportedPlace(root: string, { path, pathBytes }: OrderedPath): Place {
  return pathBytes === undefined ? { root, path } : { root, path, pathBase64: toBase64(pathBytes) };
}

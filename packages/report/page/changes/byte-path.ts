import type { Place } from "@transect/core";

/** A path as its bytes, a character for each: so names that are not UTF-8 can be cut and compared as all others. */
export type BytePath = string;

/** The exact path of a place. */
export function bytePath({ path, pathBase64 }: Pick<Place, "path" | "pathBase64">): BytePath {
  if (pathBase64 !== undefined) return atob(pathBase64);
  return Array.from(ENCODER.encode(path), (byte) => String.fromCharCode(byte)).join("");
}

/** The directories that hold a path, the nearest first, the root last. The root itself has none. */
export function* foldersAbove(path: BytePath): Generator<BytePath> {
  if (path === ".") return;
  for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) yield path.slice(0, end);
  yield ".";
}

/** What lies behind a folder in a path; the last name where they are the same. */
export function pathWithin(folder: BytePath, path: BytePath): string {
  const rest =
    folder === path ? path.slice(path.lastIndexOf("/") + 1) : folder === "." ? path : path.slice(folder.length + 1);
  return DECODER.decode(Uint8Array.from(rest, (byte) => byte.charCodeAt(0)));
}

const ENCODER = new TextEncoder();
const DECODER = new TextDecoder();

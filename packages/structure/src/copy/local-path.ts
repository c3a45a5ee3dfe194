import { type Entry, rootedPath } from "@transect/core";

/** A path as the system takes it: text, or bytes where a name on the way is not valid UTF-8. */
export type LocalPath = string | Buffer;

/** Adds names to a path. */
export function joinPath(path: LocalPath, ...names: readonly (string | Uint8Array)[]): LocalPath {
  if (typeof path === "string" && names.every((name) => typeof name === "string")) {
    return names.reduce<string>((joined, name) => (joined.endsWith("/") ? joined + name : `${joined}/${name}`), path);
  }
  const parts = names.flatMap((name) => [SLASH, Buffer.from(name)]);
  return Buffer.concat([Buffer.from(path), ...parts]);
}

const SLASH = Buffer.from("/");

/** Where an entry of the local disk lies. */
export function localPathOf(entry: Entry): LocalPath {
  const { pathBytes } = entry;
  if (pathBytes === undefined) return rootedPath(entry.root.name, entry.path);
  return joinPath(entry.root.name, pathBytes);
}

/** A path as a key: paths that differ in their bytes have different ones. */
export function pathKey(path: LocalPath): string {
  return typeof path === "string" ? path : `\0${path.toString("latin1")}`;
}

/** A path for people; what is not valid UTF-8 reads as U+FFFD. */
export function readablePath(path: LocalPath): string {
  return path.toString();
}

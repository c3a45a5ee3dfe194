import { type Entry, rootedPath as joinRoot } from "@transect/core";

/** An entry's path with its root in front, as `find` prints it. */
export function rootedPath(entry: Entry): string {
  return joinRoot(entry.root.name, entry.path);
}

/** The exact bytes of {@link rootedPath} and of what ends it, only where they are not valid UTF-8. */
export function rootedBytes(entry: Entry, end: string): Uint8Array | undefined {
  const { pathBytes } = entry;
  if (pathBytes === undefined) return undefined;
  return Buffer.concat([Buffer.from(joinRoot(entry.root.name, "")), pathBytes, Buffer.from(end)]);
}

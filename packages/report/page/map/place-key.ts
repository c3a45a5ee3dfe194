import type { Place } from "@transect/core";

/** Names a place among all of a report. Two names that read the same and differ in their bytes have different keys. */
export function keyOf({ root, path, pathBase64 }: Place): string {
  return join(root, pathBase64 === undefined ? path : fromBytes(atob(pathBase64)));
}

/** The keys of the directories that hold a place, the nearest first, the root last. The root itself has none. */
export function* holdersOf({ root, path, pathBase64 }: Place): Generator<string> {
  if (path === ".") return;
  const exact = pathBase64 === undefined ? path : atob(pathBase64);
  for (let end = exact.lastIndexOf("/"); end > 0; end = exact.lastIndexOf("/", end - 1)) {
    const holder = exact.slice(0, end);
    yield join(root, pathBase64 === undefined ? holder : fromBytes(holder));
  }
  yield join(root, ".");
}

/** No path holds a NUL. */
function join(root: string, path: string): string {
  return `${root}\0${path}`;
}

/** A path out of its bytes, one a character: as text where it is UTF-8, else marked and as it is. */
function fromBytes(bytes: string): string {
  try {
    return DECODER.decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
  } catch {
    return `\0${bytes}`;
  }
}

const DECODER = new TextDecoder("utf-8", { fatal: true });

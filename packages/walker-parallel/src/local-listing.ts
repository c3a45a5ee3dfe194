import { lstatSync } from "node:fs";
import type { Entry, ListingChunk, WalkError } from "@transect/core";
import { type ListedDirectory, lookAtName } from "./local-entry.js";
import { errorOf, isVanished } from "./local-error.js";
import type { ReadName } from "./local-names.js";
import { type NameReader, readChunks } from "./name-reader.js";

/**
 * A directory whose own size says that it holds more than some ten thousand names is read piece by piece, so that memory
 * stays flat. Smaller ones are read at once, which is faster.
 */
const STREAMING_BYTES = 1024 * 1024;

/** Reads the names of a directory on the local disk: all at once where they are few. Throws what the system says. */
export function openNames(listed: ListedDirectory): readonly ReadName[] | NameReader {
  const { prefix, request } = listed;
  return readChunks({ prefix, bare: request.stat, streamed: isLarge(listed) });
}

/** Lists a directory on the local disk. Throws what the system says of it at once; what it says later is an error. */
export function listLocal(listed: ListedDirectory): Iterable<ListingChunk> {
  const names = openNames(listed);
  return "next" in names ? lookAtEach(listed, names) : [lookAtAll(listed, names)];
}

/** Looks at names chunk by chunk, and closes them. A listing that fails on the way gives what it has and an error. */
export function* lookAtEach(listed: ListedDirectory, names: NameReader): Generator<ListingChunk> {
  try {
    for (let chunk = names.next(); chunk !== undefined; chunk = names.next()) yield lookAtAll(listed, chunk);
  } catch (cause) {
    yield* unlistable(listed.directory, cause);
  } finally {
    names.close();
  }
}

/** Looks at names that a listing gave. */
export function lookAtAll(listed: ListedDirectory, names: readonly ReadName[]): ListingChunk {
  const { keepName } = listed.request;
  const items: (Entry | WalkError)[] = [];
  for (const read of names) {
    if (keepName !== undefined && !keepName(typeof read === "string" ? read : read.name)) continue;
    const item = lookAtName(listed, read);
    if (item !== undefined) items.push(item);
  }
  return { items, names: names.length };
}

/** What vanished since it was found is no error, below a root. */
export function unlistable(directory: Entry, cause: unknown): ListingChunk[] {
  if (isVanished(cause) && directory.parent !== undefined) return [];
  return [{ items: [errorOf(directory, "readdir", cause)], names: 0 }];
}

function isLarge({ directory, prefix }: ListedDirectory): boolean {
  return (directory.stat?.size ?? lstatSync(prefix).size) > STREAMING_BYTES;
}

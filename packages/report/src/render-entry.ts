import { type Entry, multiplyBytes, reportedPlace, stringifyExact } from "@transect/core";

/**
 * An entry as one line of NDJSON, without the newline: where it is, what it is and what `stat(2)` says, as far as the
 * walk asked. Sizes are exact integers; `pathBase64` is there only for a path that is not valid UTF-8. `mtime` says in
 * UTC what `mtimeMs` says in milliseconds since 1970; it is left out for a time that no date can hold.
 */
export function renderEntry(entry: Entry): string {
  const { stat } = entry;
  return stringifyExact({
    ...reportedPlace(entry.root.name, entry),
    type: entry.type,
    depth: entry.depth,
    ...(stat === undefined
      ? {}
      : {
          size: stat.size,
          allocated: multiplyBytes(stat.blocks, 512),
          ...isoTime(stat.mtimeMs),
          mtimeMs: Math.floor(stat.mtimeMs),
          links: stat.nlink,
          mode: stat.mode,
        }),
  });
}

function isoTime(ms: number): { mtime?: string } {
  const date = new Date(Math.floor(ms));
  return Number.isNaN(date.getTime()) ? {} : { mtime: date.toISOString() };
}

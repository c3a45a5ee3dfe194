import { isUtf8 } from "node:buffer";
import { Entry, type EntryType } from "@transect/core";

/** The entry at a path below a root, as the native core names places: parts separated by `/`, none for the root. */
export function entryAt(root: Entry, path: Uint8Array, type: EntryType): Entry {
  const bytes = Buffer.from(path.buffer, path.byteOffset, path.length);
  let entry = root;
  for (let start = 0; start < bytes.length; ) {
    const slash = bytes.indexOf("/", start);
    const end = slash < 0 ? bytes.length : slash;
    const name = bytes.subarray(start, end);
    const nameBytes = isUtf8(name) ? undefined : Uint8Array.from(name);
    entry = new Entry({ parent: entry, name: name.toString(), nameBytes, type: slash < 0 ? type : "directory" });
    start = end + 1;
  }
  return entry;
}

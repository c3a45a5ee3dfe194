import { Entry } from "@transect/core";
import type { ReadName } from "../local-names.js";

/** A directory to list, or a part of a listing that was read already. */
export interface WorkItem {
  readonly directory: Entry;
  /** Which of the roots it lies in. */
  readonly root: number;
  /** What the directory is called between threads. */
  readonly number?: number | undefined;
  /** Only for a part of a listing: the names to look at. */
  readonly names?: readonly ReadName[] | undefined;
}

/** A name as JSON takes it: text, or its bytes where it is not valid UTF-8. */
type WrittenName = string | readonly number[];

type WrittenItem = readonly [root: number, number: number, path: readonly WrittenName[], names?: readonly string[]];

/** Writes work down for another thread: by paths, for the other one has entries of its own. */
export function packParcel(items: readonly WorkItem[]): Uint8Array {
  return Buffer.from(JSON.stringify(items.map(writeItem)));
}

function writeItem({ root, directory, number = 0, names }: WorkItem): WrittenItem {
  const path: WrittenName[] = [];
  for (let entry = directory; entry.parent !== undefined; entry = entry.parent) {
    path.push(entry.nameBytes === undefined ? entry.name : [...entry.nameBytes]);
  }
  path.reverse();
  return names === undefined ? [root, number, path] : [root, number, path, names.map(nameOf)];
}

function nameOf(read: ReadName): string {
  return typeof read === "string" ? read : read.name;
}

/** Reads what {@link packParcel} wrote. Entries on the way are made anew, once for each directory; they have no `stat`. */
export function readParcel(parcel: Uint8Array, roots: readonly Entry[]): WorkItem[] {
  const written = JSON.parse(Buffer.from(parcel.buffer, parcel.byteOffset, parcel.length).toString()) as WrittenItem[];
  const known = new Map<Entry, Map<string, Entry>>();
  return written.flatMap(([root, number, path, names]) => {
    const top = roots[root];
    if (top === undefined) return [];
    let directory = top;
    for (const name of path) directory = childOf(known, directory, name);
    return [{ root, directory, number, names }];
  });
}

function childOf(known: Map<Entry, Map<string, Entry>>, parent: Entry, written: WrittenName): Entry {
  // NUL is in no name.
  const key = typeof written === "string" ? written : `\0${written.join()}`;
  let children = known.get(parent);
  if (children === undefined) {
    children = new Map();
    known.set(parent, children);
  }
  const child = children.get(key) ?? new Entry({ parent, ...readName(written), type: "directory" });
  children.set(key, child);
  return child;
}

function readName(written: WrittenName): { readonly name: string; readonly nameBytes?: Uint8Array } {
  if (typeof written === "string") return { name: written };
  const nameBytes = Uint8Array.from(written);
  return { name: Buffer.from(nameBytes).toString(), nameBytes };
}

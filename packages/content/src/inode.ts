import { type Bytes, type Entry, multiplyBytes } from "@transect/core";
import type { PathOrder } from "./entry-order.js";

/** A file as the disk has it, with all names that the walk met it under. */
export interface Inode {
  /** The entry of its first name, in the order of names. */
  readonly entry: Entry;
  readonly names: readonly Entry[];
}

/** What would be free without a file. */
export interface Reclaimable {
  /** By its size. */
  readonly apparentBytes: Bytes;
  /** By the blocks that it takes on the disk. */
  readonly allocatedBytes: Bytes;
}

/**
 * Puts together the names that are one file on the disk, each file at the place of the one of its names that comes first
 * here. The names of a file are put in order.
 */
export function toInodes(entries: readonly Entry[], order: PathOrder): Inode[] {
  /** By the inode's number; by the identity those whose number another file has too, on another device. */
  const known = new Map<number | string, Entry[]>();
  const all: Entry[][] = [];
  for (const entry of entries) {
    const number = entry.stat?.ino ?? 0;
    const key = isAnother(known.get(number), entry) ? identityOf(entry) : number;
    const names = key === undefined ? undefined : known.get(key);
    if (names !== undefined) {
      names.push(entry);
      continue;
    }
    const fresh = [entry];
    all.push(fresh);
    if (key !== undefined) known.set(key, fresh);
  }
  return all.flatMap((met) => {
    const names = met.length > 1 ? order.sorted(met, (entry) => entry) : met;
    const [entry] = names;
    return entry === undefined ? [] : [{ entry, names }];
  });
}

/** Whether an entry is another file than that of some names, as far as is known. */
function isAnother([first]: readonly Entry[] = [], entry: Entry): boolean {
  if (first === undefined) return false;
  const identity = identityOf(entry);
  return identity === undefined || identity !== identityOf(first);
}

/**
 * Names the file behind an entry. Files with one link are met twice where a folder is: below two roots, or mounted at two
 * places; numbers that a double would round tell nothing then.
 */
function identityOf({ identity, stat }: Entry): string | undefined {
  if (identity !== undefined || stat === undefined) return identity;
  return Number.isSafeInteger(stat.ino) && Number.isSafeInteger(stat.dev) ? `${stat.dev}:${stat.ino}` : undefined;
}

/** What removing all names of a file that are known would free: nothing, while it has others. */
export function reclaimableOf({ entry, names }: Inode): Reclaimable {
  const { stat } = entry;
  if (stat === undefined || names.length < stat.nlink) return { apparentBytes: 0, allocatedBytes: 0 };
  return { apparentBytes: stat.size, allocatedBytes: multiplyBytes(stat.blocks, 512) };
}

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
  /** By the inode's number, which files of several devices may share. */
  const known = new Map<number, Entry[][]>();
  const all: Entry[][] = [];
  for (const entry of entries) {
    const number = entry.stat?.ino ?? 0;
    const alike = known.get(number);
    const names = alike?.find(([first]) => first !== undefined && isSame(first, entry));
    if (names !== undefined) {
      names.push(entry);
      continue;
    }
    const fresh = [entry];
    all.push(fresh);
    if (alike === undefined) known.set(number, [fresh]);
    else alike.push(fresh);
  }
  return all.flatMap((met) => {
    const names = met.length > 1 ? order.sorted(met, (entry) => entry) : met;
    const [entry] = names;
    return entry === undefined ? [] : [{ entry, names }];
  });
}

function isSame(a: Entry, b: Entry): boolean {
  const identity = identityOf(a);
  return identity !== undefined && identity === identityOf(b);
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

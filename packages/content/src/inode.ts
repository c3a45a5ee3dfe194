import { type Bytes, type Entry, multiplyBytes } from "@transect/core";

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
 * Puts together the names that are one file on the disk. Takes and gives entries in order, and a file stands where its
 * first name stood.
 */
export function toInodes(entries: readonly Entry[]): Inode[] {
  const inodes: { readonly entry: Entry; readonly names: Entry[] }[] = [];
  const known = new Map<string, { readonly names: Entry[] }>();
  for (const entry of entries) {
    const identity = identityOf(entry);
    const before = identity === undefined ? undefined : known.get(identity);
    if (before !== undefined) {
      before.names.push(entry);
      continue;
    }
    const inode = { entry, names: [entry] };
    inodes.push(inode);
    if (identity !== undefined) known.set(identity, inode);
  }
  return inodes;
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

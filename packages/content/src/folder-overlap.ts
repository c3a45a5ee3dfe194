import { addBytes, type Bytes, compareBytes, type Entry, multiplyBytes, type Place } from "@transect/core";
import { placeOf } from "./entry-path.js";
import { compareEntries } from "./error-log.js";
import type { Inode } from "./inode.js";

/** One of two folders that hold the same. */
export interface OverlappingFolder extends Place {
  /** The bytes of all files in it and below it that took part. */
  readonly bytes: Bytes;
  /** How much of that the other folder holds too, from 0 to 1. */
  readonly share: number;
}

/** Two folders that hold the same, wholly or in part. */
export interface FolderPair {
  /** The bytes that are in both. */
  readonly sharedBytes: Bytes;
  /** How many files are in both. */
  readonly files: number;
  /** In the order of root and path. */
  readonly folders: readonly [OverlappingFolder, OverlappingFolder];
}

/** What {@link findOverlaps} found. */
export interface FolderOverlaps {
  /** The largest first. */
  readonly pairs: readonly FolderPair[];
  /** How many contents were passed over, for lying in too many folders to tell anything of two of them. */
  readonly passedOver: number;
}

/** What {@link findOverlaps} looks at. */
export interface OverlapOptions {
  /** Files that are equal, several each. */
  readonly groups: readonly (readonly Inode[])[];
  /** All files that took part, each once. */
  readonly files: readonly Entry[];
  /** A content that lies in more folders than this is passed over. */
  readonly folderLimit: number;
}

interface Pair {
  readonly a: Entry;
  readonly b: Entry;
  sharedBytes: Bytes;
  files: number;
}

/** Contents that lie in the same folders, equally often: what is copied together lies together. */
interface Spread {
  /** The folder of each file. */
  readonly holders: readonly Entry[];
  /** Each of them once. */
  readonly folders: readonly Entry[];
  bytes: Bytes;
  contents: number;
}

/** So many folders have numbers of which two make up one that is exact. */
const MOST_FOLDERS = 2 ** 26;

/**
 * Finds pairs of folders that hold the same, by what lies equally deep in both: a copy of a folder holds it so. For such
 * a pair a content counts as often as it is in both, at whatever depth. A file with several names counts where its first
 * one is.
 *
 * A pair is left out where the folders around it overlap no less, and where folders in it hold all that it shares: what
 * is said once is enough.
 */
export function findOverlaps({ groups, files, folderLimit }: OverlapOptions): FolderOverlaps {
  const numbers = new Map<Entry, number>();
  const pairs = new Map<number, Pair>();
  const spreads = new Map<string, Spread>();
  let passedOver = 0;
  for (const group of groups) {
    const holders = group.flatMap(({ entry }) => entry.parent ?? []);
    const folders = [...new Set(holders)];
    if (folders.length > folderLimit) passedOver += 1;
    else if (folders.length > 1) addToSpread(holders, folders, group[0]?.entry.stat?.size ?? 0);
  }
  for (const spread of spreads.values()) addSpread(spread);
  const bytes = bytesBelow(pairs, files);
  const kept = [...pairs.values()].filter((pair) => !isWithinAnother(pair));
  const said = new Set(kept.flatMap((pair) => (isAllOfItsHolder(pair) ? keyOf(holderOf(pair)) : [])));
  return {
    passedOver,
    pairs: kept
      .filter((pair) => !said.has(keyOf([pair.a, pair.b])))
      .map(inOrder)
      .sort(comparePairs)
      .map(toFolderPair),
  };

  function addToSpread(holders: readonly Entry[], folders: readonly Entry[], size: Bytes): void {
    const key = holders
      .map(numberOf)
      .sort((a, b) => a - b)
      .join();
    const spread = spreads.get(key) ?? { holders, folders, bytes: 0, contents: 0 };
    spread.bytes = addBytes(spread.bytes, size);
    spread.contents += 1;
    spreads.set(key, spread);
  }

  function addSpread({ holders, folders, bytes, contents }: Spread): void {
    const counts = new Map<Entry, number>();
    for (const holder of holders) {
      for (const folder of [holder, ...above(holder)]) counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
    const seen = new Set<number>();
    for (const [index, first] of folders.entries()) {
      for (const second of folders.slice(index + 1)) {
        const common = commonFolder(first, second);
        let a: Entry | undefined = first;
        let b: Entry | undefined = second;
        for (; a !== undefined && b !== undefined && a !== common && b !== common; a = a.parent, b = b.parent) {
          const key = keyOf([a, b]);
          // What lies above was counted then too.
          if (seen.has(key)) break;
          seen.add(key);
          const times = Math.min(counts.get(a) ?? 0, counts.get(b) ?? 0);
          const pair = pairs.get(key) ?? { a, b, sharedBytes: 0, files: 0 };
          pair.sharedBytes = addBytes(pair.sharedBytes, multiplyBytes(bytes, times));
          pair.files += times * contents;
          pairs.set(key, pair);
        }
      }
    }
  }

  function keyOf([a, b]: readonly [Entry | undefined, Entry | undefined]): number {
    const [x, y] = [numberOf(a), numberOf(b)];
    return Math.min(x, y) * MOST_FOLDERS + Math.max(x, y);
  }

  function numberOf(folder: Entry | undefined): number {
    if (folder === undefined) return 0;
    const known = numbers.get(folder);
    if (known !== undefined) return known;
    numbers.set(folder, numbers.size + 1);
    return numbers.size;
  }

  function holderOf({ a, b }: Pair): readonly [Entry | undefined, Entry | undefined] {
    return [a.parent, b.parent];
  }

  /** Whether the pair of the folders around overlaps no less. */
  function isWithinAnother(pair: Pair): boolean {
    const around = pairs.get(keyOf(holderOf(pair)));
    if (around === undefined) return false;
    const [outerA, outerB] = around.a === pair.a.parent ? [around.a, around.b] : [around.b, around.a];
    return shareOf(around, outerA) >= shareOf(pair, pair.a) && shareOf(around, outerB) >= shareOf(pair, pair.b);
  }

  /** Whether the folders around share nothing that these do not. */
  function isAllOfItsHolder(pair: Pair): boolean {
    return pairs.get(keyOf(holderOf(pair)))?.sharedBytes === pair.sharedBytes;
  }

  function shareOf({ sharedBytes }: Pair, folder: Entry): number {
    const all = bytes.get(folder) ?? 0;
    return Number(all) === 0 ? 0 : Number(sharedBytes) / Number(all);
  }

  function toFolderPair(pair: Pair): FolderPair {
    const side = (folder: Entry): OverlappingFolder => ({
      ...placeOf(folder),
      bytes: bytes.get(folder) ?? 0,
      share: shareOf(pair, folder),
    });
    return { sharedBytes: pair.sharedBytes, files: pair.files, folders: [side(pair.a), side(pair.b)] };
  }
}

/** For each folder of a pair the bytes of all files below it. */
function bytesBelow(pairs: ReadonlyMap<number, Pair>, files: readonly Entry[]): Map<Entry, Bytes> {
  const bytes = new Map<Entry, Bytes>([...pairs.values()].flatMap(({ a, b }) => [[a, 0] as const, [b, 0] as const]));
  const direct = new Map<Entry, Bytes>();
  for (const { parent, stat } of files) {
    if (parent !== undefined) direct.set(parent, addBytes(direct.get(parent) ?? 0, stat?.size ?? 0));
  }
  for (const [folder, own] of direct) {
    for (const holder of [folder, ...above(folder)]) {
      const known = bytes.get(holder);
      if (known !== undefined) bytes.set(holder, addBytes(known, own));
    }
  }
  return bytes;
}

/** The folders that an entry lies in, from the nearest up to its root. */
function above(entry: Entry): Entry[] {
  const folders: Entry[] = [];
  for (let folder = entry.parent; folder !== undefined; folder = folder.parent) folders.push(folder);
  return folders;
}

/** The deepest folder that both are or lie in; `undefined` for folders of two roots. */
function commonFolder(first: Entry, second: Entry): Entry | undefined {
  let a: Entry | undefined = first;
  let b: Entry | undefined = second;
  while (a !== undefined && a.depth > second.depth) a = a.parent;
  while (b !== undefined && b.depth > first.depth) b = b.parent;
  while (a !== b) {
    a = a?.parent;
    b = b?.parent;
  }
  return a;
}

function inOrder(pair: Pair): Pair {
  return compareEntries(pair.a, pair.b) <= 0 ? pair : { ...pair, a: pair.b, b: pair.a };
}

/** The largest first; of equal ones by their folders. */
function comparePairs(x: Pair, y: Pair): number {
  return compareBytes(y.sharedBytes, x.sharedBytes) || compareEntries(x.a, y.a) || compareEntries(x.b, y.b);
}

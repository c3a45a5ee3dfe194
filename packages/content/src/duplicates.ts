import {
  addBytes,
  type Bytes,
  type Capped,
  type Completeness,
  checkCount,
  compareBytes,
  Entry,
  multiplyBytes,
  type Place,
} from "@transect/core";
import { localSource } from "@transect/walker-parallel";
import { type Call, runCall } from "./call.js";
import { pathOrder } from "./entry-order.js";
import { placeOf } from "./entry-path.js";
import { findEqual } from "./equal-files.js";
import { FILE_DEFAULTS, type FileOptions } from "./file-options.js";
import { findFiles, sumOfSizes } from "./find-files.js";
import { type FolderPair, findOverlaps } from "./folder-overlap.js";
import { type Inode, type Reclaimable, reclaimableOf, toInodes } from "./inode.js";

/** Which files to look at, and what of them to tell. Symbolic links are never followed. */
export interface DuplicatesOptions extends Omit<FileOptions, "follow"> {
  /** The smallest apparent size to look at, in bytes. Default 1: empty files are all the same. */
  readonly minSize?: Bytes | undefined;
  /** A content that lies in more folders than this tells nothing of two of them, and is not counted there. Default 32. */
  readonly folderLimit?: number | undefined;
}

/** The defaults of {@link DuplicatesOptions} that are not the walk's. */
export const DUPLICATES_DEFAULTS: { readonly minSize: number; readonly folderLimit: number } = {
  minSize: 1,
  folderLimit: 32,
};

/** One of several files that hold the same. */
export interface DuplicateFile extends Place {
  /** The bytes that it takes on the disk. */
  readonly allocatedBytes: Bytes;
  /** Other names of the same file that were met: hard links. To remove one of them frees nothing. */
  readonly otherNames: readonly Place[];
  /** Whether there are names of it that were not met, outside of the roots or not chosen. */
  readonly hasMoreNames: boolean;
}

/** Files that hold the same. */
export interface DuplicateGroup {
  /** The apparent size of each. */
  readonly bytes: Bytes;
  /** Two or more, in the order of the roots as given, then of paths by their bytes. */
  readonly files: readonly DuplicateFile[];
  /** The most that would be free if one were kept, and all names of the others that were met were removed. */
  readonly reclaimable: Reclaimable;
}

/** What {@link duplicates} found. */
export interface DuplicatesReport {
  /** The roots as they were given. */
  readonly roots: readonly string[];
  /** How many files were looked at, each once however many names it has, and the bytes in them. */
  readonly files: number;
  readonly bytes: Bytes;
  /** How many files are copies: all in groups but one of each. */
  readonly copies: number;
  /** What all groups together would free. */
  readonly reclaimable: Reclaimable;
  /** Those that would free the most by size first, then by path. */
  readonly groups: readonly DuplicateGroup[];
  /** Pairs of folders that hold the same, those that share the most first. */
  readonly folders: Capped<FolderPair> & {
    /** How many contents lie in too many folders to be counted. */
    readonly passedOver: number;
  };
  readonly completeness: Completeness;
}

/**
 * Finds files that hold the same: by size, then by their first block, then byte by byte to the end or by SHA-256. What
 * is told has been compared to the last byte; no byte is read twice.
 *
 * The names of one file on the disk (hard links) are one file here. A root that is another one, or lies in another one,
 * is looked at with that. What cannot be read, and what changes or vanishes meanwhile, is in `completeness` and in no
 * group; where the call is stopped, so is what was not compared to the end by then. Blocks that files share on file
 * systems that can (reflinks) are counted for each of them. Nothing is removed or changed.
 *
 * Rejects with an `OptionError` for a bad option and a `PatternError` for a bad pattern.
 */
export async function duplicates(
  roots: string | readonly string[],
  options: DuplicatesOptions = {},
): Promise<DuplicatesReport> {
  const { folderLimit = DUPLICATES_DEFAULTS.folderLimit, ...rest } = options;
  checkCount("folderLimit", folderLimit);
  const given = typeof roots === "string" ? [roots] : roots;
  const chosen: FileOptions = { ...rest, follow: false, minSize: rest.minSize ?? DUPLICATES_DEFAULTS.minSize };
  return runCall(chosen, async (call) => {
    const order = pathOrder(given);
    const inodes = toInodes(await findFiles(await outermost(given), chosen, call), order);
    const sets = ofOneSize(inodes);
    const toRead = sets.flat().map(({ entry }) => entry);
    call.meter.startReading(toRead.length, sumOfSizes(toRead));
    const found: FoundGroup[] = [];
    await findEqual(sets, call, (equal) => {
      const files = order.sorted(equal, ({ entry }) => entry);
      const [first] = files;
      if (first !== undefined) found.push({ first: first.entry, files, group: toGroup(files) });
    });
    const inOrder = order.sorted(found, ({ first }) => first);
    const groups = inOrder.map(({ group }) => group).sort(compareGroups);
    const files = inodes.map(({ entry }) => entry);
    const overlaps = findOverlaps({ groups: inOrder.map((each) => each.files), files, folderLimit });
    return {
      roots: given,
      files: files.length,
      bytes: sumOfSizes(files),
      copies: groups.reduce((sum, group) => sum + group.files.length - 1, 0),
      reclaimable: groups.reduce((sum, { reclaimable }) => addReclaimable(sum, reclaimable), NOTHING),
      groups,
      folders: { ...capped(overlaps.pairs, call), passedOver: overlaps.passedOver },
      completeness: call.log.finish(call.halt.state),
    };
  });
}

/** The roots that lie in no other, each once. Those that cannot be looked at stay, for the walk to say so. */
async function outermost(roots: readonly string[]): Promise<readonly string[]> {
  if (!Array.isArray(roots) || roots.length < 2 || roots.some((root) => typeof root !== "string")) return roots;
  const source = localSource();
  const places = await Promise.all(
    roots.map(async (root) => {
      const found = await source.root(root, { stat: false, identify: "links", follow: false });
      return found instanceof Entry ? source.place(found) : undefined;
    }),
  );
  return roots.filter((_, index) => {
    const own = places[index];
    return (
      own === undefined ||
      !places.some((other, at) => other !== undefined && (own.startsWith(`${other}/`) || (own === other && at < index)))
    );
  });
}

/** Sets of files of the same size, several each. */
function ofOneSize(files: readonly Inode[]): Inode[][] {
  const sizes = new Map<Bytes, Inode[]>();
  for (const file of files) {
    const size = file.entry.stat?.size ?? 0;
    const same = sizes.get(size);
    if (same === undefined) sizes.set(size, [file]);
    else same.push(file);
  }
  return [...sizes.values()].filter(({ length }) => length > 1);
}

/** Files that are equal, in order, and what is told of them. */
interface FoundGroup {
  readonly first: Entry;
  readonly files: readonly Inode[];
  readonly group: DuplicateGroup;
}

function toGroup(files: readonly Inode[]): DuplicateGroup {
  const [first] = files;
  const freed = files.map(reclaimableOf);
  // The one that frees the least is kept.
  const [, ...others] = freed.sort(
    (a, b) => compareBytes(a.apparentBytes, b.apparentBytes) || compareBytes(a.allocatedBytes, b.allocatedBytes),
  );
  return {
    bytes: first?.entry.stat?.size ?? 0,
    files: files.map(toFile),
    reclaimable: others.reduce(addReclaimable, NOTHING),
  };
}

function toFile({ entry, names }: Inode): DuplicateFile {
  const { root, path, pathBase64 } = placeOf(entry);
  const allocatedBytes = multiplyBytes(entry.stat?.blocks ?? 0, 512);
  const otherNames = names.slice(1).map(placeOf);
  const hasMoreNames = names.length < (entry.stat?.nlink ?? 1);
  // Written out: to spread a place over tens of thousands takes a tenth of the whole call.
  if (pathBase64 === undefined) return { root, path, allocatedBytes, otherNames, hasMoreNames };
  return { root, path, pathBase64, allocatedBytes, otherNames, hasMoreNames };
}

const NOTHING: Reclaimable = { apparentBytes: 0, allocatedBytes: 0 };

function addReclaimable(a: Reclaimable, b: Reclaimable): Reclaimable {
  return {
    apparentBytes: addBytes(a.apparentBytes, b.apparentBytes),
    allocatedBytes: addBytes(a.allocatedBytes, b.allocatedBytes),
  };
}

function compareGroups(a: DuplicateGroup, b: DuplicateGroup): number {
  return compareBytes(b.reclaimable.apparentBytes, a.reclaimable.apparentBytes) || compareBytes(b.bytes, a.bytes);
}

function capped<T>(all: readonly T[], { options }: Call): Capped<T> {
  const list = all.slice(0, options.listLimit ?? FILE_DEFAULTS.listLimit);
  return { count: all.length, leftOut: all.length - list.length, list };
}

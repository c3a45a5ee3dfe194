import { addBytes } from "./bytes.js";
import { BytesColumn, bytesAt, type PackedBytes } from "./bytes-column.js";
import type { DirectoryId, PackedDirectories } from "./directory-table.js";
import type { EntryType } from "./entry.js";
import type { LinkedObject } from "./link-table.js";
import type { Located } from "./located.js";
import type { PackedMonths } from "./month-histogram.js";
import { type PackedNames, packNames, unpackNames } from "./packed-names.js";
import type { ResolvedProfileOptions } from "./profile-options.js";
import {
  childOf,
  type ExtensionSums,
  type LocatedError,
  type LocatedFile,
  noteAge,
  type ProfileState,
  rootOf,
} from "./profile-state.js";
import type { Ranking } from "./ranking.js";
import type { PackedSizes } from "./size-histogram.js";
import { sumTotals } from "./totals.js";

/**
 * A profile as plain data: what the structured clone algorithm carries from one thread or process to another. Columns
 * and not objects, for there can be a hundred thousand directories and links. Of one version of this package only: it
 * is no format to keep.
 */
export interface PackedProfile {
  readonly options: ResolvedProfileOptions;
  readonly directories: PackedDirectories;
  readonly roots: readonly (readonly [name: string, type: EntryType | undefined])[];
  readonly extensions: ReadonlyMap<string, ExtensionSums>;
  readonly sizes: PackedSizes;
  readonly months: PackedMonths;
  readonly links: PackedLinks;
  readonly largestFiles: PackedRanking<LocatedFile>;
  readonly errors: PackedRanking<LocatedError>;
  readonly ignored: ProfileState["ignored"];
  readonly newest: LocatedFile | undefined;
  readonly oldest: LocatedFile | undefined;
  readonly interrupted: ProfileState["interrupted"];
}

/** Objects with several names. */
interface PackedLinks {
  readonly identities: string;
  readonly directories: Int32Array;
  readonly names: PackedNames;
  readonly types: Uint8Array;
  readonly met: Float64Array;
  readonly ignored: Float64Array;
  readonly times: Float64Array;
  readonly apparentBytes: PackedBytes;
  readonly allocatedBytes: PackedBytes;
}

interface PackedRanking<T extends Located> {
  readonly count: number;
  readonly items: readonly T[];
}

const TYPES: readonly EntryType[] = ["file", "directory", "symlink", "other"];

/** Packs a profile. The profile stays as it is. */
export function packState(state: ProfileState): PackedProfile {
  const { options, directories, roots, extensions, newest, oldest, ignored, interrupted } = state;
  return {
    options,
    directories: directories.pack(),
    roots: [...roots].map(([name, { type }]) => [name, type]),
    extensions,
    sizes: state.sizes.pack(),
    months: state.months.pack(),
    links: packLinks(state),
    largestFiles: packRanking(state.largestFiles),
    errors: packRanking(state.errors),
    ignored,
    newest,
    oldest,
    interrupted,
  };
}

/**
 * The memory of a packed profile that can be handed over to another thread, rather than copied: nearly all of it where
 * there are many directories. What was packed is of no use on this side then; the profile itself is.
 */
export function transferable({ directories, links }: PackedProfile): ArrayBuffer[] {
  const { parents, flags, files, symlinks, others, ownBytes } = directories;
  const columns = [
    ...[parents, flags, files, symlinks, others, ownBytes.numbers],
    ...[links.directories, links.types, links.met, links.ignored, links.times],
    ...[directories, links].flatMap((rows) => [rows.apparentBytes.numbers, rows.allocatedBytes.numbers]),
  ];
  return columns.map(({ buffer }) => buffer).filter((buffer) => buffer instanceof ArrayBuffer);
}

/** Adds what was packed to a profile, which was made with the same options. */
export function addPacked(packed: PackedProfile, state: ProfileState): void {
  const ids = addDirectories(packed.directories, state);
  for (const [name, type] of packed.roots) rootOf(state, name).type ??= type;
  for (const [extension, sums] of packed.extensions) addExtension(state, extension, sums);
  state.sizes.unpack(packed.sizes);
  state.months.unpack(packed.months);
  addLinks(packed.links, state, ids);
  addRanking(packed.largestFiles, state.largestFiles, ids);
  addRanking(packed.errors, state.errors, ids);
  if (packed.newest !== undefined) noteAge(state, placed(packed.newest, ids));
  if (packed.oldest !== undefined) noteAge(state, placed(packed.oldest, ids));
  if (packed.ignored !== undefined) state.ignored = sumTotals([state.ignored ?? sumTotals([]), packed.ignored]);
  if (state.interrupted !== "cancelled") state.interrupted = packed.interrupted ?? state.interrupted;
}

function addExtension({ extensions }: ProfileState, extension: string, sums: ExtensionSums): void {
  const own = extensions.get(extension);
  if (own === undefined) {
    extensions.set(extension, { ...sums });
    return;
  }
  own.files += sums.files;
  own.apparentBytes = addBytes(own.apparentBytes, sums.apparentBytes);
  own.allocatedBytes = addBytes(own.allocatedBytes, sums.allocatedBytes);
}

/** Adds directories to those of a profile. Gives their places there, in the places of the packed ones. */
function addDirectories(packed: PackedDirectories, state: ProfileState): Int32Array {
  const { directories } = state;
  const names = unpackNames(packed.names);
  const { bytes } = packed.names;
  const ids = new Int32Array(packed.parents.length);
  // Two rows of one table are two directories: each can only be one that was there before.
  const before = directories.length;
  for (const [row, packedParent] of packed.parents.entries()) {
    const name = names[row] ?? "";
    const parent = ids[packedParent];
    const id =
      parent === undefined ? rootOf(state, name).directory : childOf(state, parent, name, bytes.get(row), before);
    ids[row] = id;
    directories.addRow(id, packed, row);
  }
  return ids;
}

function packLinks({ links }: ProfileState): PackedLinks {
  const identities: string[] = [];
  const objects: LinkedObject[] = [];
  for (const [identity, object] of links.entries()) {
    identities.push(identity);
    objects.push(object);
  }
  const count = objects.length;
  const apparentBytes = new BytesColumn(count);
  const allocatedBytes = new BytesColumn(count);
  const nameBytes = new Map<number, Uint8Array>();
  for (const [index, object] of objects.entries()) {
    apparentBytes.add(index, object.apparentBytes);
    allocatedBytes.add(index, object.allocatedBytes);
    if (object.nameBytes !== undefined) nameBytes.set(index, object.nameBytes);
  }
  return {
    identities: identities.join("\0"),
    directories: Int32Array.from(objects, ({ directory }) => directory),
    // A root has no name within itself.
    names: packNames(
      objects.map(({ name = "" }) => name),
      nameBytes,
    ),
    types: Uint8Array.from(objects, ({ type }) => TYPES.indexOf(type)),
    met: Float64Array.from(objects, ({ names }) => names),
    ignored: Float64Array.from(objects, ({ ignored }) => ignored),
    times: Float64Array.from(objects, ({ mtimeMs }) => mtimeMs),
    apparentBytes: apparentBytes.pack(count),
    allocatedBytes: allocatedBytes.pack(count),
  };
}

function addLinks(packed: PackedLinks, { links }: ProfileState, ids: Int32Array): void {
  if (packed.directories.length === 0) return;
  const names = unpackNames(packed.names);
  for (const [index, identity] of packed.identities.split("\0").entries()) {
    const name = names[index];
    links.add(identity, {
      directory: placeIn(ids, packed.directories[index]),
      name: name === "" ? undefined : name,
      nameBytes: packed.names.bytes.get(index),
      type: TYPES[packed.types[index] ?? 0] ?? "other",
      names: packed.met[index] ?? 0,
      ignored: packed.ignored[index] ?? 0,
      mtimeMs: packed.times[index] ?? 0,
      apparentBytes: bytesAt(packed.apparentBytes, index),
      allocatedBytes: bytesAt(packed.allocatedBytes, index),
    });
  }
}

function packRanking<T extends Located>({ count, items }: Ranking<T>): PackedRanking<T> {
  return { count, items: [...items] };
}

function addRanking<T extends Located>({ count, items }: PackedRanking<T>, ranking: Ranking<T>, ids: Int32Array): void {
  for (const item of items) ranking.offer(placed(item, ids));
  ranking.skip(count - items.length);
}

/** The same in the profile that it is added to. */
function placed<T extends Located>(item: T, ids: Int32Array): T {
  return { ...item, directory: placeIn(ids, item.directory) };
}

function placeIn(ids: Int32Array, packed: DirectoryId | undefined): DirectoryId {
  const id = packed === undefined ? undefined : ids[packed];
  if (id === undefined) throw new RangeError("a packed profile lacks a directory");
  return id;
}

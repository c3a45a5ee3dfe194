import { addBytes } from "./bytes.js";
import type { DirectoryNode, Located } from "./directory-node.js";
import type { EntryType } from "./entry.js";
import type { LinkedObject } from "./link-table.js";
import type { PackedMonths } from "./month-histogram.js";
import {
  bytesAt,
  bytesColumn,
  type PackedBytes,
  type PackedNames,
  packNames,
  putBytes,
  unpackNames,
} from "./packed-columns.js";
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
  readonly nodes: PackedNodes;
  readonly roots: readonly (readonly [name: string, node: number, type: EntryType | undefined])[];
  readonly extensions: ReadonlyMap<string, ExtensionSums>;
  readonly sizes: PackedSizes;
  readonly months: PackedMonths;
  readonly links: PackedLinks;
  readonly largestFiles: PackedRanking<LocatedFile>;
  readonly errors: PackedRanking<LocatedError>;
  readonly ignored: ProfileState["ignored"];
  readonly newest: PackedItem<LocatedFile> | undefined;
  readonly oldest: PackedItem<LocatedFile> | undefined;
  readonly interrupted: ProfileState["interrupted"];
}

/** Directories, each behind the one that holds it. */
interface PackedNodes {
  /** The place of the one that holds it; -1 for a root. */
  readonly parents: Int32Array;
  readonly names: PackedNames;
  /** Whether it was counted, listed, empty: bits 0, 1 and 2. */
  readonly flags: Uint8Array;
  readonly files: Float64Array;
  readonly symlinks: Float64Array;
  readonly others: Float64Array;
  readonly ownBytes: PackedBytes;
  readonly apparentBytes: PackedBytes;
  readonly allocatedBytes: PackedBytes;
}

/** Objects with several names. */
interface PackedLinks {
  readonly identities: string;
  readonly nodes: Int32Array;
  readonly names: PackedNames;
  readonly types: Uint8Array;
  readonly met: Float64Array;
  readonly ignored: Float64Array;
  readonly times: Float64Array;
  readonly apparentBytes: PackedBytes;
  readonly allocatedBytes: PackedBytes;
}

/** Something in a directory, which is known by its place. */
type PackedItem<T extends Located> = Omit<T, "node"> & { readonly node: number };

interface PackedRanking<T extends Located> {
  readonly count: number;
  readonly items: readonly PackedItem<T>[];
}

const COUNTED = 1;
const LISTED = 2;
const EMPTY = 4;

const TYPES: readonly EntryType[] = ["file", "directory", "symlink", "other"];

/** Packs a profile. The profile stays as it is. */
export function packState(state: ProfileState): PackedProfile {
  const { options, nodes, roots, extensions, newest, oldest, ignored, interrupted } = state;
  return {
    options,
    nodes: packNodes(nodes),
    roots: [...roots].map(([name, { node, type }]) => [name, node.index, type]),
    extensions,
    sizes: state.sizes.pack(),
    months: state.months.pack(),
    links: packLinks(state),
    largestFiles: packRanking(state.largestFiles),
    errors: packRanking(state.errors),
    ignored,
    newest: newest && packItem(newest),
    oldest: oldest && packItem(oldest),
    interrupted,
  };
}

/**
 * The memory of a packed profile that can be handed over to another thread, rather than copied: nearly all of it where
 * there are many directories. What was packed is of no use on this side then; the profile itself is.
 */
export function transferable({ nodes, links }: PackedProfile): ArrayBuffer[] {
  const columns = [
    ...[nodes.parents, nodes.flags, nodes.files, nodes.symlinks, nodes.others, nodes.ownBytes.numbers],
    ...[links.nodes, links.types, links.met, links.ignored, links.times],
    ...[nodes, links].flatMap(({ apparentBytes, allocatedBytes }) => [apparentBytes.numbers, allocatedBytes.numbers]),
  ];
  return columns.map(({ buffer }) => buffer).filter((buffer) => buffer instanceof ArrayBuffer);
}

/** Adds what was packed to a profile, which was made with the same options. */
export function addPacked(packed: PackedProfile, state: ProfileState): void {
  const nodes = addNodes(packed.nodes, state);
  for (const [name, , type] of packed.roots) rootOf(state, name).type ??= type;
  for (const [extension, sums] of packed.extensions) addExtension(state, extension, sums);
  state.sizes.unpack(packed.sizes);
  state.months.unpack(packed.months);
  addLinks(packed.links, state, nodes);
  addRanking(packed.largestFiles, state.largestFiles, nodes);
  addRanking(packed.errors, state.errors, nodes);
  if (packed.newest !== undefined) noteAge(state, unpackItem(packed.newest, nodes));
  if (packed.oldest !== undefined) noteAge(state, unpackItem(packed.oldest, nodes));
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

function packNodes(nodes: readonly DirectoryNode[]): PackedNodes {
  const count = nodes.length;
  const parents = new Int32Array(count);
  const flags = new Uint8Array(count);
  const files = new Float64Array(count);
  const symlinks = new Float64Array(count);
  const others = new Float64Array(count);
  const ownBytes = bytesColumn(count);
  const apparentBytes = bytesColumn(count);
  const allocatedBytes = bytesColumn(count);
  for (const node of nodes) {
    const { index } = node;
    parents[index] = node.parent?.index ?? -1;
    flags[index] = (node.counted ? COUNTED : 0) | (node.listed ? LISTED : 0) | (node.empty ? EMPTY : 0);
    files[index] = node.files;
    symlinks[index] = node.symlinks;
    others[index] = node.others;
    putBytes(ownBytes, index, node.ownBytes);
    putBytes(apparentBytes, index, node.apparentBytes);
    putBytes(allocatedBytes, index, node.allocatedBytes);
  }
  const names = packNames(nodes);
  return { parents, names, flags, files, symlinks, others, ownBytes, apparentBytes, allocatedBytes };
}

/** Adds directories to those of a profile. Gives the profile's own ones, in the places of the packed ones. */
function addNodes(packed: PackedNodes, state: ProfileState): readonly DirectoryNode[] {
  const { parents, flags } = packed;
  const names = unpackNames(packed.names);
  const nodes: DirectoryNode[] = [];
  for (let index = 0; index < parents.length; index += 1) {
    const name = names[index] ?? "";
    const parent = nodes[parents[index] ?? -1];
    const node =
      parent === undefined ? rootOf(state, name).node : childOf(state, parent, name, packed.names.bytes.get(index));
    nodes.push(node);
    const flag = flags[index] ?? 0;
    node.counted ||= (flag & COUNTED) !== 0;
    node.listed ||= (flag & LISTED) !== 0;
    node.empty ||= (flag & EMPTY) !== 0;
    node.files += packed.files[index] ?? 0;
    node.symlinks += packed.symlinks[index] ?? 0;
    node.others += packed.others[index] ?? 0;
    node.ownBytes = addBytes(node.ownBytes, bytesAt(packed.ownBytes, index));
    node.apparentBytes = addBytes(node.apparentBytes, bytesAt(packed.apparentBytes, index));
    node.allocatedBytes = addBytes(node.allocatedBytes, bytesAt(packed.allocatedBytes, index));
  }
  return nodes;
}

function packLinks({ links }: ProfileState): PackedLinks {
  const identities: string[] = [];
  const objects: LinkedObject[] = [];
  for (const [identity, object] of links.entries()) {
    identities.push(identity);
    objects.push(object);
  }
  const count = objects.length;
  const apparentBytes = bytesColumn(count);
  const allocatedBytes = bytesColumn(count);
  for (const [index, object] of objects.entries()) {
    putBytes(apparentBytes, index, object.apparentBytes);
    putBytes(allocatedBytes, index, object.allocatedBytes);
  }
  return {
    identities: identities.join("\0"),
    nodes: Int32Array.from(objects, ({ node }) => node.index),
    names: packNames(objects),
    types: Uint8Array.from(objects, ({ type }) => TYPES.indexOf(type)),
    met: Float64Array.from(objects, ({ names }) => names),
    ignored: Float64Array.from(objects, ({ ignored }) => ignored),
    times: Float64Array.from(objects, ({ mtimeMs }) => mtimeMs),
    apparentBytes,
    allocatedBytes,
  };
}

function addLinks(packed: PackedLinks, { links }: ProfileState, nodes: readonly DirectoryNode[]): void {
  if (packed.nodes.length === 0) return;
  const names = unpackNames(packed.names);
  for (const [index, identity] of packed.identities.split("\0").entries()) {
    const node = nodes[packed.nodes[index] ?? -1];
    if (node === undefined) continue;
    const name = names[index];
    links.add(identity, {
      node,
      // A root has no name within itself.
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
  return { count, items: items.map(packItem) };
}

function addRanking<P extends { readonly node: number }>(
  { count, items }: { readonly count: number; readonly items: readonly P[] },
  ranking: Ranking<Placed<P>>,
  nodes: readonly DirectoryNode[],
): void {
  for (const item of items) ranking.offer(unpackItem(item, nodes));
  ranking.skip(count - items.length);
}

function packItem<T extends Located>(item: T): PackedItem<T> {
  return { ...item, node: item.node.index };
}

/** What was packed, with its directory again. */
type Placed<P> = Omit<P, "node"> & { readonly node: DirectoryNode };

function unpackItem<P extends { readonly node: number }>(packed: P, nodes: readonly DirectoryNode[]): Placed<P> {
  const node = nodes[packed.node];
  if (node === undefined) throw new RangeError("a packed profile lacks a directory");
  return { ...packed, node };
}

import { DirectoryNode, type Located } from "./directory-node.js";
import type { EntryType } from "./entry.js";
import type { LinkedObject } from "./link-table.js";
import type { PackedMonths } from "./month-histogram.js";
import { bytesAt, type PackedBytes, type PackedNames, packBytes, packNames, unpackNames } from "./packed-columns.js";
import type { ResolvedProfileOptions } from "./profile-options.js";
import type { ExtensionSums, LocatedError, LocatedFile, ProfileState } from "./profile-state.js";
import type { Ranking } from "./ranking.js";
import type { PackedSizes } from "./size-histogram.js";

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
    nodes: {
      parents: Int32Array.from(nodes, ({ parent }) => parent?.index ?? -1),
      names: packNames(nodes),
      flags: Uint8Array.from(
        nodes,
        ({ counted, listed, empty }) => (counted ? COUNTED : 0) | (listed ? LISTED : 0) | (empty ? EMPTY : 0),
      ),
      files: Float64Array.from(nodes, ({ files }) => files),
      symlinks: Float64Array.from(nodes, ({ symlinks }) => symlinks),
      others: Float64Array.from(nodes, ({ others }) => others),
      ownBytes: packBytes(nodes, ({ ownBytes }) => ownBytes),
      apparentBytes: packBytes(nodes, ({ apparentBytes }) => apparentBytes),
      allocatedBytes: packBytes(nodes, ({ allocatedBytes }) => allocatedBytes),
    },
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

/** Adds what was packed to an empty profile. */
export function unpackState(packed: PackedProfile, state: ProfileState): void {
  const nodes = unpackNodes(packed.nodes, state.nodes);
  for (const [name, index, type] of packed.roots) {
    const node = nodes[index];
    if (node !== undefined) state.roots.set(name, { node, type });
  }
  for (const [extension, sums] of packed.extensions) state.extensions.set(extension, { ...sums });
  state.sizes.unpack(packed.sizes);
  state.months.unpack(packed.months);
  unpackLinks(packed.links, state, nodes);
  unpackRanking(packed.largestFiles, state.largestFiles, nodes);
  unpackRanking(packed.errors, state.errors, nodes);
  state.ignored = packed.ignored;
  state.newest = packed.newest && unpackItem(packed.newest, nodes);
  state.oldest = packed.oldest && unpackItem(packed.oldest, nodes);
  state.interrupted = packed.interrupted;
}

function unpackNodes(packed: PackedNodes, nodes: DirectoryNode[]): readonly DirectoryNode[] {
  const names = unpackNames(packed.names);
  for (const [index, parent] of packed.parents.entries()) {
    const { name = "", nameBytes } = names[index] ?? {};
    const holder = nodes[parent];
    const node = holder?.addChild(nodes, name, nameBytes) ?? new DirectoryNode(nodes, undefined, name, nameBytes);
    const flags = packed.flags[index] ?? 0;
    node.counted = (flags & COUNTED) !== 0;
    node.listed = (flags & LISTED) !== 0;
    node.empty = (flags & EMPTY) !== 0;
    node.files = packed.files[index] ?? 0;
    node.symlinks = packed.symlinks[index] ?? 0;
    node.others = packed.others[index] ?? 0;
    node.ownBytes = bytesAt(packed.ownBytes, index);
    node.apparentBytes = bytesAt(packed.apparentBytes, index);
    node.allocatedBytes = bytesAt(packed.allocatedBytes, index);
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
  return {
    identities: identities.join("\0"),
    nodes: Int32Array.from(objects, ({ node }) => node.index),
    names: packNames(objects),
    types: Uint8Array.from(objects, ({ type }) => TYPES.indexOf(type)),
    met: Float64Array.from(objects, ({ names }) => names),
    ignored: Float64Array.from(objects, ({ ignored }) => ignored),
    times: Float64Array.from(objects, ({ mtimeMs }) => mtimeMs),
    apparentBytes: packBytes(objects, ({ apparentBytes }) => apparentBytes),
    allocatedBytes: packBytes(objects, ({ allocatedBytes }) => allocatedBytes),
  };
}

function unpackLinks(packed: PackedLinks, { links }: ProfileState, nodes: readonly DirectoryNode[]): void {
  if (packed.nodes.length === 0) return;
  const names = unpackNames(packed.names);
  for (const [index, identity] of packed.identities.split("\0").entries()) {
    const node = nodes[packed.nodes[index] ?? -1];
    if (node === undefined) continue;
    const { name, nameBytes } = names[index] ?? {};
    links.add(identity, {
      node,
      // A root has no name within itself.
      name: name === "" ? undefined : name,
      nameBytes,
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

function unpackRanking<P extends { readonly node: number }>(
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

import type { Bytes } from "./bytes.js";
import { BytesColumn, bytesAt, grown, type PackedBytes } from "./bytes-column.js";
import type { EntryType } from "./entry.js";
import { type PackedNames, packNames } from "./packed-names.js";

/** A directory of a table: its place there, which is behind that of the one that holds it. */
export type DirectoryId = number;

/** What holds a root. */
export const NO_DIRECTORY: DirectoryId = -1;

/** The directory itself was counted: one that a filter leaves out still holds what is below it. */
export const COUNTED = 1;
/** All it holds was seen. */
export const LISTED = 2;
/** Its listing yielded nothing at all. */
export const EMPTY = 4;

/** A table as plain data. Each directory is behind the one that holds it. */
export interface PackedDirectories {
  /** {@link NO_DIRECTORY} for a root. */
  readonly parents: Int32Array;
  readonly names: PackedNames;
  readonly flags: Uint8Array;
  readonly files: Float64Array;
  readonly symlinks: Float64Array;
  readonly others: Float64Array;
  readonly ownBytes: PackedBytes;
  readonly apparentBytes: PackedBytes;
  readonly allocatedBytes: PackedBytes;
}

/**
 * The directories of a profile, and what lies directly in each. Subtree totals are made from these at the end, so that
 * two profiles that each saw a part of a directory add up.
 *
 * Columns and not objects: there can be millions, and a report looks at each of them. Columns are replaced as the table
 * grows: keep none.
 */
export class DirectoryTable {
  /** The last part of each path; for a root the root as it was given. */
  readonly names: string[] = [];
  /** The exact bytes of those that are not UTF-8. */
  readonly nameBytes: Map<DirectoryId, Uint8Array> = new Map();
  parents: Int32Array = new Int32Array(0);
  depths: Int32Array = new Int32Array(0);
  /** {@link COUNTED}, {@link LISTED} and {@link EMPTY}. */
  flags: Uint8Array = new Uint8Array(0);
  /** What lies directly in them; directories are rows of their own. */
  files: Float64Array = new Float64Array(0);
  symlinks: Float64Array = new Float64Array(0);
  others: Float64Array = new Float64Array(0);
  /** Their own allocated bytes. */
  readonly ownBytes: BytesColumn = new BytesColumn(0);
  readonly apparentBytes: BytesColumn = new BytesColumn(0);
  readonly allocatedBytes: BytesColumn = new BytesColumn(0);
  /** Children are lists from the oldest on. 0 is none: the first directory is a root. */
  #firstChild = new Int32Array(0);
  #lastChild = new Int32Array(0);
  #nextSibling = new Int32Array(0);
  /** A handful of children is searched; more are looked up. */
  readonly #lookups = new Map<DirectoryId, Lookup>();

  /** How many there are. */
  get length(): number {
    return this.names.length;
  }

  /** Adds a directory; none of its name may be there. */
  add(parent: DirectoryId, name: string, nameBytes: Uint8Array | undefined): DirectoryId {
    const id = this.names.push(name) - 1;
    if (id >= this.parents.length) this.#grow(Math.max(LEAST_ROOM, id * 2));
    if (nameBytes !== undefined) this.nameBytes.set(id, nameBytes);
    this.parents[id] = parent;
    if (parent === NO_DIRECTORY) return id;
    this.depths[id] = (this.depths[parent] ?? 0) + 1;
    const last = this.#lastChild[parent] ?? 0;
    if (last === 0) this.#firstChild[parent] = id;
    else this.#nextSibling[last] = id;
    this.#lastChild[parent] = id;
    return id;
  }

  /** The child of that name, if there is one; `before` some directory, where the later ones are known to be others. */
  child(
    parent: DirectoryId,
    name: string,
    nameBytes: Uint8Array | undefined,
    before: DirectoryId = this.length,
  ): DirectoryId | undefined {
    let left = this.#lookups.has(parent) ? 0 : HANDFUL;
    for (let id = this.#firstChild[parent] ?? 0; id !== 0 && id < before; id = this.#nextSibling[id] ?? 0) {
      if (left === 0) return this.#lookup(parent, before).get(childKey(name, nameBytes));
      left -= 1;
      if (this.names[id] === name && childKey(name, this.nameBytes.get(id)) === childKey(name, nameBytes)) return id;
    }
    return undefined;
  }

  /** Adds flags to those of a directory. */
  mark(id: DirectoryId, flags: number): void {
    this.flags[id] = (this.flags[id] ?? 0) | flags;
  }

  /** Counts something in a directory that is none itself. */
  count(id: DirectoryId, type: Exclude<EntryType, "directory">): void {
    const column = type === "file" ? this.files : type === "symlink" ? this.symlinks : this.others;
    column[id] = (column[id] ?? 0) + 1;
  }

  /** Adds bytes to those of what lies directly in a directory. */
  charge(id: DirectoryId, apparentBytes: Bytes, allocatedBytes: Bytes): void {
    this.apparentBytes.add(id, apparentBytes);
    this.allocatedBytes.add(id, allocatedBytes);
  }

  /** The directory that holds one; {@link NO_DIRECTORY} for a root. */
  parent(id: DirectoryId): DirectoryId {
    return this.parents[id] ?? NO_DIRECTORY;
  }

  /** How many directories hold one. */
  depth(id: DirectoryId): number {
    return this.depths[id] ?? 0;
  }

  /** The last part of a directory's path. */
  name(id: DirectoryId): string {
    return this.names[id] ?? "";
  }

  /** The root that a directory lies in; the directory itself where it is the root. */
  root(id: DirectoryId): DirectoryId {
    let root = id;
    for (let next = this.parent(root); next !== NO_DIRECTORY; next = this.parent(root)) root = next;
    return root;
  }

  /** The table as plain data. It stays as it is. */
  pack(): PackedDirectories {
    const { length } = this;
    return {
      parents: this.parents.slice(0, length),
      names: packNames(this.names, new Map(this.nameBytes)),
      flags: this.flags.slice(0, length),
      files: this.files.slice(0, length),
      symlinks: this.symlinks.slice(0, length),
      others: this.others.slice(0, length),
      ownBytes: this.ownBytes.pack(length),
      apparentBytes: this.apparentBytes.pack(length),
      allocatedBytes: this.allocatedBytes.pack(length),
    };
  }

  /** Adds what a row of a packed table holds. */
  addRow(id: DirectoryId, packed: PackedDirectories, row: number): void {
    this.mark(id, packed.flags[row] ?? 0);
    this.files[id] = (this.files[id] ?? 0) + (packed.files[row] ?? 0);
    this.symlinks[id] = (this.symlinks[id] ?? 0) + (packed.symlinks[row] ?? 0);
    this.others[id] = (this.others[id] ?? 0) + (packed.others[row] ?? 0);
    this.ownBytes.add(id, bytesAt(packed.ownBytes, row));
    this.charge(id, bytesAt(packed.apparentBytes, row), bytesAt(packed.allocatedBytes, row));
  }

  /** The children of a directory by their names, up to some directory at the least. */
  #lookup(parent: DirectoryId, before: DirectoryId): Map<string, DirectoryId> {
    const known = this.#lookups.get(parent);
    const lookup = known ?? { byName: new Map(), last: 0 };
    if (known === undefined) this.#lookups.set(parent, lookup);
    let id = lookup.last === 0 ? this.#firstChild[parent] : this.#nextSibling[lookup.last];
    while (id !== undefined && id !== 0 && id < before) {
      lookup.byName.set(childKey(this.name(id), this.nameBytes.get(id)), id);
      lookup.last = id;
      id = this.#nextSibling[id];
    }
    return lookup.byName;
  }

  #grow(room: number): void {
    this.parents = grown(this.parents, room, Int32Array);
    this.depths = grown(this.depths, room, Int32Array);
    this.flags = grown(this.flags, room, Uint8Array);
    this.files = grown(this.files, room, Float64Array);
    this.symlinks = grown(this.symlinks, room, Float64Array);
    this.others = grown(this.others, room, Float64Array);
    this.ownBytes.grow(room);
    this.apparentBytes.grow(room);
    this.allocatedBytes.grow(room);
    this.#firstChild = grown(this.#firstChild, room, Int32Array);
    this.#lastChild = grown(this.#lastChild, room, Int32Array);
    this.#nextSibling = grown(this.#nextSibling, room, Int32Array);
  }
}

/** Children by name, and the last of them that is there. */
interface Lookup {
  readonly byName: Map<string, DirectoryId>;
  last: DirectoryId;
}

const HANDFUL = 8;
const LEAST_ROOM = 16;

/** Two names that read alike can differ in bytes; NUL is in no name. */
function childKey(name: string, nameBytes: Uint8Array | undefined): string {
  return nameBytes === undefined ? name : `\0${nameBytes.join()}`;
}

import type { Bytes } from "./bytes.js";
import { compareLocated, type DirectoryNode, type Located } from "./directory-node.js";
import type { EntryType } from "./entry.js";

/** One name of an object that has several. */
export interface LinkedName extends Located {
  readonly type: EntryType;
  readonly apparentBytes: Bytes;
  readonly allocatedBytes: Bytes;
  readonly mtimeMs: number;
}

/** An object that has several names: who owns its bytes, and how many of its names were met. */
export interface LinkedObject {
  /** The smallest path: the one that the bytes count for. */
  owner: LinkedName;
  names: number;
  /** How many of the names ignore rules would leave out. */
  ignored: number;
}

/** Objects that can be met under several names, by identity. Grows with those objects, not with files. */
export class LinkTable {
  readonly #objects = new Map<string, LinkedObject>();

  /** Records one name of an object, or what another table knows of it. */
  add(identity: string, name: LinkedName, names = 1, ignored = 0): void {
    const known = this.#objects.get(identity);
    if (known === undefined) {
      this.#objects.set(identity, { owner: name, names, ignored });
      return;
    }
    if (compareLocated(name, known.owner) < 0) known.owner = name;
    known.names += names;
    known.ignored += ignored;
  }

  /** Notes that ignore rules would leave out one name that was recorded. */
  addIgnored(identity: string): void {
    const known = this.#objects.get(identity);
    if (known !== undefined) known.ignored += 1;
  }

  /** Adds all of another table; `translate` gives this side's node for one of the other's. */
  merge(other: LinkTable, translate: (node: DirectoryNode) => DirectoryNode): void {
    for (const [identity, { owner, names, ignored }] of other.#objects) {
      this.add(identity, { ...owner, node: translate(owner.node) }, names, ignored);
    }
  }

  /** The objects, in no order. */
  objects(): Iterable<Readonly<LinkedObject>> {
    return this.#objects.values();
  }
}

import type { Bytes } from "./bytes.js";
import type { DirectoryTable } from "./directory-table.js";
import type { EntryType } from "./entry.js";
import { compareLocated, type Located } from "./located.js";

/** An object that has several names: the one that its bytes count for, and how many names were met. */
export interface LinkedObject extends Located {
  readonly type: EntryType;
  readonly apparentBytes: Bytes;
  readonly allocatedBytes: Bytes;
  readonly mtimeMs: number;
  names: number;
  /** How many of the names ignore rules would leave out. */
  ignored: number;
}

/** Objects that can be met under several names, by identity. Grows with those objects, not with files. */
export class LinkTable {
  readonly #directories: DirectoryTable;
  readonly #objects = new Map<string, LinkedObject>();

  /** The directories are those that the objects lie in. */
  constructor(directories: DirectoryTable) {
    this.#directories = directories;
  }

  /** Records names of an object, of which the smallest path owns it. Takes the record over. */
  add(identity: string, met: LinkedObject): void {
    const known = this.#objects.get(identity);
    if (known === undefined) {
      this.#objects.set(identity, met);
      return;
    }
    const [owner, other] = compareLocated(this.#directories, met, known) < 0 ? [met, known] : [known, met];
    owner.names += other.names;
    owner.ignored += other.ignored;
    if (owner === met) this.#objects.set(identity, met);
  }

  /** Notes that ignore rules would leave out one name that was recorded. */
  addIgnored(identity: string): void {
    const known = this.#objects.get(identity);
    if (known !== undefined) known.ignored += 1;
  }

  /** The objects with their identities, in no order. */
  entries(): Iterable<readonly [string, LinkedObject]> {
    return this.#objects;
  }

  /** The objects, in no order. */
  objects(): Iterable<Readonly<LinkedObject>> {
    return this.#objects.values();
  }
}

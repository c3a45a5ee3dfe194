import type { Bytes } from "./bytes.js";
import { BytesColumn } from "./bytes-column.js";
import { COUNTED, type DirectoryId, type DirectoryTable, LISTED, NO_DIRECTORY } from "./directory-table.js";
import type { Totals } from "./report.js";

/** Bytes to add to one directory. */
export interface Charge {
  apparentBytes: Bytes;
  allocatedBytes: Bytes;
}

/** What each directory and all below it come to: columns by directory. */
export interface Subtrees {
  /** Directories that were counted, the directory itself among them. */
  readonly directories: Float64Array;
  readonly allocatedBytes: Pick<BytesColumn, "get">;
  /** 1 where all of it was listed and no counted file was met. */
  readonly provenWithoutFiles: Uint8Array;
  totals(directory: DirectoryId): Totals;
}

/**
 * Subtree totals of every directory, in one pass from the leaves up. There can be millions of them.
 *
 * @param table each directory is behind the one that holds it.
 * @param charges bytes to add to single directories: those of files with several names.
 */
export function rollUp(table: DirectoryTable, charges: ReadonlyMap<DirectoryId, Charge>): Subtrees {
  const { length, parents, flags } = table;
  const files = table.files.slice(0, length);
  const symlinks = table.symlinks.slice(0, length);
  const others = table.others.slice(0, length);
  const directories = new Float64Array(length);
  const apparent = new BytesColumn(length);
  const allocated = new BytesColumn(length);
  const proven = new Uint8Array(length);
  for (let id = 0; id < length; id += 1) {
    const flag = flags[id] ?? 0;
    directories[id] = (flag & COUNTED) === 0 ? 0 : 1;
    proven[id] = (flag & LISTED) !== 0 && files[id] === 0 ? 1 : 0;
    apparent.add(id, table.apparentBytes.get(id));
    allocated.add(id, table.ownBytes.get(id));
    allocated.add(id, table.allocatedBytes.get(id));
  }
  for (const [id, charge] of charges) {
    apparent.add(id, charge.apparentBytes);
    allocated.add(id, charge.allocatedBytes);
  }
  for (let id = length - 1; id >= 0; id -= 1) {
    const parent = parents[id] ?? NO_DIRECTORY;
    if (parent === NO_DIRECTORY) continue;
    files[parent] = (files[parent] ?? 0) + (files[id] ?? 0);
    directories[parent] = (directories[parent] ?? 0) + (directories[id] ?? 0);
    symlinks[parent] = (symlinks[parent] ?? 0) + (symlinks[id] ?? 0);
    others[parent] = (others[parent] ?? 0) + (others[id] ?? 0);
    apparent.add(parent, apparent.get(id));
    allocated.add(parent, allocated.get(id));
    if (proven[id] === 0) proven[parent] = 0;
  }

  return {
    directories,
    allocatedBytes: allocated,
    provenWithoutFiles: proven,
    totals: (id) => ({
      files: files[id] ?? 0,
      directories: directories[id] ?? 0,
      symlinks: symlinks[id] ?? 0,
      others: others[id] ?? 0,
      apparentBytes: apparent.get(id),
      allocatedBytes: allocated.get(id),
    }),
  };
}

import type { Entry } from "@transect/core";
import { numberOfType, ROW_FLAGS } from "./snapshot.js";
import { BLOCK_ROWS, type SnapshotBlock } from "./snapshot-block.js";

/** Makes rows of entries. */
export interface RowBuilder {
  /** Adds an entry behind all that were added. Its directory gets a row first where it has none. */
  add(entry: Entry, digest?: Uint8Array): void;
  /** The row of a directory; one is made where it has none. */
  rowOf(directory: Entry): number;
  /** Whether a block is full. */
  isFull(): boolean;
  /** Takes what has been gathered since it was last taken. */
  take(): SnapshotBlock;
}

/** How many names are made bytes at a time. */
const NAMES_AT_ONCE = 512;

/** A builder without rows. */
export function createRowBuilder(): RowBuilder {
  /** Rows of directories. */
  const known = new Map<Entry, number>();
  let block = newColumns();
  let first = 0;
  let count = 0;
  /** The names of the rows before those of `names`, as bytes: texts that live long are copied again and again. */
  let parts: Uint8Array[] = [];
  let names: string[] = [];
  /** Those of `names` that are not UTF-8, by their places there. */
  let nameBytes = new Map<number, Uint8Array>();
  let exactSizes = new Map<number, bigint>();
  let digests = new Map<number, Uint8Array>();
  /** Entries of one directory mostly follow each other. */
  let lastParent: Entry | undefined;
  let lastRow = 0;

  return { add, rowOf, isFull: () => count >= BLOCK_ROWS, take };

  function add(entry: Entry, digest?: Uint8Array): void {
    if (entry.type === "directory" && known.has(entry)) return;
    append(entry, numberOfType(entry.type), digest);
  }

  function rowOf(directory: Entry): number {
    const row = known.get(directory);
    if (row !== undefined) return row;
    append(directory, numberOfType(directory.type) | ROW_FLAGS.notGiven);
    return first + count - 1;
  }

  function append(entry: Entry, kind: number, digest?: Uint8Array): void {
    const { parent, stat } = entry;
    if (parent !== lastParent) {
      lastRow = parent === undefined ? 0 : rowOf(parent);
      lastParent = parent;
    }
    // Directories that had no row may have gone before this one and filled the block beyond its usual length.
    if (count === block.kinds.length) block = grown(block);
    const row = count;
    count += 1;
    if (entry.type === "directory" || parent === undefined) known.set(entry, first + row);
    block.parents[row] = lastRow;
    block.kinds[row] = digest === undefined ? kind : kind | ROW_FLAGS.hashed;
    if (digest !== undefined) digests.set(row, digest);
    if (parent !== undefined && entry.nameBytes !== undefined) nameBytes.set(names.length, entry.nameBytes);
    names.push(parent === undefined ? "" : entry.name);
    if (names.length === NAMES_AT_ONCE) encodeNames();
    if (stat === undefined) return;
    if (typeof stat.size === "number") block.sizes[row] = stat.size;
    else exactSizes.set(row, stat.size);
    block.blocks[row] = stat.blocks;
    block.times[row] = Math.round(stat.mtimeMs * 1000);
    block.inodes[row] = Number.isSafeInteger(stat.ino) ? stat.ino : 0;
    block.devices[row] = stat.dev;
    block.links[row] = stat.nlink;
  }

  function encodeNames(): void {
    if (parts.length > 0) parts.push(SEPARATOR);
    parts.push(joined(names, nameBytes));
    names = [];
    nameBytes = new Map();
  }

  function take(): SnapshotBlock {
    if (names.length > 0) encodeNames();
    const taken = { ...cut(block, count), count, names: Buffer.concat(parts), exactSizes, digests };
    first += count;
    count = 0;
    block = newColumns();
    parts = [];
    exactSizes = new Map();
    digests = new Map();
    return taken;
  }
}

type Columns = Omit<SnapshotBlock, "count" | "names" | "exactSizes" | "digests">;

function newColumns(rows = BLOCK_ROWS): Columns {
  return {
    parents: new Uint32Array(rows),
    kinds: new Uint8Array(rows),
    sizes: new Float64Array(rows),
    blocks: new Float64Array(rows),
    times: new Float64Array(rows),
    inodes: new Float64Array(rows),
    devices: new Float64Array(rows),
    links: new Uint32Array(rows),
  };
}

function grown(from: Columns): Columns {
  const to = newColumns(from.kinds.length * 2);
  to.parents.set(from.parents);
  to.kinds.set(from.kinds);
  to.sizes.set(from.sizes);
  to.blocks.set(from.blocks);
  to.times.set(from.times);
  to.inodes.set(from.inodes);
  to.devices.set(from.devices);
  to.links.set(from.links);
  return to;
}

function cut(columns: Columns, count: number): Columns {
  return {
    parents: columns.parents.subarray(0, count),
    kinds: columns.kinds.subarray(0, count),
    sizes: columns.sizes.subarray(0, count),
    blocks: columns.blocks.subarray(0, count),
    times: columns.times.subarray(0, count),
    inodes: columns.inodes.subarray(0, count),
    devices: columns.devices.subarray(0, count),
    links: columns.links.subarray(0, count),
  };
}

/** The bytes of names with NUL between them. Those that are not UTF-8 stand as they are. */
function joined(names: readonly string[], nameBytes: ReadonlyMap<number, Uint8Array>): Uint8Array {
  if (nameBytes.size === 0) return Buffer.from(names.join("\0"));
  const parts: Uint8Array[] = [];
  let from = 0;
  for (const [row, bytes] of nameBytes) {
    parts.push(
      Buffer.from(
        names
          .slice(from, row)
          .map((name) => `${name}\0`)
          .join(""),
      ),
      bytes,
      SEPARATOR,
    );
    from = row + 1;
  }
  parts.push(Buffer.from(names.slice(from).join("\0")));
  const whole = Buffer.concat(parts);
  // Behind the last name there is nothing.
  return from === names.length ? whole.subarray(0, -1) : whole;
}

const SEPARATOR = Uint8Array.of(0);

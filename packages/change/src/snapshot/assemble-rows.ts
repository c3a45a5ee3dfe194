import type { SnapshotRows } from "./snapshot.js";
import type { SnapshotBlock } from "./snapshot-block.js";

/** Gathers blocks into rows. */
export interface RowAssembler {
  /** Appends a block. */
  add(block: SnapshotBlock): void;
  /** All rows, with the directories of which something could not be read. */
  finish(unread: Iterable<number>): SnapshotRows;
}

/**
 * Rows without any.
 *
 * @param capacity how many rows there will be, where that is known: it spares making the columns larger on the way.
 */
export function createRowAssembler(capacity = 0): RowAssembler {
  let count = 0;
  const names: string[] = [];
  const exactSizes = new Map<number, bigint>();
  const digests = new Map<number, string>();
  const parents = createColumn<Uint32Array>((length) => new Uint32Array(length), capacity);
  const kinds = createColumn<Uint8Array>((length) => new Uint8Array(length), capacity);
  const links = createColumn<Uint32Array>((length) => new Uint32Array(length), capacity);
  const doubles = (): Column<Float64Array> => createColumn((length) => new Float64Array(length), capacity);
  const [sizes, blocks, times, inodes, devices] = [doubles(), doubles(), doubles(), doubles(), doubles()];

  return {
    add(block) {
      parents.append(block.parents);
      kinds.append(block.kinds);
      sizes.append(block.sizes);
      blocks.append(block.blocks);
      times.append(block.times);
      inodes.append(block.inodes);
      devices.append(block.devices);
      links.append(block.links);
      if (block.count > 0) for (const name of latin1(block.names).split("\0")) names.push(name);
      for (const [row, size] of block.exactSizes) exactSizes.set(count + row, size);
      for (const [row, digest] of block.digests) digests.set(count + row, latin1(digest));
      count += block.count;
    },
    finish: (unread) => ({
      count,
      names,
      exactSizes,
      digests,
      unread: new Set(unread),
      parents: parents.all(),
      kinds: kinds.all(),
      sizes: sizes.all(),
      blocks: blocks.all(),
      times: times.all(),
      inodes: inodes.all(),
      devices: devices.all(),
      links: links.all(),
    }),
  };
}

type Numbers = Uint8Array | Uint32Array | Float64Array;

interface Column<T extends Numbers> {
  append(values: T): void;
  all(): T;
}

function createColumn<T extends Numbers>(make: (length: number) => T, capacity: number): Column<T> {
  let values = make(capacity);
  let count = 0;
  return {
    append(more) {
      if (count + more.length > values.length) {
        const larger = make(Math.max(count + more.length, values.length * 2));
        larger.set(values.subarray(0, count));
        values = larger;
      }
      values.set(more, count);
      count += more.length;
    },
    all: () => values.subarray(0, count) as T,
  };
}

function latin1({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, length).toString("latin1");
}

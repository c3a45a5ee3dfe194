import { promisify } from "node:util";
import { brotliCompress, brotliDecompress, constants, crc32 } from "node:zlib";
import { decodeNumbers, encodeNumbers, type NumberEncoding } from "./columns.js";
import { ROW_FLAGS } from "./snapshot.js";
import type { SnapshotBlock } from "./snapshot-block.js";

/** A column as it lies in a file. */
interface StoredColumn {
  readonly encoding: NumberEncoding | "bytes";
  /** Its length in the file. */
  readonly stored: number;
  /** Its length before it was compressed. */
  readonly raw: number;
  /** The CRC-32 of what is stored. */
  readonly crc32: number;
}

/** A block as it lies in a file: columns behind each other in the order of {@link COLUMNS}. */
export interface StoredBlock {
  readonly rows: number;
  readonly columns: readonly StoredColumn[];
}

/** The columns of a block, in the order in which they lie in a file. `format.md` says what each holds. */
export const COLUMNS = [
  "parents",
  "names",
  "kinds",
  "sizes",
  "exactSizes",
  "blocks",
  "times",
  "inodes",
  "devices",
  "links",
  "digests",
] as const;

/** Compresses the columns of a block, on threads of their own. `design.md` says why brotli, and these qualities. */
export async function packBlock(block: SnapshotBlock): Promise<{ stored: StoredBlock; bytes: readonly Uint8Array[] }> {
  const packed = await Promise.all(
    encodeBlock(block).map(async ({ encoding, bytes }, place) => {
      const params = HARDLY_REPEATS.has(COLUMNS[place]) ? QUICK : THOROUGH;
      const stored: Uint8Array = bytes.length === 0 ? bytes : await compress(bytes, { params, chunkSize: CHUNK });
      const column = { encoding, stored: stored.length, raw: bytes.length, crc32: crc32(stored) };
      return { column, stored };
    }),
  );
  return {
    stored: { rows: block.count, columns: packed.map(({ column }) => column) },
    bytes: packed.map(({ stored }) => stored),
  };
}

/** Reads what {@link packBlock} made; `undefined` where that is not what it says it is. */
export async function unpackBlock(
  bytes: Uint8Array,
  { rows, columns }: StoredBlock,
): Promise<SnapshotBlock | undefined> {
  let at = 0;
  const parts = columns.map((column) => {
    at += column.stored;
    return { column, part: bytes.subarray(at - column.stored, at) };
  });
  if (parts.some(({ column, part }) => crc32(part) !== column.crc32)) return undefined;
  const raw = await Promise.all(
    parts.map(({ column, part }) =>
      column.raw === 0 ? part : decompress(part, { maxOutputLength: column.raw }).catch(() => undefined),
    ),
  );
  const encoded: Encoded[] = [];
  for (const [index, { column }] of parts.entries()) {
    const part = raw[index];
    if (part?.length !== column.raw) return undefined;
    encoded.push({ encoding: column.encoding, bytes: part });
  }
  return decodeBlock(rows, encoded);
}

/** Columns with nothing to be found by looking longer: all alike, or no two. */
const HARDLY_REPEATS: ReadonlySet<string | undefined> = new Set(["kinds", "sizes", "inodes", "devices", "links"]);
/** With a window of 1 MiB. */
const THOROUGH = { [constants.BROTLI_PARAM_QUALITY]: 3, [constants.BROTLI_PARAM_LGWIN]: 20 };
const QUICK = { ...THOROUGH, [constants.BROTLI_PARAM_QUALITY]: 1 };
/** What is compressed comes in pieces of this length: each is a turn of the event loop. */
const CHUNK = 256 * 1024;
const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);

interface Encoded {
  readonly encoding: StoredColumn["encoding"];
  readonly bytes: Uint8Array;
}

/** Most files take the blocks of 4 KiB that they need: what is written is how far a file is from that. */
const USUAL_BLOCK = 4096;

function usualBlocks(size: number): number {
  return Math.ceil(size / USUAL_BLOCK) * (USUAL_BLOCK / 512);
}

function encodeBlock(block: SnapshotBlock): Encoded[] {
  const { count, sizes, blocks } = block;
  const surplus = blocks.map((value, row) => value - usualBlocks(sizes[row] ?? 0));
  const exact = BigUint64Array.from([...block.exactSizes].flatMap(([row, size]) => [BigInt(row), size]));
  const digests = [...block.digests].sort(([a], [b]) => a - b).map(([, digest]) => digest);
  return [
    encodeNumbers(block.parents, "delta"),
    { encoding: "bytes", bytes: count === 0 ? new Uint8Array(0) : block.names },
    { encoding: "bytes", bytes: block.kinds },
    encodeNumbers(sizes, "varint"),
    { encoding: "bytes", bytes: new Uint8Array(exact.buffer) },
    encodeNumbers(surplus, "delta"),
    encodeNumbers(block.times, "delta"),
    encodeNumbers(block.inodes, "delta"),
    encodeNumbers(block.devices, "delta"),
    encodeNumbers(block.links, "varint"),
    { encoding: "bytes", bytes: Buffer.concat(digests) },
  ];
}

function decodeBlock(count: number, encoded: readonly Encoded[]): SnapshotBlock | undefined {
  const [
    parentPart,
    names,
    kinds,
    sizePart,
    exactPart,
    surplus,
    timePart,
    inodePart,
    devicePart,
    linkPart,
    digestPart,
  ] = encoded;
  const parents = new Uint32Array(count);
  const sizes = new Float64Array(count);
  const blocks = new Float64Array(count);
  const times = new Float64Array(count);
  const inodes = new Float64Array(count);
  const devices = new Float64Array(count);
  const links = new Uint32Array(count);
  const isWhole =
    readInto(parentPart, parents) &&
    readInto(sizePart, sizes) &&
    readInto(surplus, blocks) &&
    readInto(timePart, times) &&
    readInto(inodePart, inodes) &&
    readInto(devicePart, devices) &&
    readInto(linkPart, links);
  if (!isWhole || names === undefined || kinds?.bytes.length !== count) return undefined;
  if (countNames(names.bytes) !== count) return undefined;
  for (let row = 0; row < count; row += 1) blocks[row] = (blocks[row] ?? 0) + usualBlocks(sizes[row] ?? 0);
  const exactSizes = readExact(exactPart?.bytes, count);
  const digests = readDigests(digestPart?.bytes, kinds.bytes);
  if (exactSizes === undefined || digests === undefined) return undefined;
  return {
    count,
    parents,
    names: names.bytes,
    kinds: kinds.bytes,
    sizes,
    exactSizes,
    blocks,
    times,
    inodes,
    devices,
    links,
    digests,
  };
}

function readInto(part: Encoded | undefined, into: Float64Array | Uint32Array): boolean {
  return part !== undefined && part.encoding !== "bytes" && decodeNumbers({ ...part, encoding: part.encoding }, into);
}

function countNames(bytes: Uint8Array): number {
  let separators = 0;
  for (const byte of bytes) if (byte === 0) separators += 1;
  return separators + 1;
}

function readExact(bytes: Uint8Array | undefined, count: number): Map<number, bigint> | undefined {
  if (bytes === undefined || bytes.length % 16 !== 0) return undefined;
  const values = new BigUint64Array(Uint8Array.from(bytes).buffer);
  const exact = new Map<number, bigint>();
  for (let at = 0; at < values.length; at += 2) exact.set(Number(values[at]), values[at + 1] ?? 0n);
  return [...exact.keys()].every((row) => row < count) ? exact : undefined;
}

/** Digests are of one length, and lie in the order of the rows that have one. */
function readDigests(bytes: Uint8Array | undefined, kinds: Uint8Array): Map<number, Uint8Array> | undefined {
  const rows = [...kinds.keys()].filter((row) => ((kinds[row] ?? 0) & ROW_FLAGS.hashed) !== 0);
  const length = (bytes?.length ?? 0) / rows.length;
  if (rows.length === 0) return bytes?.length === 0 ? new Map() : undefined;
  if (bytes === undefined || length === 0 || !Number.isInteger(length)) return undefined;
  return new Map(rows.map((row, index) => [row, bytes.subarray(index * length, (index + 1) * length)]));
}

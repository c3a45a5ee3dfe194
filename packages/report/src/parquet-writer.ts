import { baseName, type Entry, extensionOf, multiplyBytes } from "@transect/core";
import { ByteWriter, type ColumnSource, ParquetWriter } from "hyparquet-writer";

/** Where the bytes of a Parquet file go. */
export interface ParquetOptions {
  /** Takes bytes, which follow each other. They are its own to keep. */
  readonly write: (bytes: Uint8Array) => Promise<void> | void;
  /** The rows of a row group: what is held in memory at a time. From 1 to 1,000,000; default 65,536. */
  readonly rowGroupSize?: number | undefined;
}

/** The defaults of {@link ParquetOptions}. */
export const PARQUET_DEFAULTS: { readonly rowGroupSize: number } = { rowGroupSize: 65_536 };

/** Writes entries as rows of a Parquet file. */
export interface EntryParquetWriter {
  /** Adds rows, in order. Resolves once what has become whole row groups is written. */
  add(entries: readonly Entry[]): Promise<void>;
  /** Writes what is left, and the footer. Nothing can be added then. */
  finish(): Promise<void>;
}

type Schema = ConstructorParameters<typeof ParquetWriter>[0]["schema"];

/** A column: how it is declared and encoded, and what it holds of an entry. */
interface Column {
  readonly element: Schema[number];
  readonly encoding?: ColumnSource["encoding"];
  /** Whether the smallest and largest value of each row group are noted: paths in no order gain nothing by it. */
  readonly statistics?: boolean;
  readonly read: (entry: Entry) => string | number | bigint | Uint8Array | null;
}

const TEXT = { type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "REQUIRED" } as const;
const INTEGER = { type: "INT64", repetition_type: "OPTIONAL" } as const;
const MOMENT = {
  type: "INT64",
  converted_type: "TIMESTAMP_MICROS",
  logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MICROS" },
  repetition_type: "OPTIONAL",
} as const;

/** Neighbours mostly share their beginning: each path is written as how much, and the rest. */
const COLUMNS: readonly Column[] = [
  { element: { name: "root", ...TEXT }, read: (entry) => entry.root.name },
  { element: { name: "path", ...TEXT }, encoding: "DELTA_BYTE_ARRAY", statistics: false, read: (entry) => entry.path },
  {
    element: { name: "path_bytes", type: "BYTE_ARRAY", repetition_type: "OPTIONAL" },
    statistics: false,
    read: (entry) => entry.pathBytes ?? null,
  },
  { element: { name: "type", ...TEXT }, read: (entry) => entry.type },
  {
    element: { name: "depth", type: "INT32", repetition_type: "REQUIRED" },
    encoding: "DELTA_BINARY_PACKED",
    read: (entry) => entry.depth,
  },
  { element: { name: "extension", ...TEXT }, read: extension },
  {
    element: { name: "size", ...INTEGER },
    encoding: "DELTA_BINARY_PACKED",
    read: ({ stat }) => (stat === undefined ? null : BigInt(stat.size)),
  },
  {
    element: { name: "allocated", ...INTEGER },
    encoding: "DELTA_BINARY_PACKED",
    read: ({ stat }) => (stat === undefined ? null : BigInt(multiplyBytes(stat.blocks, 512))),
  },
  {
    element: { name: "mtime", ...MOMENT },
    encoding: "DELTA_BINARY_PACKED",
    read: ({ stat }) => (stat === undefined ? null : microseconds(stat.mtimeMs)),
  },
];

/**
 * Writes entries as an Apache Parquet file, one row each: `root`, `path`, `type`, `depth`, `extension` (empty for what
 * is no file), `size`, `allocated` (both in bytes), `mtime` (UTC, in microseconds); null where a walk did not ask for
 * it. A path that is not valid UTF-8 is there with U+FFFD, and its exact bytes in `path_bytes`, which is null otherwise.
 *
 * It streams: memory holds one row group. Throws a `RangeError` for a bad `rowGroupSize`.
 */
export function createParquetWriter(options: ParquetOptions): EntryParquetWriter {
  const { write, rowGroupSize = PARQUET_DEFAULTS.rowGroupSize } = options;
  if (!Number.isInteger(rowGroupSize) || rowGroupSize < 1 || rowGroupSize > MOST_ROWS) {
    throw new RangeError(`rowGroupSize is ${rowGroupSize}: expected a whole number from 1 to ${MOST_ROWS}`);
  }
  const output = new ByteWriter();
  const schema: Schema = [{ name: "entries", num_children: COLUMNS.length }, ...COLUMNS.map(({ element }) => element)];
  const writer = new ParquetWriter({ writer: output, schema, createdBy: "transect" });
  let rows: Entry[] = [];

  return {
    async add(entries) {
      for (const entry of entries) {
        rows.push(entry);
        if (rows.length === rowGroupSize) await writeGroup();
      }
    },
    async finish() {
      if (rows.length > 0) await writeGroup();
      await writer.finish();
      await flush();
    },
  };

  async function writeGroup(): Promise<void> {
    const columnData = COLUMNS.map(({ element, encoding, statistics, read }) => ({
      name: element.name,
      data: rows.map(read),
      ...(encoding === undefined ? {} : { encoding }),
      ...(statistics === undefined ? {} : { statistics }),
    }));
    rows = [];
    await writer.write({ columnData, rowGroupSize });
    await flush();
  }

  /** Hands on what has been encoded and lets its memory be used again. */
  async function flush(): Promise<void> {
    const bytes = output.getBytes().slice();
    output.index = 0;
    await write(bytes);
  }
}

const MOST_ROWS = 1_000_000;
/** Parquet counts in 64 bits. */
const LAST_MICROSECOND = 2 ** 63;

function extension({ type, name, parent }: Entry): string {
  return type === "file" ? extensionOf(parent === undefined ? baseName(name) : name) : "";
}

function microseconds(ms: number): bigint | null {
  const time = Math.round(ms * 1000);
  return Math.abs(time) < LAST_MICROSECOND ? BigInt(time) : null;
}

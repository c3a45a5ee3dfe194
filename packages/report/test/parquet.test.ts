import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Entry, type EntryStat } from "@transect/core";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { describe, expect, it } from "vitest";
import { createParquetWriter, type ParquetOptions } from "../src/parquet.js";

const STAT: EntryStat = { size: 0, blocks: 0, mtimeMs: 0, nlink: 1, dev: 1, ino: 1, mode: 0 };

/** A small tree in which everything is unlike the rest. */
function entries(): Entry[] {
  const root = new Entry({ name: "root", type: "directory", stat: { ...STAT, blocks: 8 } });
  const deep = new Entry({ parent: root, name: "dé", type: "directory", stat: STAT });
  const nameBytes = Uint8Array.from([0x66, 0xff, 0x2e, 0x54]);
  return [
    root,
    deep,
    new Entry({ parent: deep, name: "a.tar.GZ", type: "file", stat: { ...STAT, size: 2n ** 60n, mtimeMs: 1.75 } }),
    new Entry({ parent: deep, name: "f\uFFFD.T", nameBytes, type: "file", stat: { ...STAT, size: 5, blocks: 16 } }),
    new Entry({ parent: root, name: "old", type: "symlink", stat: { ...STAT, size: 3, mtimeMs: -86_400_000 } }),
    new Entry({ parent: root, name: "far", type: "other", stat: { ...STAT, mtimeMs: 1e300 } }),
    new Entry({ parent: root, name: "unknown", type: "file" }),
  ];
}

const EXPECTED = [
  ["root", ".", null, "directory", 0, "", 0n, 4096n, 0],
  ["root", "dé", null, "directory", 1, "", 0n, 0n, 0],
  ["root", "dé/a.tar.GZ", null, "file", 2, ".gz", 2n ** 60n, 0n, 1750],
  ["root", "dé/f\uFFFD.T", "64c3a92f66ff2e54", "file", 2, ".t", 5n, 8192n, 0],
  ["root", "old", null, "symlink", 1, "", 3n, 0n, -86_400_000_000],
  ["root", "far", null, "other", 1, "", 0n, 0n, null],
  ["root", "unknown", null, "file", 1, "", null, null, null],
];

/** The file's bytes, and how many times some of them were handed on. */
async function write(
  all: readonly Entry[],
  options: Omit<ParquetOptions, "write"> = {},
): Promise<{ file: Buffer; parts: number[] }> {
  const parts: Uint8Array[] = [];
  const writer = createParquetWriter({ ...options, write: (bytes) => void parts.push(bytes) });
  for (let at = 0; at < all.length; at += 3) await writer.add(all.slice(at, at + 3));
  await writer.finish();
  return { file: Buffer.concat(parts), parts: parts.map(({ length }) => length) };
}

async function read(file: Buffer): Promise<unknown[][]> {
  const bytes = new Uint8Array(file).buffer;
  const rows = await parquetReadObjects({ file: bytes, utf8: false });
  return rows.map(({ mtime, path_bytes: exact, ...row }) => {
    const hex = exact instanceof Uint8Array ? Buffer.from(exact).toString("hex") : exact;
    // The reader's dates end at milliseconds.
    const time = mtime instanceof Date ? mtime.getTime() : mtime;
    return [
      row["root"],
      row["path"],
      hex,
      row["type"],
      row["depth"],
      row["extension"],
      row["size"],
      row["allocated"],
      time,
    ];
  });
}

describe("a listing as Parquet", () => {
  it.each([1, 2, 65_536])("is read back as it was, in row groups of %i", async (rowGroupSize) => {
    const { file, parts } = await write(entries(), { rowGroupSize });
    const inMilliseconds = EXPECTED.map((row) => [...row.slice(0, -1), toMilliseconds(row.at(-1))]);
    expect(await read(file)).toEqual(inMilliseconds);
    const groups = parquetMetadata(new Uint8Array(file).buffer).row_groups.length;
    expect([groups, parts.length]).toEqual([Math.ceil(7 / rowGroupSize), groups + 1]);
  });

  it("of nothing has no rows", async () => {
    expect(await read((await write([])).file)).toEqual([]);
  });

  it("has no row group of a size that cannot be", () => {
    const message = "rowGroupSize is 0: expected a whole number from 1 to 1000000";
    expect(() => createParquetWriter({ write: () => {}, rowGroupSize: 0 })).toThrow(message);
  });

  it("is read alike by Apache Arrow, to the microsecond", async ({ skip }) => {
    if (spawnSync("python3", ["-c", "import pyarrow.parquet"]).status !== 0) return skip("there is no pyarrow here");
    const folder = mkdtempSync(path.join(os.tmpdir(), "transect-parquet-"));
    try {
      const file = path.join(folder, "x.parquet");
      writeFileSync(file, (await write(entries(), { rowGroupSize: 3 })).file);
      const rows: unknown[][] = JSON.parse(execFileSync("python3", ["-c", ARROW, file], { encoding: "utf8" }));
      expect(rows).toEqual(EXPECTED.map((row) => row.map((cell) => (typeof cell === "bigint" ? String(cell) : cell))));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

function toMilliseconds(time: unknown): unknown {
  return typeof time === "number" ? Math.floor(time / 1000) : time;
}

/** Prints every row, 64-bit numbers as text and times as microseconds. */
const ARROW = `
import json, sys, pyarrow as pa, pyarrow.parquet as pq
table = pq.read_table(sys.argv[1])
assert table.schema.field("mtime").type == pa.timestamp("us", tz="UTC"), table.schema
table = table.set_column(8, "mtime", table["mtime"].cast(pa.int64()))
rows = [list(row.values()) for row in table.to_pylist()]
for row in rows:
    row[2] = None if row[2] is None else row[2].hex()
    row[6:8] = [None if cell is None else str(cell) for cell in row[6:8]]
print(json.dumps(rows))
`;

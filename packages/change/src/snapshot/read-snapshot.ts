import { type FileHandle, open } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { parseExact, systemSentence } from "@transect/core";
import { createRowAssembler } from "./assemble-rows.js";
import { COLUMNS, type StoredBlock, unpackBlock } from "./block-columns.js";
import { SNAPSHOT_VERSION, type Snapshot, type SnapshotRows, type SnapshotSummary } from "./snapshot.js";
import { SnapshotError } from "./snapshot-error.js";
import { HEAD_BYTES, MAGIC, type SnapshotFooter, TAIL_BYTES } from "./snapshot-file.js";

/**
 * Reads a snapshot: about 100 bytes of memory for each entry, and its name.
 *
 * Rejects with a {@link SnapshotError} that says what is wrong: the file is no snapshot, is cut short or damaged
 * (every byte is under a checksum), was written by a later version, or cannot be read.
 */
export function readSnapshot(file: string): Promise<Snapshot> {
  return withFooter(file, async ({ summary, unread, blocks }, handle) => {
    const assembler = createRowAssembler(blocks.reduce((sum, { rows }) => sum + rows, 0));
    let at = HEAD_BYTES;
    for (const stored of blocks) {
      const length = stored.columns.reduce((sum, column) => sum + column.stored, 0);
      const block = await unpackBlock(await readAt(handle, at, length), stored);
      if (block === undefined) throw damaged(file);
      assembler.add(block);
      at += length;
    }
    const rows = assembler.finish(unread);
    if (!isTree(rows)) throw damaged(file);
    return { summary, rows };
  });
}

/** Reads what a snapshot says of itself, without its rows. Rejects as {@link readSnapshot}. */
export function readSnapshotSummary(file: string): Promise<SnapshotSummary> {
  return withFooter(file, async ({ summary }) => summary);
}

async function withFooter<T>(
  file: string,
  read: (footer: SnapshotFooter, handle: FileHandle) => Promise<T>,
): Promise<T> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, "r");
    return await read(await readFooter(file, handle), handle);
  } catch (cause) {
    if (cause instanceof SnapshotError || !(cause instanceof Error)) throw cause;
    throw new SnapshotError({ code: "system", file, reason: systemSentence(cause), cause });
  } finally {
    await handle?.close();
  }
}

async function readFooter(file: string, handle: FileHandle): Promise<SnapshotFooter> {
  const { size } = await handle.stat();
  const head = await readAt(handle, 0, Math.min(size, HEAD_BYTES));
  if (!head.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw new SnapshotError({ code: "foreign", file, reason: "is no snapshot of Transect" });
  }
  if (size < HEAD_BYTES + TAIL_BYTES) throw damaged(file);
  const version = head.readUInt32LE(8);
  if (version > SNAPSHOT_VERSION) {
    const reason = `was written by a later Transect, in version ${version} of the format; this one reads up to ${SNAPSHOT_VERSION}`;
    throw new SnapshotError({ code: "newer", file, reason });
  }
  const tail = await readAt(handle, size - TAIL_BYTES, TAIL_BYTES);
  const length = tail.readUInt32LE(0);
  const end = size - TAIL_BYTES;
  if (!tail.subarray(8).equals(MAGIC) || length > end - HEAD_BYTES || head.readUInt32LE(12) !== 0) throw damaged(file);
  const json = await readAt(handle, end - length, length);
  if (crc32(json) !== tail.readUInt32LE(4)) throw damaged(file);
  const footer = parseExact(json.toString());
  if (!isFooter(footer) || footer.version !== version) throw damaged(file);
  const stored = footer.blocks.flatMap(({ columns }) => columns).reduce((sum, column) => sum + column.stored, 0);
  if (HEAD_BYTES + stored + length + TAIL_BYTES !== size) throw damaged(file);
  return footer;
}

function isFooter(value: unknown): value is SnapshotFooter {
  if (typeof value !== "object" || value === null) return false;
  const { format, summary, unread, blocks } = value as Partial<SnapshotFooter>;
  const hasParts = format === "transect-snapshot" && typeof summary === "object" && Array.isArray(unread);
  return hasParts && Array.isArray(blocks) && blocks.every(isStoredBlock);
}

function isStoredBlock({ rows, columns }: StoredBlock): boolean {
  const isLength = (length: number): boolean => Number.isSafeInteger(length) && length >= 0;
  return (
    isLength(rows) &&
    columns.length === COLUMNS.length &&
    columns.every(({ stored, raw }) => isLength(stored) && isLength(raw))
  );
}

/** Whether there is a root, and every other row lies in one before it: so no path goes round in circles. */
function isTree({ count, parents }: SnapshotRows): boolean {
  for (let row = 1; row < count; row += 1) if ((parents[row] ?? 0) >= row) return false;
  return count > 0;
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) throw new Error("ended before its end");
    filled += bytesRead;
  }
  return buffer;
}

function damaged(file: string): SnapshotError {
  return new SnapshotError({ code: "damaged", file, reason: "is cut short or damaged" });
}

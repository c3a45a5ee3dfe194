import { mkdir } from "node:fs/promises";
import path from "node:path";
import { crc32 } from "node:zlib";
import type { NewFile } from "@transect/content";
import { OptionError, stringifyExact, systemSentence } from "@transect/core";
import { packBlock, type StoredBlock } from "./block-columns.js";
import { type CollectedRows, collectRows } from "./collect-rows.js";
import { SNAPSHOT_VERSION, type SnapshotSummary } from "./snapshot.js";
import type { SnapshotBlock } from "./snapshot-block.js";
import { SnapshotError } from "./snapshot-error.js";
import { HEAD_BYTES, MAGIC, type SnapshotFooter, TAIL_BYTES } from "./snapshot-file.js";
import type { SnapshotOptions } from "./snapshot-options.js";

/** Where a snapshot goes, and what it is to hold. */
export interface SaveOptions extends SnapshotOptions {
  /** The file to write. Its folder is made where there is none. */
  readonly file: string;
  /** Whether a file that is there may be replaced. Default false. */
  readonly overwrite?: boolean | undefined;
}

/**
 * Walks a tree and writes it down, block by block: memory does not grow with files. The file gets its name once all of
 * it is on the disk; whatever fails before leaves what was there.
 *
 * Rejects with an `OptionError` for a bad option, and with a {@link SnapshotError} where the root cannot be read, the
 * walk is stopped, or the file cannot be written. What cannot be read below the root is in the summary's `errors`.
 */
export async function saveSnapshot(root: string, options: SaveOptions): Promise<SnapshotSummary> {
  const { file, overwrite, ...rest } = options;
  if (typeof file !== "string" || file === "") {
    throw new OptionError({ option: "file", value: file, expected: "the path of a file to write" });
  }
  if (overwrite !== undefined && typeof overwrite !== "boolean") {
    throw new OptionError({ option: "overwrite", value: overwrite, expected: "true or false" });
  }
  const { createNewFile } = await import("@transect/content");
  let output: NewFile | undefined;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    output = await createNewFile({ file, overwrite });
    const writer = createBlockWriter(output);
    const collected = await collectRows(root, rest, writer.add);
    await writer.finish(collected);
    await output.commit();
    return collected.summary;
  } catch (cause) {
    await output?.abandon();
    throw isSystemError(cause) ? systemError(file, cause) : cause;
  }
}

/** Blocks that are compressed at once: more would be memory for nothing. */
const BLOCKS_AT_ONCE = 4;

/** Compresses blocks side by side and writes them in order. */
function createBlockWriter(output: NewFile): {
  add(block: SnapshotBlock): Promise<void>;
  finish(collected: CollectedRows): Promise<void>;
} {
  const stored: StoredBlock[] = [];
  const underWay: Promise<void>[] = [];
  let last = output.write(head());
  // Who awaits it is told; before that it must not count as unheard of.
  last.catch(() => {});
  return {
    async add(block) {
      const packed = packBlock(block);
      const before = last;
      last = (async () => {
        const [{ stored: description, bytes }] = await Promise.all([packed, before]);
        stored.push(description);
        for (const part of bytes) await output.write(part);
      })();
      last.catch(() => {});
      underWay.push(last);
      if (underWay.length >= BLOCKS_AT_ONCE) await underWay.shift();
    },
    async finish({ summary, unread }) {
      await last;
      const footer: SnapshotFooter = {
        format: "transect-snapshot",
        version: SNAPSHOT_VERSION,
        summary,
        unread,
        blocks: stored,
      };
      const json = Buffer.from(stringifyExact(footer));
      const tail = Buffer.alloc(TAIL_BYTES);
      tail.writeUInt32LE(json.length, 0);
      tail.writeUInt32LE(crc32(json), 4);
      tail.set(MAGIC, 8);
      await output.write(json);
      await output.write(tail);
    },
  };
}

function head(): Uint8Array {
  const bytes = Buffer.alloc(HEAD_BYTES);
  bytes.set(MAGIC, 0);
  bytes.writeUInt32LE(SNAPSHOT_VERSION, 8);
  return bytes;
}

function isSystemError(cause: unknown): cause is Error & { readonly code: string } {
  return cause instanceof Error && "syscall" in cause && "code" in cause;
}

function systemError(file: string, cause: Error & { readonly code: string }): SnapshotError {
  if (cause.code === "EEXIST") return new SnapshotError({ code: "exists", file, reason: "it exists already", cause });
  return new SnapshotError({ code: "system", file, reason: systemSentence(cause), cause });
}

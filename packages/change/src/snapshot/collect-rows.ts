import path from "node:path";
import {
  addBytes,
  type Bytes,
  Entry,
  multiplyBytes,
  type ReportedError,
  reportedPlace,
  systemCode,
  systemSentence,
  type Totals,
  type WalkError,
} from "@transect/core";
import { type WalkItem, walkBatches } from "@transect/walker-parallel";
import { createRowBuilder } from "./row-builder.js";
import { SNAPSHOT_ERRORS, type SnapshotSummary } from "./snapshot.js";
import type { SnapshotBlock } from "./snapshot-block.js";
import { SnapshotError } from "./snapshot-error.js";
import type { SnapshotOptions } from "./snapshot-options.js";
import { rulesOf } from "./snapshot-rules.js";

/** What rows say together. */
export interface CollectedRows {
  readonly summary: SnapshotSummary;
  /** The rows of directories of which something could not be read. */
  readonly unread: readonly number[];
}

/**
 * Walks a tree and gives its rows block by block. The walk goes on while a block is dealt with, unless it must wait.
 *
 * Rejects with a `SnapshotError` where the root cannot be read or the walk is stopped: half a tree would pass for one
 * that shrank.
 */
export async function collectRows(
  root: string,
  options: SnapshotOptions,
  onBlock: (block: SnapshotBlock) => Promise<void> | void,
): Promise<CollectedRows> {
  const { digest, now = Date.now, ...walkOptions } = options;
  const takenAtMs = now();
  const builder = createRowBuilder();
  const totals = createTotals();
  const unread = new Set<number>();
  const errors: ReportedError[] = [];
  let errorCount = 0;
  let entries = 0;

  for await (const batch of walkBatches(root, { ...walkOptions, stat: true })) {
    const digests = digest === undefined ? undefined : await digestsOf(batch, digest.digestOf);
    for (const item of batch) {
      if (item.type === "error") {
        noteError(item);
        continue;
      }
      entries += 1;
      totals.add(item);
      const hashed = digests?.get(item);
      builder.add(item, hashed instanceof Error ? undefined : hashed);
      if (hashed instanceof Error && systemCode(hashed) !== "ENOENT") {
        addError(item, { operation: "read", code: systemCode(hashed), message: systemSentence(hashed) });
      }
      if (builder.isFull()) await onBlock(builder.take());
    }
  }
  await onBlock(builder.take());
  const summary: SnapshotSummary = {
    root: path.resolve(root),
    takenAtMs,
    rules: rulesOf(walkOptions),
    ...(digest === undefined ? {} : { digest: digest.name }),
    entries,
    totals: totals.finish(),
    errors: { count: errorCount, leftOut: errorCount - errors.length, list: errors },
  };
  return { summary, unread: [...unread] };

  function noteError(error: WalkError): void {
    const { entry, operation, code, message } = error;
    if (operation === "walk") throw new SnapshotError({ code: "stopped", file: root, reason: `stopped (${code})` });
    if (entry.parent === undefined && entry.type !== "directory")
      throw new SnapshotError({ code: "system", file: root, reason: message });
    unread.add(builder.rowOf(entry.type === "directory" || entry.parent === undefined ? entry : entry.parent));
    addError(entry, { operation, code, message });
  }

  function addError(entry: Entry, said: Pick<ReportedError, "operation" | "code" | "message">): void {
    errorCount += 1;
    if (errors.length === SNAPSHOT_ERRORS) return;
    errors.push({ ...reportedPlace(root, entry), ...said });
  }
}

/** The digests of the files of a batch, a few at a time, or why there is none. */
async function digestsOf(
  batch: readonly WalkItem[],
  digestOf: (file: Entry) => Promise<Uint8Array>,
): Promise<ReadonlyMap<Entry, Uint8Array | Error>> {
  const digests = new Map<Entry, Uint8Array | Error>();
  const files = batch.filter((item): item is Entry => item instanceof Entry && item.type === "file").values();
  const work = async (): Promise<void> => {
    for (const file of files) digests.set(file, await digestOf(file).catch(asError));
  };
  await Promise.all(Array.from({ length: FILES_AT_ONCE }, work));
  return digests;
}

function asError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(String(cause));
}

const FILES_AT_ONCE = 8;

/** Counts as a profile does: what has several names takes its bytes once. */
function createTotals(): { add(entry: Entry): void; finish(): Totals } {
  const counts = { file: 0, directory: 0, symlink: 0, other: 0 };
  const met = new Set<string>();
  let apparentBytes: Bytes = 0;
  let blocks = 0;
  return {
    add({ type, stat, identity }) {
      counts[type] += 1;
      if (stat === undefined) return;
      if (identity !== undefined) {
        if (met.has(identity)) return;
        met.add(identity);
      }
      blocks += stat.blocks;
      if (type === "file") apparentBytes = addBytes(apparentBytes, stat.size);
    },
    finish: () => ({
      files: counts.file,
      directories: counts.directory,
      symlinks: counts.symlink,
      others: counts.other,
      apparentBytes,
      allocatedBytes: multiplyBytes(blocks, 512),
    }),
  };
}

import { createRowAssembler } from "./assemble-rows.js";
import { collectRows } from "./collect-rows.js";
import type { Snapshot } from "./snapshot.js";
import type { SnapshotOptions } from "./snapshot-options.js";

/**
 * A snapshot of a tree in memory, about 100 bytes for each entry and its name: for a comparison with the tree as it is.
 *
 * Rejects with an `OptionError` for a bad option, and with a `SnapshotError` where the root cannot be read or the walk
 * is stopped. What cannot be read below the root is in the summary's `errors`.
 */
export async function takeSnapshot(root: string, options: SnapshotOptions = {}): Promise<Snapshot> {
  const assembler = createRowAssembler();
  const { summary, unread } = await collectRows(root, options, assembler.add);
  return { summary, rows: assembler.finish(unread) };
}

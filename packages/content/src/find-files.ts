import { addBytes, type Bytes, Entry } from "@transect/core";
import { localSource, walkBatches } from "@transect/walker-parallel";
import type { Call } from "./call.js";
import type { FileOptions } from "./file-options.js";
import type { FileState } from "./reading/task.js";

/**
 * The regular files below roots, each with its `stat`, in no order. What could not be read is in the log, and so is a
 * root that is neither a file nor a folder. Rejects with an `OptionError` for a bad option of the walk.
 */
export async function findFiles(
  roots: string | readonly string[],
  { listLimit, onProgress, progressInterval, signal, maxDuration, ...options }: FileOptions,
  { halt, log, meter }: Call,
): Promise<Entry[]> {
  const batches = walkBatches(roots, { ...options, types: ["file"], stat: true, signal: halt.signal });
  for (const root of typeof roots === "string" ? [roots] : roots) {
    const found = await localSource().root(root, { stat: true, identify: "links", follow: options.follow ?? false });
    const problem = found instanceof Entry ? UNFIT.get(found.type) : undefined;
    if (found instanceof Entry && problem !== undefined) {
      log.add(found, { operation: "open", code: "EINVAL", message: `EINVAL: ${problem}` });
    }
  }
  const files: Entry[] = [];
  for await (const batch of batches) {
    for (const item of batch) {
      if (item instanceof Entry) files.push(item);
      // Why the walk was stopped, the call knows by itself.
      else if (item.operation !== "walk") log.add(item.entry, item);
    }
    meter.found(batch.length);
  }
  return files;
}

/** A root that is one of these holds nothing to read, which must not pass for an empty folder. */
const UNFIT: ReadonlyMap<Entry["type"], string> = new Map([
  ["symlink", "it is a symbolic link: add a slash to it, or set follow, for what it leads to"],
  ["other", "it is neither a file nor a folder"],
]);

/** What a file was when it was found. */
export function stateOf({ stat }: Entry): FileState {
  const { size = 0, mtimeMs = 0, dev = 0, ino = 0 } = stat ?? {};
  return { size: Number(size), mtimeMs, dev, ino };
}

/** The size of a file when it was found, as a number: exact up to 2^53. */
export function sizeOf({ stat }: Entry): number {
  return Number(stat?.size ?? 0);
}

/** The bytes of all files, exactly. */
export function sumOfSizes(files: readonly Entry[]): Bytes {
  return files.reduce<Bytes>((sum, { stat }) => addBytes(sum, stat?.size ?? 0), 0);
}

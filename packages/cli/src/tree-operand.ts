import { stat } from "node:fs/promises";
import type { Snapshot, SnapshotOptions } from "@transect/change";
import { snapshotFolder } from "./snapshot-folder.js";
import { UsageError } from "./usage-error.js";

/** What stands for the tree of a snapshot as it is now. */
export const NOW = "now";

/** A tree to compare, and what it goes by. */
export interface TreeOperand {
  readonly name: string;
  readonly snapshot: Snapshot;
  /** Whether it was walked just now. */
  readonly isFolder: boolean;
}

/** How a tree is walked where it must be. */
export type OperandOptions = Pick<
  SnapshotOptions,
  "backend" | "jobs" | "maxDuration" | "digest" | "signal" | "onProgress"
>;

/** Reads a snapshot by its name or file, or walks a folder. Throws a {@link UsageError} for what is neither. */
export async function readTree(operand: string, options: OperandOptions): Promise<TreeOperand> {
  const { readSnapshot, takeSnapshot } = await import("@transect/change");
  const place = await findOperand(operand);
  const { path, isFolder } = place;
  return { name: operand, isFolder, snapshot: await (isFolder ? takeSnapshot(path, options) : readSnapshot(path)) };
}

/** Walks the tree of a snapshot again, by the same rules. Throws a {@link UsageError} where that cannot be. */
export async function readNow(before: TreeOperand, options: OperandOptions): Promise<TreeOperand> {
  const { takeSnapshot, walkOptionsOf } = await import("@transect/change");
  const { root, rules } = before.snapshot.summary;
  if (before.isFolder)
    throw new UsageError(`${before.name} is a folder, which is as it is now: name another tree beside it`);
  if (rules.filter)
    throw new UsageError(`${before.name} was chosen by a function of a program: it cannot be taken again`);
  return { name: NOW, isFolder: true, snapshot: await takeSnapshot(root, { ...walkOptionsOf(rules), ...options }) };
}

/** The file of a snapshot, by its name or its path. Throws a {@link UsageError} where there is none. */
export async function findSnapshot(operand: string): Promise<string> {
  const { path, isFolder } = await findOperand(operand);
  if (isFolder) throw new UsageError(`${operand} is a folder: expected a snapshot`);
  return path;
}

/** A name stands for a snapshot that goes by it; a file that is called the same can be given as `./name`. */
async function findOperand(operand: string): Promise<{ readonly path: string; readonly isFolder: boolean }> {
  const { snapshotFile } = await import("@transect/change");
  const named = snapshotFile(await snapshotFolder(), operand);
  for (const path of [named, operand]) {
    const found = path === undefined ? undefined : await stat(path).catch(() => undefined);
    if (path !== undefined && found !== undefined) return { path, isFolder: found.isDirectory() };
  }
  throw new UsageError(`${operand} is neither a snapshot (see transect snapshot list) nor a file or folder`);
}

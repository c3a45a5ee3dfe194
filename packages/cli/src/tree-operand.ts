import { stat } from "node:fs/promises";
import path from "node:path";
import type { Snapshot, SnapshotOptions } from "@transect/change";
import { snapshotFolder } from "./snapshot-folder.js";
import { UsageError } from "./usage-error.js";

/** What stands for the tree of a snapshot as it is now. */
export const NOW = "now";

/** A tree to compare, and what it goes by. */
export interface TreeOperand {
  readonly name: string;
  readonly snapshot: Snapshot;
}

/** How a tree is walked where it must be. */
export type OperandOptions = Pick<
  SnapshotOptions,
  "backend" | "jobs" | "maxDuration" | "digest" | "signal" | "onProgress"
>;

/** Reads a snapshot by its name or file, or walks a folder. Throws a {@link UsageError} for what is neither. */
export async function readTree(operand: string, options: OperandOptions): Promise<TreeOperand> {
  const { readSnapshot, takeSnapshot } = await import("@transect/change");
  const { place, isFolder } = await findOperand(operand);
  return { name: operand, snapshot: await (isFolder ? takeSnapshot(place, options) : readSnapshot(place)) };
}

/**
 * Reads a snapshot, and walks its tree again by the same rules. Throws a {@link UsageError} where that cannot be, before
 * anything is walked.
 */
export async function readSince(
  operand: string,
  options: OperandOptions,
): Promise<readonly [TreeOperand, TreeOperand]> {
  const { readSnapshot, takeSnapshot, walkOptionsOf } = await import("@transect/change");
  const { place, isFolder } = await findOperand(operand);
  if (isFolder) throw new UsageError(`${operand} is a folder, which is as it is now: ${await otherTreesFor(place)}`);
  const snapshot = await readSnapshot(place);
  const { root, rules } = snapshot.summary;
  if (rules.filter) throw new UsageError(`${operand} was chosen by a function of a program: it cannot be taken again`);
  const now = await takeSnapshot(root, { ...walkOptionsOf(rules), ...options });
  return [
    { name: operand, snapshot },
    { name: NOW, snapshot: now },
  ];
}

/** What a folder can be compared with. */
async function otherTreesFor(folder: string): Promise<string> {
  const { listSnapshots } = await import("@transect/change");
  const root = path.resolve(folder);
  const taken = await listSnapshots(await snapshotFolder());
  const latest = taken.findLast((one) => "summary" in one && one.summary.root === root);
  if (latest === undefined) return "name another tree beside it";
  return `name another tree beside it, or its latest snapshot alone: transect diff ${latest.name}`;
}

/** The file of a snapshot, by its name or its path. Throws a {@link UsageError} where there is none. */
export async function findSnapshot(operand: string): Promise<string> {
  const { place, isFolder } = await findOperand(operand);
  if (isFolder) throw new UsageError(`${operand} is a folder: expected a snapshot`);
  return place;
}

/** A name stands for a snapshot that goes by it; a file that is called the same can be given as `./name`. */
async function findOperand(operand: string): Promise<{ readonly place: string; readonly isFolder: boolean }> {
  const { snapshotFile } = await import("@transect/change");
  const named = snapshotFile(await snapshotFolder(), operand);
  for (const place of [named, operand]) {
    const found = place === undefined ? undefined : await stat(place).catch(() => undefined);
    if (place !== undefined && found !== undefined) return { place, isFolder: found.isDirectory() };
  }
  throw new UsageError(`${operand} is neither a snapshot (see transect snapshot list) nor a file or folder`);
}

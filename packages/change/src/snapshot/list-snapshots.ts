import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { systemCode, systemSentence } from "@transect/core";
import { readSnapshotSummary } from "./read-snapshot.js";
import type { SnapshotSummary } from "./snapshot.js";
import { SnapshotError } from "./snapshot-error.js";
import { SNAPSHOT_SUFFIX } from "./snapshot-file.js";

/** A snapshot in a folder of them; one that cannot be read has an error in the place of its summary. */
export type ListedSnapshot = {
  readonly name: string;
  readonly file: string;
  /** The length of the file in bytes. */
  readonly bytes: number;
} & ({ readonly summary: SnapshotSummary } | { readonly error: SnapshotError });

/**
 * The snapshots in a folder, the oldest first; those that cannot be read come last, by name. None where there is no
 * such folder. Rejects with a `SnapshotError` for a folder that cannot be listed.
 */
export async function listSnapshots(folder: string): Promise<readonly ListedSnapshot[]> {
  const files = await readdir(folder).catch((cause: unknown) => {
    if (systemCode(cause) === "ENOENT") return [];
    throw new SnapshotError({ code: "system", file: folder, reason: systemSentence(cause), cause });
  });
  const names = files.filter((file) => file.endsWith(SNAPSHOT_SUFFIX) && !file.startsWith("."));
  const listed = await Promise.all(names.map((name) => describe(path.join(folder, name))));
  return listed.sort((a, b) => takenAt(a) - takenAt(b) || (a.name < b.name ? -1 : 1));
}

function takenAt(listed: ListedSnapshot): number {
  return "summary" in listed ? listed.summary.takenAtMs : Number.MAX_SAFE_INTEGER;
}

async function describe(file: string): Promise<ListedSnapshot> {
  const name = path.basename(file, SNAPSHOT_SUFFIX);
  const bytes = await stat(file).then(
    ({ size }) => size,
    () => 0,
  );
  try {
    return { name, file, bytes, summary: await readSnapshotSummary(file) };
  } catch (error) {
    if (!(error instanceof SnapshotError)) throw error;
    return { name, file, bytes, error };
  }
}

/** The file of a snapshot in a folder; `undefined` for a name that none may have. */
export function snapshotFile(folder: string, name: string): string | undefined {
  return SNAPSHOT_NAME.test(name) ? path.join(folder, name + SNAPSHOT_SUFFIX) : undefined;
}

/** Names that every file system takes, and no shell takes for an option or a path. */
const SNAPSHOT_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.@+=-]{0,127}$/;

/** What a snapshot may be called, for messages. */
export const SNAPSHOT_NAME_SYNTAX =
  "a name of 1 to 128 letters, digits and _ . @ + = -, the first a letter, digit or _";

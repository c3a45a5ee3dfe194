import type { BigIntStats } from "node:fs";
import type { CopyConflict, CopyError, LeftOutEntry } from "./copy-report.js";
import { type LocalPath, pathKey } from "./local-path.js";

/** A folder of the destination. */
export interface PlannedFolder {
  readonly path: LocalPath;
  /** The folder that holds it; `undefined` for the destination itself. */
  readonly parent: PlannedFolder | undefined;
  /** What it is a copy of; `undefined` for one that is only on the way. */
  source: { readonly path: LocalPath; readonly key: string } | undefined;
  /** What the source is like. */
  stat: BigIntStats | undefined;
  /** Whether it is there already. */
  there: boolean;
}

/** A file and where it goes. */
export interface PlannedFile {
  readonly source: LocalPath;
  /** Two paths to the same file, through two roots, have the same key. */
  readonly sourceKey: string;
  readonly destination: LocalPath;
  readonly folder: PlannedFolder;
  stat: BigIntStats | undefined;
  action: "copy" | "replace" | "none";
}

/** What is to be done, and what stands against it. */
export interface CopyPlan {
  readonly structures: number;
  /** By their paths as keys, each behind the one that holds it. */
  readonly folders: Map<string, PlannedFolder>;
  /** By their destinations as keys. */
  readonly files: Map<string, PlannedFile>;
  /** By their destinations as keys. */
  readonly conflicts: Map<string, CopyConflict>;
  readonly errors: CopyError[];
  readonly leftOut: LeftOutEntry[];
  /** Temporary files, and folders, of copies that are no more. */
  readonly leftovers: LocalPath[];
}

/** Notes a conflict; one that is there already at the same place gets the sources of this one too. */
export function addConflict(plan: CopyPlan, key: string, conflict: CopyConflict): void {
  const known = plan.conflicts.get(key);
  if (known === undefined) plan.conflicts.set(key, conflict);
  else if (known.kind === conflict.kind) {
    const more = conflict.sources.filter(
      (source) => !known.sources.some((other) => pathKey(other) === pathKey(source)),
    );
    plan.conflicts.set(key, { ...known, sources: [...known.sources, ...more] });
  }
}

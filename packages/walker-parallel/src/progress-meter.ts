import { addBytes, type Bytes, type Entry, rootedPath } from "@transect/core";
import { type Progress, WALK_DEFAULTS, type WalkOptions } from "./options.js";
import type { BackendStep } from "./walk-step.js";

/** Counts what a walk gives and tells its `onProgress` now and then; `undefined` where nobody asked. */
export function createProgressMeter(options: WalkOptions): ((steps: readonly BackendStep[]) => void) | undefined {
  const { onProgress, progressInterval = WALK_DEFAULTS.progressInterval } = options;
  if (onProgress === undefined) return undefined;
  const started = performance.now();
  let told = started;
  let entries = 0;
  let files = 0;
  let directories = 0;
  let errors = 0;
  let apparentBytes: Bytes = 0;
  let current: Entry | undefined;
  return (steps) => {
    for (const step of steps) {
      if (step.type === "enter") current = step.directory;
      else if (step.type === "error") errors += 1;
      else if (step.type !== "leave" && step.type !== "ignored") {
        // Not every backend tells what it enters.
        current = step.parent ?? step;
        entries += 1;
        if (step.type === "directory") directories += 1;
        if (step.type !== "file") continue;
        files += 1;
        apparentBytes = addBytes(apparentBytes, step.stat?.size ?? 0);
      }
    }
    const now = performance.now();
    if (now - told < progressInterval) return;
    told = now;
    const directory = current === undefined ? "" : rootedPath(current.root.name, current.path);
    const progress: Progress = {
      entries,
      files,
      directories,
      apparentBytes,
      errors,
      directory,
      elapsedMs: now - started,
    };
    onProgress(progress);
  };
}

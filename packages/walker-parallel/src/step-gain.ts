import { addBytes, type Bytes, type Entry, rootedPath } from "@transect/core";
import type { Gain } from "./progress-meter.js";
import type { BackendStep } from "./walk-step.js";

/** Counts what a batch of steps holds. */
export function gainOfSteps(steps: readonly BackendStep[]): Gain {
  let entries = 0;
  let files = 0;
  let directories = 0;
  let errors = 0;
  let apparentBytes: Bytes = 0;
  let current: Entry | undefined;
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
  const directory = (): string | undefined => current && rootedPath(current.root.name, current.path);
  return { entries, files, directories, apparentBytes, errors, directory };
}

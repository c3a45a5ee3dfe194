import { addBytes, type Bytes } from "@transect/core";
import { type Progress, WALK_DEFAULTS, type WalkOptions } from "./options.js";

/** What a batch of a walk came to. */
export interface Gain extends Pick<Progress, "entries" | "files" | "directories" | "apparentBytes" | "errors"> {
  /** The last directory that it tells of; `undefined` where it tells of none. Asked only where it is to be shown. */
  readonly directory: () => string | undefined;
}

/** Sums up what a walk gains and tells its `onProgress` now and then; `undefined` where nobody asked. */
export function createProgressMeter(options: WalkOptions): ((gain: Gain) => void) | undefined {
  const { onProgress, progressInterval = WALK_DEFAULTS.progressInterval } = options;
  if (onProgress === undefined) return undefined;
  const started = performance.now();
  let told = started;
  let entries = 0;
  let files = 0;
  let directories = 0;
  let errors = 0;
  let apparentBytes: Bytes = 0;
  let directory: Gain["directory"] = () => undefined;
  return (gain) => {
    entries += gain.entries;
    files += gain.files;
    directories += gain.directories;
    errors += gain.errors;
    apparentBytes = addBytes(apparentBytes, gain.apparentBytes);
    if (gain.entries > 0) directory = gain.directory;
    const now = performance.now();
    if (now - told < progressInterval) return;
    told = now;
    onProgress({
      entries,
      files,
      directories,
      apparentBytes,
      errors,
      directory: directory() ?? "",
      elapsedMs: now - started,
    });
  };
}

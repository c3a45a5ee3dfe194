import { type Bytes, toBytes } from "@transect/core";
import type { ErrorLog } from "./error-log.js";
import { type ContentProgress, FILE_DEFAULTS, type FileOptions } from "./file-options.js";
import { type CallWords, readSoFar } from "./halt.js";

/** Tells a caller now and then how far its call has got. */
export interface ProgressMeter {
  /** Some more files were found. */
  found(files: number): void;
  /** All were found: now so much is to be read. */
  startReading(totalFiles: number, totalBytes: Bytes): void;
  dispose(): void;
}

/** Makes a meter that tells `onProgress`, where there is one. */
export function createProgressMeter(
  { onProgress, progressInterval = FILE_DEFAULTS.progressInterval }: FileOptions,
  { words, log }: { readonly words: CallWords; readonly log: ErrorLog },
): ProgressMeter {
  const started = performance.now();
  let found = 0;
  let totals: { readonly totalFiles: number; readonly totalBytes: Bytes } | undefined;
  let timer = onProgress && setTimeout(tell, progressInterval);
  return {
    found(files) {
      found += files;
    },
    startReading(totalFiles, totalBytes) {
      totals = { totalFiles, totalBytes };
    },
    dispose() {
      clearTimeout(timer);
    },
  };

  function tell(): void {
    const read = readSoFar(words);
    const progress: ContentProgress = {
      phase: totals === undefined ? "find" : "read",
      files: totals === undefined ? found : read.files,
      totalFiles: totals?.totalFiles,
      bytes: toBytes(read.bytes),
      totalBytes: totals?.totalBytes,
      errors: log.count,
      elapsedMs: performance.now() - started,
    };
    onProgress?.(progress);
    // Armed anew, not by an interval: one that is late would be followed too soon.
    timer = setTimeout(tell, progressInterval);
  }
}

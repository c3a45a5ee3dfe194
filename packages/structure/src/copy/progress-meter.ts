import type { CopyProgress } from "./copy-options.js";
import type { PlannedFile } from "./copy-plan.js";
import { type LocalPath, readablePath } from "./local-path.js";

/** Counts what is done, and tells it now and then. */
export interface ProgressMeter {
  readonly begin: (source: LocalPath) => void;
  /** Counts bytes that were written; negative ones were in vain. */
  readonly add: (bytes: number) => void;
  /** Counts a file that is done. */
  readonly finish: () => void;
  /** Tells the last state. */
  readonly end: () => void;
}

/** Starts to count towards what is planned. */
export function progressMeter(
  files: readonly PlannedFile[],
  options: {
    readonly onProgress: ((progress: CopyProgress) => void) | undefined;
    readonly progressInterval: number;
  },
): ProgressMeter {
  const { onProgress, progressInterval } = options;
  const started = performance.now();
  let told = started;
  let current: LocalPath = "";
  let [done, bytes] = [0, 0];
  const totalBytes = files.reduce((sum, { stat }) => sum + Number(stat?.size ?? 0n), 0);

  return {
    begin(source) {
      current = source;
      tellInTime();
    },
    add(more) {
      bytes += more;
      tellInTime();
    },
    finish() {
      done += 1;
    },
    end: tell,
  };

  function tellInTime(): void {
    if (performance.now() - told >= progressInterval) tell();
  }

  function tell(): void {
    told = performance.now();
    const totals = { totalFiles: files.length, totalBytes };
    onProgress?.({ files: done, bytes, ...totals, path: readablePath(current), elapsedMs: told - started });
  }
}

import process from "node:process";
import type { CheckProgress } from "@transect/change";
import type { ContentProgress } from "@transect/content";
import type { CopyProgress } from "@transect/structure";
import type { Progress } from "@transect/walker-parallel";

/** How long a walk stays quiet: what is done by then needs no progress. */
const QUIET_MS = 500;

/** A line on standard error that tells how far work has got, while it goes on. */
export interface ProgressLine<T> {
  readonly onProgress: (progress: T) => void;
  /** Takes the line away. */
  clear(): void;
}

/** Shows progress of a walk on a terminal; `undefined` where there is none, or where the user wants none. */
export function createProgressLine(options: { wanted: boolean }): ProgressLine<Progress> | undefined {
  return createLine(options, ({ describeWalk }) => describeWalk);
}

/** Shows progress of a copy, as {@link createProgressLine}. */
export function createCopyLine(options: { wanted: boolean }): ProgressLine<CopyProgress> | undefined {
  return createLine(options, ({ describeCopy }) => describeCopy);
}

/** Shows progress of reading files, as {@link createProgressLine}. */
export function createReadingLine(options: { wanted: boolean }): ProgressLine<ContentProgress> | undefined {
  return createLine(options, ({ describeReading }) => describeReading);
}

/** Shows progress of a check, which walks and reads, as {@link createProgressLine}. */
export function createCheckLine(options: { wanted: boolean }): ProgressLine<CheckProgress> | undefined {
  return createLine(options, ({ describeCheck }) => describeCheck);
}

function createLine<T extends { readonly elapsedMs: number }>(
  options: { wanted: boolean },
  choose: (describers: typeof import("./describe-progress.js")) => (progress: T) => string,
): ProgressLine<T> | undefined {
  if (!options.wanted || process.stderr.isTTY !== true) return undefined;
  let spinner: { text: string; stop(): unknown } | undefined;
  let describe: ((progress: T) => string) | undefined;
  let loading = false;
  let cleared = false;
  return {
    onProgress(progress) {
      if (progress.elapsedMs < QUIET_MS) return;
      if (spinner !== undefined && describe !== undefined) spinner.text = describe(progress);
      if (loading) return;
      loading = true;
      // What is done soon does without them.
      void Promise.all([import("ora"), import("./describe-progress.js")]).then(([{ default: ora }, describers]) => {
        describe = choose(describers);
        if (!cleared) spinner = ora({ text: describe(progress), stream: process.stderr, discardStdin: false }).start();
      });
    },
    clear() {
      cleared = true;
      spinner?.stop();
    },
  };
}

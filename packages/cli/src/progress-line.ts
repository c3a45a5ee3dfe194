import process from "node:process";
import { counted, humanBytes, safeText } from "@transect/report";
import type { Progress, WalkOptions } from "@transect/walker-parallel";

/** How long a walk stays quiet: what is done by then needs no progress. */
const QUIET_MS = 500;

/** A line on standard error that tells how far a walk has got, while it goes on. */
export interface ProgressLine {
  readonly onProgress: NonNullable<WalkOptions["onProgress"]>;
  /** Takes the line away. */
  clear(): void;
}

/** Shows progress on a terminal; `undefined` where there is none, or where the user wants none. */
export function createProgressLine(options: { wanted: boolean }): ProgressLine | undefined {
  if (!options.wanted || process.stderr.isTTY !== true) return undefined;
  let spinner: { text: string; stop(): unknown } | undefined;
  let loading = false;
  let cleared = false;
  return {
    onProgress(progress) {
      if (progress.elapsedMs < QUIET_MS) return;
      if (spinner !== undefined) spinner.text = describe(progress);
      if (loading) return;
      loading = true;
      void import("ora").then(({ default: ora }) => {
        if (!cleared) spinner = ora({ text: describe(progress), stream: process.stderr, discardStdin: false }).start();
      });
    },
    clear() {
      cleared = true;
      spinner?.stop();
    },
  };
}

function describe(progress: Progress): string {
  const { entries, apparentBytes, errors, directory } = progress;
  const facts = [
    counted(entries, "entry", "entries"),
    ...(apparentBytes === 0 ? [] : [humanBytes(apparentBytes)]),
    ...(errors === 0 ? [] : [counted(errors, "error")]),
  ];
  const room = Math.max(10, (process.stderr.columns ?? 80) - facts.join(", ").length - 8);
  const place = safeText(directory);
  return `${facts.join(", ")}  ${place.length > room ? `…${place.slice(1 - room)}` : place}`;
}

import process from "node:process";
import type { CheckProgress } from "@transect/change";
import type { ContentProgress } from "@transect/content";
import { counted, grouped, humanBytes, safeText } from "@transect/report";
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
  return createLine(options, describe);
}

/** Shows progress of a copy, as {@link createProgressLine}. */
export function createCopyLine(options: { wanted: boolean }): ProgressLine<CopyProgress> | undefined {
  return createLine(options, describeCopy);
}

/** Shows progress of reading files, as {@link createProgressLine}. */
export function createReadingLine(options: { wanted: boolean }): ProgressLine<ContentProgress> | undefined {
  return createLine(options, describeReading);
}

/** Shows progress of a check, which walks and reads, as {@link createProgressLine}. */
export function createCheckLine(options: { wanted: boolean }): ProgressLine<CheckProgress> | undefined {
  return createLine(options, (progress) => ("phase" in progress ? describeReading(progress) : describe(progress)));
}

function createLine<T extends { readonly elapsedMs: number }>(
  options: { wanted: boolean },
  describe: (progress: T) => string,
): ProgressLine<T> | undefined {
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
  return withPlace(facts, directory);
}

function describeCopy({ files, totalFiles, bytes, totalBytes, path }: CopyProgress): string {
  const facts = [
    `${grouped(files)} of ${counted(totalFiles, "file")}`,
    `${humanBytes(bytes)} of ${humanBytes(totalBytes)}`,
  ];
  return withPlace(facts, path);
}

function describeReading({ files, totalFiles, bytes, totalBytes, errors }: ContentProgress): string {
  const facts = [
    totalFiles === undefined
      ? `${counted(files, "file")} found`
      : `${grouped(files)} of ${counted(totalFiles, "file")}, ${humanBytes(bytes)} of ${humanBytes(totalBytes ?? bytes)}`,
    ...(errors === 0 ? [] : [counted(errors, "error")]),
  ];
  return facts.join(", ");
}

/** Facts and a path, of which the end is shown where there is no room for all. */
function withPlace(facts: readonly string[], path: string): string {
  const room = Math.max(10, (process.stderr.columns ?? 80) - facts.join(", ").length - 8);
  const place = safeText(path);
  return `${facts.join(", ")}  ${place.length > room ? `…${place.slice(1 - room)}` : place}`;
}

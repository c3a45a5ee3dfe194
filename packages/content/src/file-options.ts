import { type Bytes, checkCount, OptionError } from "@transect/core";
import type { WalkOptions } from "@transect/walker-parallel";

/** How far a call has got, as {@link FileOptions.onProgress} is told. */
export interface ContentProgress {
  /** `find` while files are looked for, `read` while they are read. */
  readonly phase: "find" | "read";
  /** Files found so far, or done with. */
  readonly files: number;
  /** How many files there are to be done with; `undefined` while they are looked for. */
  readonly totalFiles: number | undefined;
  /** Bytes read so far. */
  readonly bytes: Bytes;
  /** The most bytes there are to read; `undefined` while files are looked for. */
  readonly totalBytes: Bytes | undefined;
  readonly errors: number;
  readonly elapsedMs: number;
}

/**
 * Which files take part, how many threads read them, and when to stop. All but the last two are the walk's own options,
 * with its defaults: see `WalkOptions` of `@transect/walker-parallel`. `jobs` bounds the threads that read as well, and
 * the native core digests files where it is the `backend`. A `signal` or `maxDuration` stops within 50 ms or the time
 * that the system takes for one read.
 *
 * Only regular files on the local disk take part. What is no file, a symbolic link without `follow` too, is left out.
 */
export interface FileOptions
  extends Omit<WalkOptions, "source" | "types" | "stat" | "descend" | "onProgress" | "progressInterval"> {
  /** How many errors the result lists; it counts all. Default 1,000. */
  readonly listLimit?: number | undefined;
  /** Told now and then how far the call has got. */
  readonly onProgress?: ((progress: ContentProgress) => void) | undefined;
  /** The milliseconds between two calls of `onProgress`. Default 100. */
  readonly progressInterval?: number | undefined;
}

/** The defaults of {@link FileOptions} that are not the walk's. */
export const FILE_DEFAULTS: { readonly listLimit: number; readonly progressInterval: number } = {
  listLimit: 1000,
  progressInterval: 100,
};

/** Checks what the walk does not. Throws an `OptionError` for the first bad option. */
export function checkFileOptions({ listLimit, onProgress, progressInterval }: FileOptions): void {
  if (listLimit !== undefined) checkCount("listLimit", listLimit);
  checkOption("onProgress", onProgress, (value) => typeof value === "function", "a function");
  checkOption(
    "progressInterval",
    progressInterval,
    (value) => typeof value === "number" && value >= 0,
    "milliseconds from 0 on",
  );
}

/** Throws an `OptionError` for a value that is given and not good. */
export function checkOption(
  option: string,
  value: unknown,
  isGood: (value: unknown) => boolean,
  expected: string,
): void {
  if (value !== undefined && !isGood(value)) throw new OptionError({ option, value, expected });
}

/** Throws an `OptionError` for a value that is given and is none of a few words. */
export function checkChoice(option: string, value: unknown, choices: readonly string[]): void {
  const expected = choices.map((choice) => JSON.stringify(choice)).join(" or ");
  checkOption(option, value, (given) => typeof given === "string" && choices.includes(given), expected);
}

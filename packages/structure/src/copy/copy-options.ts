import { OptionError } from "@transect/core";
import type { WalkOptions } from "@transect/walker-parallel";
import type { ViewOptions } from "../find-options.js";
import type { StructureMatch } from "../structure-match.js";

/** How far a copy has got. */
export interface CopyProgress {
  /** What is done so far, of what is to be copied. */
  readonly files: number;
  readonly bytes: number;
  readonly totalFiles: number;
  readonly totalBytes: number;
  /** The file that was begun last; empty before the first. */
  readonly path: string;
  readonly elapsedMs: number;
}

/** How to copy structures. What there is to see of them is up to the same options as when they were found. */
export interface CopyOptions extends ViewOptions, Pick<WalkOptions, "signal"> {
  /**
   * Where in the destination each match goes: a template of a relative path, or a function that returns one. A template
   * has `{name}` (of the directory), `{parent}` (the directory that holds it), `{pattern}` (its `name`, or else its
   * `directory_name`) and `{date}` (as 2026-01-31); `{{` and `}}` are braces. Default `{name}`.
   */
  readonly as?: string | ((match: StructureMatch) => string) | undefined;
  /** The `{date}`, in UTC. Default: now. Give the first one again to go on with a copy on another day. */
  readonly date?: Date | undefined;
  /** Whether files may be replaced that are there and differ. Folders and links never are. Default false. */
  readonly overwrite?: boolean | undefined;
  /** Whether the destination may lie inside of what is copied. Default false: that is a conflict. */
  readonly inside?: boolean | undefined;
  /** Whether to plan alone: nothing is written. Default false. */
  readonly dryRun?: boolean | undefined;
  /** How many files are copied at once, from 1 to 64. Default 4, the threads that Node has for files. */
  readonly jobs?: number | undefined;
  /** Told now and then how far the copy has got. */
  readonly onProgress?: ((progress: CopyProgress) => void) | undefined;
  /** The milliseconds between two calls of `onProgress`. Default 100. */
  readonly progressInterval?: number | undefined;
}

/** {@link CopyOptions} that have a default. */
export interface CopyDefaults {
  readonly as: NonNullable<CopyOptions["as"]>;
  readonly overwrite: boolean;
  readonly inside: boolean;
  readonly dryRun: boolean;
  readonly jobs: number;
  readonly progressInterval: number;
}

/** The defaults of {@link CopyOptions}. */
export const COPY_DEFAULTS: CopyDefaults = {
  as: "{name}",
  overwrite: false,
  inside: false,
  dryRun: false,
  jobs: 4,
  progressInterval: 100,
};

const MOST_JOBS = 64;

/**
 * Fills in the defaults. Throws an `OptionError` for the first bad option; a template and what a walk takes are checked
 * where they are read.
 */
export function resolveCopyOptions(destination: unknown, options: CopyOptions): CopyOptions & CopyDefaults {
  checkCopyOptions(destination, options);
  return {
    ...options,
    as: options.as ?? COPY_DEFAULTS.as,
    overwrite: options.overwrite ?? COPY_DEFAULTS.overwrite,
    inside: options.inside ?? COPY_DEFAULTS.inside,
    dryRun: options.dryRun ?? COPY_DEFAULTS.dryRun,
    jobs: options.jobs ?? COPY_DEFAULTS.jobs,
    progressInterval: options.progressInterval ?? COPY_DEFAULTS.progressInterval,
  };
}

function checkCopyOptions(destination: unknown, options: CopyOptions): void {
  if (typeof destination !== "string" || destination === "" || destination.includes("\0")) {
    throw new OptionError({ option: "destination", value: destination, expected: "the path of a folder" });
  }
  for (const option of ["overwrite", "inside", "dryRun"] as const) {
    check(option, options[option], (value) => typeof value === "boolean", "true or false");
  }
  check("jobs", options.jobs, isJobs, `a whole number from 1 to ${MOST_JOBS}`);
  check("date", options.date, isDate, "a valid date");
  check("onProgress", options.onProgress, (value) => typeof value === "function", "a function");
  check(
    "progressInterval",
    options.progressInterval,
    (value) => typeof value === "number" && value >= 0,
    "milliseconds from 0 on",
  );
  check("signal", options.signal, (value) => value instanceof AbortSignal, "an AbortSignal");
  check("as", options.as, isTemplate, "a template, or a function that returns a path");
}

function check(option: string, value: unknown, isGood: (value: unknown) => boolean, expected: string): void {
  if (value !== undefined && !isGood(value)) throw new OptionError({ option, value, expected });
}

function isJobs(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MOST_JOBS;
}

function isDate(value: unknown): boolean {
  return value instanceof Date && !Number.isNaN(value.getTime());
}

function isTemplate(value: unknown): boolean {
  return typeof value === "string" || typeof value === "function";
}

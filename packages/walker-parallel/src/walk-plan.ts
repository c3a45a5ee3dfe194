import { checkCount, type Entry, type EntryType, OptionError, type Source, type SourceRequest } from "@transect/core";
import { MOST_JOBS } from "./jobs.js";
import { localSource } from "./local-source.js";
import { type ProfileOptions, WALK_DEFAULTS, type WalkOptions } from "./options.js";
import { createPathFilter, type PathFilter } from "./path-filter.js";
import { compileSelection, type Selection, selectionNeedsStat } from "./selection.js";

/** The options of a walk as the backends take them: checked, with defaults, compiled into questions. */
export interface WalkPlan {
  readonly source: Source;
  readonly request: SourceRequest & { readonly follow: boolean };
  /** `undefined` where every entry is given. */
  readonly select: Selection | undefined;
  /** Whether a directory is opened. Asked once of each. */
  readonly opens: (directory: Entry) => boolean;
  /** `undefined` where no pattern chooses. */
  readonly paths: PathFilter | undefined;
}

/** Checks the options and plans the walk. Throws an `OptionError` for the first bad one. */
export function planWalk(options: WalkOptions & Pick<ProfileOptions, "wouldIgnore" | "trace">): WalkPlan {
  checkOptions(options);
  const source = options.source ?? localSource();
  const follow = options.follow ?? WALK_DEFAULTS.follow;
  const oneFileSystem = options.oneFileSystem ?? WALK_DEFAULTS.oneFileSystem;
  const hidden = options.hidden ?? WALK_DEFAULTS.hidden;
  const stat = (options.stat ?? WALK_DEFAULTS.stat) || selectionNeedsStat(options) || oneFileSystem || follow;
  return {
    source,
    request: { stat, follow, identify: follow ? "all" : "links", keepName: hidden ? undefined : isNotHidden },
    paths: createPathFilter(options, source),
    select: compileSelection(options),
    opens: compileOpens(options.maxDepth ?? WALK_DEFAULTS.maxDepth, oneFileSystem, options.descend),
  };
}

function isNotHidden(name: string): boolean {
  return !name.startsWith(".");
}

function compileOpens(
  maxDepth: number,
  oneFileSystem: boolean,
  descend: ((directory: Entry) => boolean) | undefined,
): (directory: Entry) => boolean {
  return (directory) =>
    directory.depth < maxDepth &&
    (!oneFileSystem || directory.stat?.dev === directory.root.stat?.dev) &&
    (descend === undefined || descend(directory));
}

const TYPES: readonly EntryType[] = ["file", "directory", "symlink", "other"];

function checkOptions(options: WalkOptions & Pick<ProfileOptions, "wouldIgnore" | "trace">): void {
  if (options.maxDepth !== undefined) checkCount("maxDepth", options.maxDepth);
  check("jobs", options.jobs, isJobs, `a whole number from 1 to ${MOST_JOBS}`);
  for (const option of ["hidden", "follow", "oneFileSystem", "stat", "trace"] as const) {
    check(option, options[option], (value) => typeof value === "boolean", "true or false");
  }
  for (const option of ["filter", "descend", "onProgress"] as const) {
    check(option, options[option], (value) => typeof value === "function", "a function");
  }
  for (const option of ["minSize", "maxSize"] as const) {
    check(option, options[option], isSize, "a whole number of bytes from 0 on");
  }
  for (const option of ["modifiedAfter", "modifiedBefore"] as const) {
    check(option, options[option], isTime, "a valid date, or milliseconds since 1970");
  }
  for (const option of ["maxDuration", "progressInterval"] as const) {
    check(option, options[option], (value) => typeof value === "number" && value >= 0, "milliseconds from 0 on");
  }
  for (const option of ["match", "exclude"] as const) {
    check(
      option,
      options[option],
      (value) => typeof value === "string" || isStrings(value),
      "a glob or an array of globs",
    );
  }
  for (const option of ["ignore", "wouldIgnore"] as const) {
    check(option, options[option], isIgnoreSource, '"git" or an array of file names');
  }
  check("extensions", options.extensions, isStrings, "an array of strings");
  check("types", options.types, isTypes, `an array of ${TYPES.map((type) => JSON.stringify(type)).join(", ")}`);
  check("signal", options.signal, (value) => value instanceof AbortSignal, "an AbortSignal");
}

function check(option: string, value: unknown, isGood: (value: unknown) => boolean, expected: string): void {
  if (value !== undefined && !isGood(value)) throw new OptionError({ option, value, expected });
}

function isJobs(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MOST_JOBS;
}

function isSize(value: unknown): boolean {
  return typeof value === "bigint" ? value >= 0n : Number.isSafeInteger(value) && Number(value) >= 0;
}

function isTime(value: unknown): boolean {
  return (typeof value === "number" || value instanceof Date) && !Number.isNaN(Number(value));
}

function isStrings(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function isTypes(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => TYPES.includes(item));
}

function isIgnoreSource(value: unknown): boolean {
  const isName = (name: string): boolean => name !== "" && !/[/\0]/.test(name);
  return value === "git" || (isStrings(value) && Array.isArray(value) && value.every(isName));
}

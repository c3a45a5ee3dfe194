import type { Bytes } from "./bytes.js";
import type { Place } from "./report.js";

/** The version of {@link CheckReport}. It grows when a field changes its meaning or goes away. */
export const CHECK_REPORT_VERSION = 1;

/** What a number of a check counts. A share is from 0 to 1; groups are of files that hold the same. */
export type CheckUnit = "bytes" | "files" | "folders" | "groups" | "share";

/** One thing that was asked of a tree, and what came of it. */
export interface CheckResult {
  /** What was asked, in words: `total size`, `share of .map`. */
  readonly budget: string;
  /** The tree that it was asked of, as its budgets call it. */
  readonly tree: string;
  readonly unit: CheckUnit;
  readonly limit: "max" | "min";
  readonly allowed: Bytes;
  readonly found: Bytes;
  readonly passed: boolean;
  /** What a reader wants to see first; the worst first, ten at most. */
  readonly worst: readonly CheckedPlace[];
}

/** A path of the tree with what it counts; its exact bytes too where they are not valid UTF-8. */
export interface CheckedPlace extends Pick<Place, "path" | "pathBase64"> {
  readonly value?: Bytes;
}

/** Whether trees keep their budgets. */
export interface CheckReport {
  readonly format: "transect-check";
  readonly version: number;
  readonly passed: boolean;
  /** Whether all could be read: what could not is counted nowhere. */
  readonly complete: boolean;
  /** In the order of the budgets. */
  readonly results: readonly CheckResult[];
  /** What could not be read, one line each, capped as in a profile's report. */
  readonly errors: readonly string[];
}

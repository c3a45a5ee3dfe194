import type { Report, ResolvedProfileOptions, WalkError, WorkerTrace } from "@transect/core";
import type { Jobs } from "./jobs.js";
import type { BackendName, ProfileOptions, WalkOptions } from "./options.js";
import type { Stop } from "./stop.js";
import type { WalkPlan } from "./walk-plan.js";
import type { BackendStep, WalkItem } from "./walk-step.js";

/** What a backend is to walk over. */
export interface WalkJob {
  /** In the order in which they were given. */
  readonly roots: readonly WalkItem[];
  /** The options as they were given, checked. */
  readonly options: WalkOptions;
  /** The options compiled into questions, for what runs on the calling thread. */
  readonly plan: WalkPlan;
  readonly stop: Stop;
  readonly jobs: Jobs;
}

/** What a backend is to profile. */
export interface ProfileJob extends WalkJob {
  readonly options: ProfileOptions;
  readonly keep: ResolvedProfileOptions;
  /** The roots as they were given, one for each of `roots`. */
  readonly names: readonly string[];
  /** For each root the index of the other one that it is, or lies in: such a root gets totals of its own. */
  readonly nesting: readonly (number | undefined)[];
}

/** What a profile came to. */
export interface ProfileOutcome {
  /** Without what only the caller knows: the options as they are written down, and the run. */
  readonly report: Omit<Report, "options" | "run">;
  /** How many workers there were. */
  readonly workers: number;
  /** What each of them did, where that was asked for and is known. */
  readonly trace?: readonly WorkerTrace[] | undefined;
}

/** Paths, each with its root in front and a byte that ends it, and what could not be read. */
export interface PackedPaths {
  readonly bytes: Uint8Array;
  /** Whether all of the bytes are known to be ASCII. */
  readonly ascii: boolean;
  /** How many paths there are, of every type. */
  readonly entries: number;
  readonly files: number;
  readonly directories: number;
  readonly errors: readonly WalkError[];
}

/** A way to walk. Every backend gives the same answers. */
export interface Backend {
  readonly name: Exclude<BackendName, "auto">;
  walk(job: WalkJob): AsyncGenerator<readonly BackendStep[]>;
  profile(job: ProfileJob): Promise<ProfileOutcome>;
  /** Walks for paths alone, with the byte `end` after each, where that is faster. It cannot take a `filter`, which is asked of entries. */
  readonly paths?: ((job: WalkJob, end: number) => AsyncGenerator<PackedPaths>) | undefined;
}

import { availableParallelism } from "node:os";
import type { WalkOptions } from "./options.js";

/** More workers than this help nobody, and each takes memory. */
export const MOST_JOBS = 1024;

/** The most workers there may be: the option `jobs`, or as many as the machine runs at once. */
export function jobsOf({ jobs }: Pick<WalkOptions, "jobs">): number {
  return Math.min(jobs ?? availableParallelism(), MOST_JOBS);
}

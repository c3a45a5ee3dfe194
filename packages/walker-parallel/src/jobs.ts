import { availableParallelism } from "node:os";
import type { WalkOptions } from "./options.js";

/** More workers than this help nobody, and each takes memory. */
export const MOST_JOBS = 1024;

/** So many walk together where a disk or a network is what they wait for: about as much as one disk takes up at once. */
const WAITING_JOBS = 32;

/** How many workers a walk may have. */
export interface Jobs {
  /** That are started for work alone. */
  readonly eager: number;
  /** In all, where those at work mostly wait for what they walk. */
  readonly most: number;
}

/** How many workers there may be: the option `jobs`; without it as many as the machine runs at once, and more that wait. */
export function jobsOf({ jobs }: Pick<WalkOptions, "jobs">): Jobs {
  const eager = Math.min(jobs ?? availableParallelism(), MOST_JOBS);
  return { eager, most: jobs === undefined ? Math.max(eager, WAITING_JOBS) : eager };
}

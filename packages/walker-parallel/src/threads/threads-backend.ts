import type { FoundBackend } from "../backends.js";
import { foldProfile } from "../fold-profile.js";
import { sequentialWalk } from "../sequential/sequential-walk.js";
import { threadsProfile } from "./threads-profile.js";

/** Portable TypeScript on several threads. */
export function findThreadsBackend(): FoundBackend {
  return {
    reason: "portable TypeScript on worker threads",
    backend: {
      name: "threads",
      walk: sequentialWalk,
      profile: (job) =>
        // A filter is a function of the caller's thread: entries must be there to be asked about.
        job.options.filter === undefined ? threadsProfile(job) : foldProfile({ job, walk: sequentialWalk }),
    },
  };
}

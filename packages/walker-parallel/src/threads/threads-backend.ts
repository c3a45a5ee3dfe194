import type { FoundBackend } from "../backends.js";
import { foldProfile } from "../fold-profile.js";
import { threadsProfile } from "./threads-profile.js";
import { threadsWalk } from "./threads-walk.js";

/** Portable TypeScript on several threads. */
export function findThreadsBackend(): FoundBackend {
  return {
    reason: "portable TypeScript on worker threads",
    backend: {
      name: "threads",
      walk: threadsWalk,
      profile: (job) =>
        // A filter is a function of the caller's thread: entries must be there to be asked about.
        job.options.filter === undefined ? threadsProfile(job) : foldProfile({ job, walk: threadsWalk }),
    },
  };
}

import { loadNative } from "@transect/native";
import type { FoundBackend } from "../backends.js";
import { foldProfile } from "../fold-profile.js";
import { nativePaths } from "./native-paths.js";
import { nativeProfile } from "./native-profile.js";
import { nativeWalk } from "./native-walk.js";

/** The native core, or why there is none. */
export function findNativeBackend(): FoundBackend {
  const load = loadNative();
  if (load.state !== "loaded") {
    return { backend: undefined, reason: load.reason, cause: load.state === "broken" ? load.cause : undefined };
  }
  const { addon } = load;
  return {
    reason: "compiled core on threads of its own",
    backend: {
      name: "native",
      walk: (job) => nativeWalk(addon, job),
      paths: (job, end) => nativePaths(addon, job, end),
      profile: (job) =>
        // A filter is a function of the caller's thread: entries must come there to be asked about.
        job.options.filter === undefined
          ? nativeProfile(addon, job)
          : foldProfile({ job, walk: (walkJob) => nativeWalk(addon, walkJob), workers: job.jobs.eager }),
    },
  };
}

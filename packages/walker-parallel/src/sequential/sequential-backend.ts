import type { Backend } from "../backend.js";
import { foldProfile } from "../fold-profile.js";
import { sequentialWalk } from "./sequential-walk.js";

/** The reference: one directory after the other, on the calling thread, over any source, with every option. */
export const sequentialBackend: Backend = {
  name: "sequential",
  walk: sequentialWalk,
  profile: (job) => foldProfile({ job, walk: sequentialWalk }),
};

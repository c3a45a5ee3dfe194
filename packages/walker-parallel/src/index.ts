export {
  BACKEND_VARIABLE,
  type BackendChoice,
  type BackendInfo,
  backends,
  type ChooseOptions,
  chooseBackend,
  type Need,
} from "./backends.js";
export { type GlobWalkOptions, glob } from "./glob.js";
export { createIgnoreTracker, type IgnorePosition, type IgnoreSource, type IgnoreTracker } from "./ignore-tracker.js";
export { explainIgnored, type IgnoredEntry, type IgnoredOptions, ignoredEntries } from "./ignored.js";
export { type LocalSource, localSource } from "./local-source.js";
export {
  type BackendName,
  type ProfileOptions,
  type Progress,
  WALK_DEFAULTS,
  type WalkDefaults,
  type WalkOptions,
} from "./options.js";
export type { PathOptions } from "./path-filter.js";
export { profile } from "./profile.js";
export { type WithEvents, type WithoutEvents, walk, walkBatches } from "./walk.js";
export {
  PATH_BYTES_DEFAULTS,
  type PathBytesOptions,
  type PathWalkOptions,
  walkPathBytes,
  walkPaths,
} from "./walk-paths.js";
export type { Enter, Leave, WalkItem, WalkStep } from "./walk-step.js";

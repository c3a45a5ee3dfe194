export { compileGlob } from "./compile-glob.js";
export type { FolderState } from "./folder-state.js";
export { DEFAULT_GLOB_OPTIONS, type GlobOptions } from "./glob-options.js";
export { type FolderMatcher, type Glob, type GlobSet, globSet, programMatcher } from "./glob-set.js";
export {
  type IgnoreExplanation,
  type IgnoreFile,
  type IgnoreOptions,
  type IgnoreRules,
  ignoreRules,
} from "./ignore-rules.js";
export { DEFAULT_LIMITS, type MatcherLimits } from "./limits.js";
export { PatternError, type PatternErrorOptions } from "./pattern-error.js";
export type { Program } from "./program.js";

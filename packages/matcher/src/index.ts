export type { FolderState } from "./folder-state.js";
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

export { type AssessedStructure, type Assessment, type AssessOptions, assess } from "./assess.js";
export {
  COPY_DEFAULTS,
  type CopyDefaults,
  type CopyOptions,
  type CopyProgress,
} from "./copy/copy-options.js";
export type {
  CopyConflict,
  CopyCount,
  CopyError,
  CopyPair,
  CopyReport,
  CopyState,
  LeftOutEntry,
} from "./copy/copy-report.js";
export { copyStructures } from "./copy/copy-structures.js";
export type { LocalPath } from "./copy/local-path.js";
export { FIND_DEFAULTS, type FindOptions, type ViewOptions } from "./find-options.js";
export { type FoundStructure, findStructures } from "./find-structures.js";
export {
  parsePatterns,
  type SerializePatternOptions,
  StructurePatternError,
  serializePatterns,
} from "./parse-patterns.js";
export { PATTERN_SCHEMA } from "./pattern-schema.js";
export { PatternFileError, type PatternFileFault, readPatternFiles } from "./read-pattern-files.js";
export { matchPath, type StructureMatch } from "./structure-match.js";
export { PATTERN_DEFAULTS, patternLabel, type StructurePattern, type WholePattern } from "./structure-pattern.js";
export { type PatternFault, validate } from "./validate.js";

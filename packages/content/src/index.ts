export { BuildError } from "./build-error.js";
export { BUILD_DEFAULTS, type BuildOptions, type BuildResult, buildFile } from "./build-file.js";
export { BUILD_ORDERS, type BuildOrder } from "./build-order.js";
export type { OutputState } from "./build-output.js";
export { BINARY_FILES, type BinaryFiles } from "./build-text.js";
export {
  DUPLICATES_DEFAULTS,
  type DuplicateFile,
  type DuplicateGroup,
  type DuplicatesOptions,
  type DuplicatesReport,
  duplicates,
} from "./duplicates.js";
export { type ContentProgress, FILE_DEFAULTS, type FileOptions } from "./file-options.js";
export type { FolderPair, OverlappingFolder } from "./folder-overlap.js";
export { HASH_ALGORITHMS, HASH_DEFAULTS, type HashAlgorithm } from "./hash-algorithm.js";
export { type FileHashes, type HashFilesOptions, hashFiles } from "./hash-files.js";
export { type FileHash, type HashTreeOptions, hashTree, type TreeHash } from "./hash-tree.js";
export type { Reclaimable } from "./inode.js";
export { createNewFile, NEW_FILE_DEFAULTS, type NewFile, type NewFileOptions } from "./new-file.js";
export { type IncludedPath, ORDERED_DEFAULTS, type OrderedOptions } from "./ordered-files.js";
export { SEPARATORS, type Separator } from "./separator.js";

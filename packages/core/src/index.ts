export { toBase64 } from "./base64.js";
export { addBytes, type Bytes, compareBytes, multiplyBytes, subtractBytes, toBytes } from "./bytes.js";
export {
  CHANGE_KINDS,
  CHANGE_REPORT_VERSION,
  type Change,
  type ChangeCount,
  type ChangeKind,
  type ChangeReport,
  type ChangeSide,
  type ChangeState,
  type ChangeTotals,
  type ChangeWeight,
  type ExtensionChange,
  type FolderChange,
  isChangeReport,
} from "./change-report.js";
export {
  CHECK_REPORT_VERSION,
  type CheckedPlace,
  type CheckReport,
  type CheckResult,
  type CheckUnit,
} from "./check-report.js";
export { Entry, type EntryInit, type EntryStat, type EntryType } from "./entry.js";
export { baseName, extensionOf } from "./extension.js";
export { type MemoryNode, memorySource } from "./memory-source.js";
export { oneByOne } from "./one-by-one.js";
export { OptionError, type OptionErrorInit } from "./option-error.js";
export { type PackedProfile, transferable } from "./packed-profile.js";
export { parseSize, SIZE_SYNTAX } from "./parse-size.js";
export { comparePaths, compareStrings, type OrderedPath } from "./path-order.js";
export { Profile } from "./profile.js";
export {
  checkCount,
  PROFILE_DEFAULTS,
  type ProfileOptions,
  type ResolvedProfileOptions,
  resolveProfileOptions,
} from "./profile-options.js";
export type { FinishOptions } from "./profile-report.js";
export {
  type AgesReport,
  type Capped,
  type Completeness,
  type CompletenessState,
  type DepthReport,
  type DirectFilesReport,
  type DirectoryNameReport,
  type DirectoryReport,
  type ExtensionReport,
  type FileReport,
  type HardLinksReport,
  type MonthReport,
  type Place,
  REPORT_VERSION,
  type Report,
  type ReportedError,
  type ReportOptions,
  type RootReport,
  type RunReport,
  type SizeClass,
  type SizePercentiles,
  type SizesReport,
  type Totals,
  type WorkerTrace,
} from "./report.js";
export {
  canonicalReport,
  isReport,
  parseExact,
  parseReport,
  type SerializeOptions,
  serializeReport,
  stringifyExact,
} from "./report-json.js";
export { REPORT_SCHEMA } from "./report-schema.js";
export { reportedPlace } from "./reported-place.js";
export { rootedPath } from "./rooted-path.js";
export type {
  Awaitable,
  FoundIgnoreFile,
  IgnoreAccess,
  IgnoreContext,
  Listing,
  ListingChunk,
  Source,
  SourceRequest,
} from "./source.js";
export { systemCode, systemSentence } from "./system-error.js";
export { WalkError, type WalkErrorInit, type WalkOperation } from "./walk-error.js";

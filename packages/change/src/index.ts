export type { CheckProgress } from "./check/budget-rule.js";
export { CHECK_DEFAULTS, type CheckOptions, checkBudgets } from "./check/check-budgets.js";
export type {
  DuplicatesBudget,
  ExtensionBudget,
  Limits,
  RequiredStructure,
  ShareLimit,
  SizeLimit,
  StructureBudget,
  TransectConfig,
  TreeBudgets,
} from "./check/check-config.js";
export { ConfigError, type ConfigFault } from "./check/config-error.js";
export { CONFIG_SCHEMA } from "./check/config-schema.js";
export { readConfig, validateConfig } from "./check/read-config.js";
export { COMPARE_DEFAULTS, type CompareOptions, compareSnapshots } from "./compare/compare-snapshots.js";
export { type ListedSnapshot, listSnapshots, SNAPSHOT_NAME_SYNTAX, snapshotFile } from "./snapshot/list-snapshots.js";
export { readSnapshot, readSnapshotSummary } from "./snapshot/read-snapshot.js";
export { type SaveOptions, saveSnapshot } from "./snapshot/save-snapshot.js";
export {
  pathOfRow,
  ROW_FLAGS,
  SNAPSHOT_ERRORS,
  SNAPSHOT_VERSION,
  type Snapshot,
  type SnapshotRows,
  type SnapshotSummary,
  sizeOfRow,
  typeOfRow,
} from "./snapshot/snapshot.js";
export { SnapshotError, type SnapshotErrorCode, type SnapshotErrorInit } from "./snapshot/snapshot-error.js";
export { SNAPSHOT_SUFFIX } from "./snapshot/snapshot-file.js";
export type { SnapshotDigest, SnapshotOptions } from "./snapshot/snapshot-options.js";
export { rulesOf, type SnapshotRules, walkOptionsOf } from "./snapshot/snapshot-rules.js";
export { takeSnapshot } from "./snapshot/take-snapshot.js";

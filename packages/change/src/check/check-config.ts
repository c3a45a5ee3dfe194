import type { Limits } from "./budget-rule.js";
import type { ExtensionBudget } from "./budget-rules.js";
import type { DuplicatesBudget } from "./duplicates-rule.js";
import type { ShareLimit, SizeLimit } from "./limit-schemas.js";
import type { RequiredStructure, StructureBudget } from "./structure-rule.js";

/** What a tree is held to. A limit that stands alone is the largest that is allowed. */
export interface TreeBudgets {
  /** What it is called in reports. Default: its root. */
  readonly name?: string;
  /** A file or folder, absolute or from the folder of the configuration on. Default `.`. */
  readonly root?: string;
  /** What is looked at, as the options of a walk by these names. */
  readonly match?: string | readonly string[];
  readonly exclude?: string | readonly string[];
  readonly ignore?: "git" | readonly string[];
  readonly hidden?: boolean;
  readonly totalSize?: Limits<SizeLimit>;
  readonly largestFile?: Limits<SizeLimit>;
  readonly fileCount?: Limits<number>;
  readonly emptyFolders?: Limits<number>;
  /** By extension, with its dot and in small letters; an empty one is for names without. */
  readonly extensions?: Readonly<Record<string, ExtensionBudget>>;
  readonly duplicates?: DuplicatesBudget;
  /** Not beside `match`: folders are looked at whole. */
  readonly structure?: StructureBudget;
}

/** What `transect.config.json` holds. */
export interface TransectConfig {
  readonly $schema?: string;
  readonly budgets: readonly TreeBudgets[];
}

export type { DuplicatesBudget, ExtensionBudget, Limits, RequiredStructure, ShareLimit, SizeLimit, StructureBudget };

import { type BudgetRule, checkLimits, type Limits, profileRule, worstPlace } from "./budget-rule.js";
import { duplicatesRule } from "./duplicates-rule.js";
import { LIMITS, readShare, readSize, type ShareLimit, type SizeLimit } from "./limit-schemas.js";
import { structureRule } from "./structure-rule.js";

/** The budgets of one extension. */
export interface ExtensionBudget {
  /** Of the bytes of all files. */
  readonly share?: Limits<ShareLimit>;
  readonly files?: Limits<number>;
  readonly size?: Limits<SizeLimit>;
}

const totalSize = profileRule<Limits<SizeLimit>>({
  key: "totalSize",
  schema: { ...LIMITS.size, title: "Bytes in files, as st_size says; a file with several names counts once." },
  check: (budget, tree, report) => {
    const { totals, largestDirectories } = report;
    const worst = largestDirectories.list.map((row) => worstPlace(row, row.totals.apparentBytes));
    const measure = { budget: "total size", tree, unit: "bytes", found: totals.apparentBytes, worst } as const;
    return checkLimits(measure, budget, readSize);
  },
});

const largestFile = profileRule<Limits<SizeLimit>>({
  key: "largestFile",
  schema: { ...LIMITS.size, title: "Bytes in the largest file." },
  check: (budget, tree, report) => {
    const files = report.largestFiles.list.map((row) => worstPlace(row, row.apparentBytes));
    const found = files[0]?.value ?? 0;
    return checkLimits(
      { budget: "largest file", tree, unit: "bytes", found, worst: files, each: true },
      budget,
      readSize,
    );
  },
});

const fileCount = profileRule<Limits<number>>({
  key: "fileCount",
  schema: { ...LIMITS.count, title: "Regular files." },
  check: (budget, tree, report) => {
    const { totals, busiestDirectories } = report;
    const worst = busiestDirectories.list.map((row) => worstPlace(row, row.files));
    const measure = { budget: "file count", tree, unit: "files", found: totals.files, worst } as const;
    return checkLimits(measure, budget, (limit) => limit);
  },
});

const emptyFolders = profileRule<Limits<number>>({
  key: "emptyFolders",
  schema: { ...LIMITS.count, title: "Folders whose listing yields nothing at all." },
  check: (budget, tree, report) => {
    const { count, list } = report.emptyDirectories;
    const worst = list.map((row) => worstPlace(row));
    return checkLimits(
      { budget: "empty folders", tree, unit: "folders", found: count, worst },
      budget,
      (limit) => limit,
    );
  },
});

const extensions = profileRule<Readonly<Record<string, ExtensionBudget>>>({
  key: "extensions",
  schema: {
    title: "Files by extension: with its dot, in small letters, and empty for names without one.",
    description: "an object with extensions such as .map, in small letters, each with share, files or size",
    type: "object",
    propertyNames: {
      description: "an extension such as .map, in small letters, or nothing for names without one",
      pattern: "^(\\.[^./A-Z]+)?$",
    },
    additionalProperties: {
      description: "an object with share, files or size",
      type: "object",
      properties: {
        share: { ...LIMITS.share, title: "Its share of the bytes of all files." },
        files: LIMITS.count,
        size: LIMITS.size,
      },
      minProperties: 1,
      additionalProperties: false,
    },
  },
  check: (budget, tree, report) =>
    Object.entries(budget).flatMap(([extension, { share, files, size }]) => {
      const row = report.extensions.list.find((one) => one.extension === extension);
      const bytes = row?.apparentBytes ?? 0;
      const whole = report.totals.apparentBytes;
      const found = Number(whole) === 0 ? 0 : Number(bytes) / Number(whole);
      const name = extension === "" ? "files without extension" : extension;
      return [
        ...checkLimits({ budget: `share of ${name}`, tree, unit: "share", found }, share, readShare),
        ...checkLimits(
          { budget: `count of ${name}`, tree, unit: "files", found: row?.files ?? 0 },
          files,
          (limit) => limit,
        ),
        ...checkLimits({ budget: `size of ${name}`, tree, unit: "bytes", found: bytes }, size, readSize),
      ];
    }),
});

/**
 * Every kind of budget there is, in the order in which they are checked. A new one is a row here: its schema becomes
 * part of the configuration's, and its results part of every report.
 */
export const BUDGET_RULES: readonly BudgetRule[] = [
  totalSize,
  largestFile,
  fileCount,
  emptyFolders,
  extensions,
  duplicatesRule,
  structureRule,
];

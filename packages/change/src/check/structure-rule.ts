import {
  type CheckedPlace,
  type CheckResult,
  type Completeness,
  type Entry,
  type Place,
  type ReportedError,
  reportedPlace,
  type WalkError,
} from "@transect/core";
import { findStructures, patternLabel, type StructurePattern } from "@transect/structure";
import {
  type BudgetFindings,
  type BudgetRule,
  budgetRule,
  type CheckedTree,
  checkLimits,
  type Schema,
  worstPlace,
} from "./budget-rule.js";
import { COUNT } from "./limit-schemas.js";
import { readStructurePatterns } from "./structure-patterns.js";

/** A structure that must be there so many times. */
export interface RequiredStructure {
  readonly pattern: string | StructurePattern;
  /** How many folders must be built so at least. Default 1. */
  readonly min?: number;
}

/**
 * How folders must be built, and how none may be. A pattern is as in `@transect/structure`, or the name of a file of such
 * patterns, from the folder of the configuration on; each pattern in a file counts by itself.
 */
export interface StructureBudget {
  readonly required?: readonly (string | StructurePattern | RequiredStructure)[];
  readonly forbidden?: readonly (string | StructurePattern)[];
}

const FILE: Schema = { description: "the name of a file of structure patterns", type: "string", minLength: 1 };

const PATTERN: Schema = {
  description: "a structure pattern, or the name of a file of them",
  if: { type: "string" },
  // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
  then: FILE,
  else: { $ref: "#/$defs/object" },
};

const REQUIRED: Schema = {
  description: "a structure pattern, the name of a file of them, or an object with pattern and min",
  if: { type: "object", required: ["pattern"] },
  // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
  then: {
    type: "object",
    properties: {
      pattern: PATTERN,
      min: { ...COUNT, title: "How many folders must be built so at least. Default: 1." },
    },
    additionalProperties: false,
  },
  else: PATTERN,
};

/** What is wanted of the folders that one pattern matches. */
interface Wanted {
  readonly budget: string;
  readonly pattern: StructurePattern;
  readonly limits: { readonly min: number } | { readonly max: number };
}

/** Folders by how they are built, as `findStructures` of `@transect/structure` finds them, in one walk for all. */
export const structureRule: BudgetRule = budgetRule<StructureBudget, readonly Wanted[]>({
  key: "structure",
  schema: {
    title: "Folders by how they are built: those that must be there, and those that may not.",
    description: "an object with required or forbidden",
    type: "object",
    properties: {
      required: {
        title: "Structures that at least one folder must have each, the root included.",
        description: "an array of structure patterns, at least one",
        type: "array",
        items: REQUIRED,
        minItems: 1,
      },
      forbidden: {
        title: "Structures that no folder may have, the root included.",
        description: "an array of structure patterns, at least one",
        type: "array",
        items: PATTERN,
        minItems: 1,
      },
    },
    minProperties: 1,
    additionalProperties: false,
  },
  beside: {
    properties: { match: { description: "no match beside structure, which looks at whole folders", not: {} } },
  },
  resolve: async ({ required = [], forbidden = [] }, base) => {
    const must = required.map(async (one) => {
      const { pattern, min = 1 } = isCounted(one) ? one : { pattern: one };
      return (await readStructurePatterns(pattern, base)).map((each) => wanted("required", each, { min }));
    });
    const mustNot = forbidden.map(async (pattern) =>
      (await readStructurePatterns(pattern, base)).map((each) => wanted("forbidden", each, { max: 0 })),
    );
    return (await Promise.all([...must, ...mustNot])).flat();
  },
  check: checkStructure,
});

function wanted(kind: string, pattern: StructurePattern, limits: Wanted["limits"]): Wanted {
  return { budget: `${kind} structure ${patternLabel(pattern)}`, pattern, limits };
}

function isCounted(one: string | StructurePattern | RequiredStructure): one is RequiredStructure {
  return typeof one === "object" && "pattern" in one;
}

async function checkStructure(budget: readonly Wanted[], tree: CheckedTree): Promise<BudgetFindings> {
  const { match: _, ...view } = tree.view();
  const found = budget.map((): CheckedPlace[] => []);
  const errors: ReportedError[] = [];
  let state: Completeness["state"] = "complete";
  const patterns = budget.map(({ pattern }) => pattern);
  for await (const item of findStructures(tree.root, patterns, { ...view, order: "path" })) {
    if (item.type === "match") found[item.patternIndex]?.push(worstPlace(placeOf(item.directory)));
    else if (item.operation === "walk") state = item.code === "ETIMEDOUT" ? "timedOut" : "cancelled";
    else errors.push(toReported(item));
  }
  if (state === "complete" && errors.length > 0) state = "partial";
  const results = budget.flatMap(({ budget: name, limits }, index): CheckResult[] => {
    const worst = found[index] ?? [];
    const measure = { budget: name, tree, unit: "folders", found: worst.length, worst } as const;
    return checkLimits(measure, limits, (limit: number) => limit);
  });
  return { results, completeness: { state, errors: { count: errors.length, leftOut: 0, list: errors } } };
}

function toReported({ entry, operation, code, message }: WalkError): ReportedError {
  return { ...placeOf(entry), operation, code, message };
}

function placeOf(entry: Entry): Place {
  return reportedPlace(entry.root.name, entry);
}

import type { ContentProgress } from "@transect/content";
import type { Bytes, CheckedPlace, CheckResult, CheckUnit, Completeness, Place, Report } from "@transect/core";
import type { Progress, WalkOptions } from "@transect/walker-parallel";

/** A JSON Schema. */
export type Schema = { readonly [keyword: string]: unknown };

/** How far a check has got: with a walk, or with files that are read for duplicates. */
export type CheckProgress = Progress | ContentProgress;

/** What is looked at of a tree, and how. */
export interface CheckedView extends Omit<WalkOptions, "onProgress"> {
  readonly onProgress?: ((progress: CheckProgress) => void) | undefined;
}

/** A tree whose budgets are checked. */
export interface CheckedTree {
  /** What it is called. */
  readonly name: string;
  /** Where it lies. */
  readonly root: string;
  /** What is looked at of it, and how: for rules that walk it themselves. */
  readonly view: () => CheckedView;
  /** Its profile, with whole lists. It is made when it is first asked for, once. */
  readonly profile: () => Promise<Report>;
}

/** What a rule found in a tree. */
export interface BudgetFindings {
  /** One for each limit. */
  readonly results: readonly CheckResult[];
  /** Whether all that the rule looked for could be read. */
  readonly completeness: Completeness;
}

/** One kind of budget: what it looks like in a configuration, and what it finds in a tree. */
export interface BudgetRule {
  /** Its name in a configuration. */
  readonly key: string;
  /** What may stand there. Every description follows the word "expected" in messages. */
  readonly schema: Schema;
  /** What may not stand beside it: a schema of the keys around. */
  readonly beside?: Schema;
  /**
   * Reads files that a budget names, from a folder on, and gives the budget to check. It is called for all budgets before
   * anything is walked. Rejects with a `ConfigError` for a file that will not do.
   */
  readonly resolve?: (budget: unknown, base: string) => Promise<unknown>;
  /** Looks at a tree. The budget is one that its schema has passed. */
  readonly check: (budget: unknown, tree: CheckedTree) => Promise<BudgetFindings>;
}

/** Makes a rule whose budgets have a type `B`, and `R` once resolved. The schema makes sure that they are of it. */
export function budgetRule<B, R = B>(rule: {
  readonly key: string;
  readonly schema: Schema;
  readonly beside?: Schema;
  readonly resolve?: (budget: B, base: string) => Promise<R>;
  readonly check: (budget: R, tree: CheckedTree) => Promise<BudgetFindings>;
}): BudgetRule {
  const { resolve, ...rest } = rule;
  return {
    ...rest,
    ...(resolve && { resolve: (budget, base) => resolve(budget as B, base) }),
    check: (budget, tree) => rule.check(budget as R, tree),
  };
}

/** Makes a rule that needs no more than the profile of a tree. */
export function profileRule<B>(rule: {
  readonly key: string;
  readonly schema: Schema;
  readonly check: (budget: B, tree: CheckedTree, report: Report) => readonly CheckResult[];
}): BudgetRule {
  return budgetRule<B>({
    ...rule,
    check: async (budget, tree) => {
      const report = await tree.profile();
      return { results: rule.check(budget, tree, report), completeness: report.completeness };
    },
  });
}

/** The limits of a number: `max` alone where a budget is no object. */
export type Limits<T> = T | { readonly max?: T; readonly min?: T };

/** A place of a report as results list it: the tree that they are of says what the root is. */
export function worstPlace({ path, pathBase64 }: Place, value?: Bytes): CheckedPlace {
  return {
    path,
    ...(pathBase64 === undefined ? {} : { pathBase64 }),
    ...(value === undefined ? {} : { value }),
  };
}

/** What was measured, to be held against limits. */
export interface Measure {
  readonly budget: string;
  readonly tree: CheckedTree;
  readonly unit: CheckUnit;
  readonly found: Bytes;
  /** What to look at first where there is too much. */
  readonly worst?: readonly CheckedPlace[];
  /** Whether each of those is measured by itself: then only what is beyond the limit is shown. */
  readonly each?: boolean;
}

/** Holds a number against its limits: a result for each of them. */
export function checkLimits<T>(
  measure: Measure,
  limits: Limits<T> | undefined,
  read: (limit: T) => Bytes,
): CheckResult[] {
  const { budget, tree, unit, found, worst = [], each = false } = measure;
  const results: CheckResult[] = [];
  const { max, min } = isRange(limits) ? limits : { max: limits };
  const common = { budget, tree: tree.name, unit };
  if (max !== undefined) {
    const allowed = read(max);
    const passed = found <= allowed;
    const shown = passed ? [] : worst.filter(({ value }) => value === undefined || value > (each ? allowed : 0));
    results.push({ ...common, limit: "max", allowed, found, passed, worst: shown.slice(0, MOST_WORST) });
  }
  if (min !== undefined) {
    const allowed = read(min);
    results.push({ ...common, limit: "min", allowed, found, passed: found >= allowed, worst: [] });
  }
  return results;
}

const MOST_WORST = 10;

function isRange<T>(limits: Limits<T> | undefined): limits is { readonly max?: T; readonly min?: T } {
  return typeof limits === "object" && limits !== null;
}

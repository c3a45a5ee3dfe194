import path from "node:path";
import {
  CHECK_REPORT_VERSION,
  type CheckReport,
  type CheckResult,
  type Completeness,
  OptionError,
  type Report,
  rootedPath,
} from "@transect/core";
import { type ProfileOptions, profile } from "@transect/walker-parallel";
import type { BudgetRule, CheckedTree, CheckedView, CheckProgress } from "./budget-rule.js";
import { BUDGET_RULES } from "./budget-rules.js";
import type { TransectConfig, TreeBudgets } from "./check-config.js";
import { validateConfig } from "./read-config.js";

/** How budgets are checked: where roots begin, and how to walk. `maxDuration` is for all trees together. */
export interface CheckOptions
  extends Pick<ProfileOptions, "backend" | "jobs" | "source" | "signal" | "maxDuration" | "progressInterval"> {
  /** The folder that relative roots and files of structure patterns are given from. Default `.`. */
  readonly base?: string | undefined;
  /** Told now and then how far the walk of a tree has got, or the reading of its files for duplicates. */
  readonly onProgress?: ((progress: CheckProgress) => void) | undefined;
}

/** The defaults of {@link CheckOptions} that are not the walk's. */
export const CHECK_DEFAULTS: { readonly base: string } = { base: "." };

/**
 * Holds trees to their budgets, with a result for each limit. Of a tree there is one walk for sizes and counts, one for
 * structure and one for duplicates, each only where a budget asks for it; files are read for duplicates alone.
 *
 * What could not be read is in `errors`, and makes the report incomplete: nobody knows then whether a budget is kept. A
 * root that is not there is such an error.
 *
 * Rejects with an `OptionError` for a configuration with faults (`validateConfig` lists all of them) and for a bad
 * option, and with a `ConfigError` for a file of structure patterns that is not there or has faults.
 */
export async function checkBudgets(config: TransectConfig, options: CheckOptions = {}): Promise<CheckReport> {
  const [fault] = validateConfig(config);
  if (fault !== undefined) {
    throw new OptionError({ option: "config", value: config, expected: `no faults: ${fault.place} ${fault.message}` });
  }
  const { base = CHECK_DEFAULTS.base } = options;
  if (typeof base !== "string")
    throw new OptionError({ option: "base", value: base, expected: "the path of a folder" });
  const run = untilDeadline(options);
  const plans = await Promise.all(config.budgets.map((budgets) => planOf(budgets, base, run)));
  const results: CheckResult[] = [];
  const errors: string[] = [];
  let complete = true;
  for (const { tree, asked } of plans) {
    const seen = new Set<Completeness>();
    for (const { rule, budget } of asked) {
      const findings = await rule.check(budget, tree);
      results.push(...findings.results);
      seen.add(findings.completeness);
    }
    if ([...seen].some(({ state }) => state !== "complete")) complete = false;
    // What several rules could not read is told once.
    errors.push(...new Set([...seen].flatMap((completeness) => linesOf(tree, completeness))));
  }
  return {
    format: "transect-check",
    version: CHECK_REPORT_VERSION,
    passed: results.every(({ passed }) => passed),
    complete,
    results,
    errors,
  };
}

type RunOptions = Omit<CheckOptions, "base">;

/** Gives the options of a walk that begins now, so that all walks together take no longer than `maxDuration`. */
function untilDeadline({ base: _, ...run }: CheckOptions): () => RunOptions {
  const { maxDuration } = run;
  if (typeof maxDuration !== "number") return () => run;
  const deadline = performance.now() + maxDuration;
  return () => ({ ...run, maxDuration: maxDuration < 0 ? maxDuration : Math.max(0, deadline - performance.now()) });
}

/** A tree, and what is asked of it, in the order of the rules. */
interface Plan {
  readonly tree: CheckedTree;
  readonly asked: readonly { readonly rule: BudgetRule; readonly budget: unknown }[];
}

async function planOf(budgets: TreeBudgets, base: string, run: () => RunOptions): Promise<Plan> {
  const given = new Map<string, unknown>(Object.entries(budgets));
  const rules = BUDGET_RULES.filter(({ key }) => given.get(key) !== undefined);
  const asked = await Promise.all(
    rules.map(async (rule) => {
      const budget = given.get(rule.key);
      return { rule, budget: rule.resolve === undefined ? budget : await rule.resolve(budget, base) };
    }),
  );
  return { tree: checkedTree(budgets, base, run), asked };
}

function checkedTree(budgets: TreeBudgets, base: string, run: () => RunOptions): CheckedTree {
  const { root = ".", name = root, match, exclude, ignore, hidden } = budgets;
  const view = (): CheckedView => ({ ...run(), match, exclude, ignore, hidden });
  const at = path.isAbsolute(root) ? root : path.join(base, root);
  let report: Promise<Report> | undefined;
  return {
    name,
    root: at,
    view,
    profile() {
      // Rules look for extensions in a list that must be whole.
      report ??= profile(at, { ...view(), listLimit: Number.POSITIVE_INFINITY, treeDepth: 0 });
      return report;
    },
  };
}

/** What could not be read, a line each. */
function linesOf(tree: CheckedTree, { state, errors }: Completeness): string[] {
  return [
    ...(state === "timedOut" || state === "cancelled" ? [`${tree.name}: stopped before all was seen`] : []),
    ...errors.list.map((error) => `${rootedPath(error.root, error.path)}: ${error.message}`),
    ...(errors.leftOut > 0 ? [`${tree.name}: ${errors.leftOut} more that could not be read`] : []),
  ];
}

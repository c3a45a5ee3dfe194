import path from "node:path";
import { CHECK_REPORT_VERSION, type CheckReport, type CheckResult, OptionError, rootedPath } from "@transect/core";
import { type ProfileOptions, profile } from "@transect/walker-parallel";
import type { CheckedTree } from "./budget-rule.js";
import { BUDGET_RULES } from "./budget-rules.js";
import type { TransectConfig, TreeBudgets } from "./check-config.js";
import { validateConfig } from "./read-config.js";

/** How budgets are checked: where roots begin, and how to walk. */
export interface CheckOptions
  extends Pick<ProfileOptions, "backend" | "jobs" | "source" | "signal" | "maxDuration" | "onProgress"> {
  /** The folder that roots are given from. Default: the working folder. */
  readonly base?: string | undefined;
}

/**
 * Holds trees to their budgets: one walk for each, and a result for each limit.
 *
 * What could not be read is in `errors`, and makes the report incomplete: nobody knows then whether a budget is kept. A
 * root that is not there is such an error.
 *
 * Rejects with an `OptionError` for a configuration with faults (`validateConfig` lists all of them), and for a bad
 * option.
 */
export async function checkBudgets(config: TransectConfig, options: CheckOptions = {}): Promise<CheckReport> {
  const { base = "", ...walk } = options;
  const [fault] = validateConfig(config);
  if (fault !== undefined) {
    throw new OptionError({ option: "config", value: config, expected: `no faults: ${fault.place} ${fault.message}` });
  }
  const results: CheckResult[] = [];
  const errors: string[] = [];
  let complete = true;
  for (const budgets of config.budgets) {
    const tree = await checkedTree(budgets, { ...walk, base });
    const { state, errors: met } = tree.report.completeness;
    if (state !== "complete") complete = false;
    if (state === "timedOut" || state === "cancelled") errors.push(`${tree.name}: stopped before all was seen`);
    errors.push(...met.list.map((error) => `${rootedPath(error.root, error.path)}: ${error.message}`));
    if (met.leftOut > 0) errors.push(`${tree.name}: ${met.leftOut} more that could not be read`);
    const asked = new Map<string, unknown>(Object.entries(budgets));
    for (const rule of BUDGET_RULES) {
      if (asked.has(rule.key)) results.push(...(await rule.check(asked.get(rule.key), tree)));
    }
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

type TreeOptions = Omit<CheckOptions, "base"> & { readonly base: string };

async function checkedTree(budgets: TreeBudgets, { base, ...walk }: TreeOptions): Promise<CheckedTree> {
  const { root = ".", name = root, match, exclude, ignore, hidden } = budgets;
  const options = { ...walk, match, exclude, ignore, hidden };
  const at = base === "" ? root : path.join(base, root);
  // Rules look for extensions in a list that must be whole.
  const report = await profile(at, { ...options, listLimit: Number.POSITIVE_INFINITY, treeDepth: 0 });
  return { name, root: at, walk: options, report };
}

import { OptionError } from "@transect/core";
import { type BudgetRule, budgetRule, checkLimits, type Limits, worstPlace } from "./budget-rule.js";
import { LIMITS, readSize, SIZE, type SizeLimit } from "./limit-schemas.js";

/** What is allowed of files that hold the same. */
export interface DuplicatesBudget {
  /** Bytes that would be free if one of each were kept, by their sizes. */
  readonly reclaimable?: Limits<SizeLimit>;
  /** Contents that several files hold. */
  readonly groups?: Limits<number>;
  /** Smaller files are not looked at. Default 1. */
  readonly minSize?: SizeLimit;
}

/** Files that hold the same, as `duplicates` of `@transect/content` finds them; hard links are one file. */
export const duplicatesRule: BudgetRule = budgetRule<DuplicatesBudget>({
  key: "duplicates",
  schema: {
    title: "Files that hold the same; the names of one file on the disk are one file.",
    description: "an object with reclaimable or groups, and minSize if need be",
    type: "object",
    properties: {
      reclaimable: { ...LIMITS.size, title: "Bytes that would be free if one of each were kept." },
      groups: { ...LIMITS.count, title: "Contents that several files hold." },
      minSize: { ...SIZE, title: "Smaller files are not looked at. Default: 1." },
    },
    anyOf: [{ required: ["reclaimable"] }, { required: ["groups"] }],
    additionalProperties: false,
  },
  check: async ({ reclaimable, groups, minSize }, tree) => {
    const { source, ...view } = tree.view();
    if (source !== undefined) {
      const expected = "none where there is a budget for duplicates, for which files on the local disk are read";
      throw new OptionError({ option: "source", value: source, expected });
    }
    const { duplicates } = await import("@transect/content");
    const found = await duplicates(tree.root, {
      ...view,
      minSize: minSize === undefined ? undefined : readSize(minSize),
      // Nothing is asked of folders.
      folderLimit: 0,
    });
    const bytes = {
      budget: "duplicate bytes",
      tree,
      unit: "bytes",
      found: found.reclaimable.apparentBytes,
      worst: found.groups.flatMap(({ files: [first], reclaimable: { apparentBytes } }) =>
        first === undefined ? [] : [worstPlace(first, apparentBytes)],
      ),
    } as const;
    const contents = {
      budget: "duplicate contents",
      tree,
      unit: "groups",
      found: found.groups.length,
      worst: found.groups.flatMap(({ files }) => files.map((file) => worstPlace(file))),
    } as const;
    return {
      results: [...checkLimits(bytes, reclaimable, readSize), ...checkLimits(contents, groups, (limit) => limit)],
      completeness: found.completeness,
    };
  },
});

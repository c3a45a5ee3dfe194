import { OptionError } from "./option-error.js";

/** What a profile keeps and how much of it the report shows. */
export interface ProfileOptions {
  /**
   * `once`: the bytes of an object with several names count once, for the smallest path in byte order, so that the
   * answer never depends on the order of the walk. `each`: every name counts. Default `once`.
   */
  readonly hardLinks?: "once" | "each" | undefined;
  /**
   * Whether sizes, times and links count. Without them only names do, which needs no look at each file: the report's
   * bytes are 0, and it has no sizes, no ages and no hard links. Default true.
   */
  readonly sizes?: boolean | undefined;
  /** How many rows each ranking (largest files, largest directories, …) holds. Default 10. */
  readonly top?: number | undefined;
  /** How many rows each list (errors, empty directories, extensions, the tree) holds. Default 1,000. */
  readonly listLimit?: number | undefined;
  /** Down to which depth the tree of subtree totals goes. Default 3; `Infinity` for all. */
  readonly treeDepth?: number | undefined;
  /** The smallest share of its root's allocated bytes with which a directory is shown in the tree. Default 0. */
  readonly treeShare?: number | undefined;
}

/** {@link ProfileOptions} with every default filled in. */
export type ResolvedProfileOptions = { readonly [K in keyof ProfileOptions]-?: NonNullable<ProfileOptions[K]> };

/** The defaults of {@link ProfileOptions}. */
export const PROFILE_DEFAULTS: ResolvedProfileOptions = {
  hardLinks: "once",
  sizes: true,
  top: 10,
  listLimit: 1000,
  treeDepth: 3,
  treeShare: 0,
};

/** Fills in the defaults and checks every value. Throws an {@link OptionError} for the first bad one. */
export function resolveProfileOptions(options: ProfileOptions = {}): ResolvedProfileOptions {
  const resolved = {
    hardLinks: options.hardLinks ?? PROFILE_DEFAULTS.hardLinks,
    sizes: options.sizes ?? PROFILE_DEFAULTS.sizes,
    top: options.top ?? PROFILE_DEFAULTS.top,
    listLimit: options.listLimit ?? PROFILE_DEFAULTS.listLimit,
    treeDepth: options.treeDepth ?? PROFILE_DEFAULTS.treeDepth,
    treeShare: options.treeShare ?? PROFILE_DEFAULTS.treeShare,
  };
  if (resolved.hardLinks !== "once" && resolved.hardLinks !== "each") {
    throw new OptionError({ option: "hardLinks", value: resolved.hardLinks, expected: '"once" or "each"' });
  }
  if (typeof resolved.sizes !== "boolean") {
    throw new OptionError({ option: "sizes", value: resolved.sizes, expected: "true or false" });
  }
  checkCount("top", resolved.top);
  checkCount("listLimit", resolved.listLimit);
  checkCount("treeDepth", resolved.treeDepth);
  if (!(resolved.treeShare >= 0 && resolved.treeShare <= 1)) {
    throw new OptionError({ option: "treeShare", value: resolved.treeShare, expected: "a number from 0 to 1" });
  }
  return resolved;
}

/** Throws an {@link OptionError} unless the value is a whole number from 0 on, or `Infinity`. */
export function checkCount(option: string, value: unknown): void {
  if (typeof value === "number" && value >= 0 && (Number.isInteger(value) || value === Infinity)) return;
  throw new OptionError({ option, value, expected: "a whole number from 0 on, or Infinity" });
}

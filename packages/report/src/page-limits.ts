import type { ProfileOptions } from "@transect/core";

/**
 * How many rows a report for a page is made with: folders of all depths, and files enough to hold most of the bytes of
 * most trees. The page is a megabyte or two then, and the map shows the rest of each folder as one.
 */
export const PAGE_LIMITS: { readonly top: number; readonly listLimit: number; readonly treeDepth: number } = {
  top: 3000,
  listLimit: 3000,
  treeDepth: Number.POSITIVE_INFINITY,
} satisfies ProfileOptions;

/** How many rows each list of what changed has for a page: enough to go down into folders far. */
export const CHANGES_PAGE_LIMIT = 3000;

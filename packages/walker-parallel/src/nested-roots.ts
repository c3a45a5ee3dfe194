import type { RootReport } from "@transect/core";
import type { ProfileJob } from "./backend.js";

/**
 * Puts the totals of roots that lie in others to their places among all roots.
 *
 * @param own the rows of a report without them, by root
 * @param nested their own rows, in the order in which they were given
 */
export function placeNested(
  { names, nesting }: Pick<ProfileJob, "names" | "nesting">,
  own: readonly RootReport[],
  nested: readonly RootReport[],
): RootReport[] {
  const byRoot = new Map(own.map((row) => [row.root, row]));
  let next = 0;
  return names.flatMap((name, index): RootReport[] => {
    const holder = nesting[index];
    const row = holder === undefined ? byRoot.get(name) : nested[next++];
    if (row === undefined) return [];
    return [holder === undefined ? row : { ...row, inside: names[holder] ?? "" }];
  });
}

import { Entry, OptionError } from "@transect/core";
import { type Stop, stoppedAt } from "./stop.js";
import type { WalkPlan } from "./walk-plan.js";
import type { WalkItem } from "./walk-step.js";

/** One root or several, as a path or an array of paths. Throws an `OptionError` where there is none, or an empty one. */
export function checkRoots(roots: string | readonly string[]): readonly string[] {
  const list = typeof roots === "string" ? [roots] : roots;
  const expected = "a path or an array of paths, none of them empty";
  if (!Array.isArray(list) || list.length === 0 || list.some(isNoPath)) {
    throw new OptionError({ option: "roots", value: roots, expected });
  }
  return list;
}

function isNoPath(root: unknown): boolean {
  return typeof root !== "string" || root === "" || root.includes("\0");
}

/** Looks at every root. Those that a source does not answer for before the walk is stopped are errors. */
export async function findRoots(roots: readonly string[], plan: WalkPlan, stop: Stop): Promise<WalkItem[]> {
  const found: WalkItem[] = [];
  for (const root of roots) {
    const result = plan.source.root(root, plan.request);
    const item = result instanceof Promise ? await stop.race(result) : result;
    found.push(item ?? stoppedAt(new Entry({ name: root, type: "other" }), stop.code ?? "ECANCELED"));
  }
  return found;
}

/**
 * For each root the index of the other one that it is, or lies in: the outermost of them, and the first of several
 * that are the same. `undefined` for a root that stands for itself.
 */
export async function findNesting(
  found: readonly WalkItem[],
  plan: WalkPlan,
  stop: Stop,
): Promise<(number | undefined)[]> {
  if (found.length === 1) return [undefined];
  const places: (string | undefined)[] = [];
  for (const item of found) {
    const result = item.type === "error" ? undefined : plan.source.place(item);
    places.push(result instanceof Promise ? await stop.race(result) : result);
  }
  return places.map((place, index) => {
    if (place === undefined) return undefined;
    const holders = places.flatMap((other, holder) => {
      if (other === undefined || holder === index) return [];
      const same = place === other && holder < index;
      return same || place.startsWith(`${other}/`) ? [holder] : [];
    });
    return holders.sort((a, b) => (places[a] ?? "").length - (places[b] ?? "").length || a - b)[0];
  });
}

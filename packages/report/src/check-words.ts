import type { Bytes, CheckResult, CheckUnit } from "@transect/core";
import { grouped, humanBytes, percent } from "./quantity.js";

/** A number of a check with its unit. Bytes are rounded; where that hides what differs they are given exactly. */
export function amount(value: Bytes, unit: CheckUnit): string {
  if (unit === "bytes") return humanBytes(value);
  if (unit === "share") return percent(Number(value));
  return grouped(value);
}

/** What was found, and what is allowed. */
export function amounts({ found, allowed, unit, limit }: CheckResult): readonly [found: string, allowed: string] {
  const shown = [amount(found, unit), amount(allowed, unit)] as const;
  const exact = unit === "share" ? String : grouped;
  const [left, right] = shown[0] === shown[1] && found !== allowed ? [exact(found), exact(allowed)] : shown;
  return [left, `${limit === "max" ? "at most" : "at least"} ${right}`];
}

/** Results that failed before those that passed, else in their own order. */
export function failedFirst(results: readonly CheckResult[]): readonly CheckResult[] {
  return [...results.filter(({ passed }) => !passed), ...results.filter(({ passed }) => passed)];
}

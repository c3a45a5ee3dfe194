import { addBytes, type Bytes, type MonthReport } from "@transect/core";

/** Files that were last modified in one year, in UTC. */
export interface YearSum {
  /** `YYYY`. */
  readonly year: string;
  readonly files: number;
  readonly apparentBytes: Bytes;
}

/** Puts months together into years, from old to new; years without a file are left out. */
export function sumYears(months: readonly MonthReport[]): YearSum[] {
  const years = new Map<string, YearSum>();
  for (const { month, files, apparentBytes } of months) {
    const year = month.slice(0, 4);
    const sum = years.get(year) ?? { year, files: 0, apparentBytes: 0 };
    years.set(year, { year, files: sum.files + files, apparentBytes: addBytes(sum.apparentBytes, apparentBytes) });
  }
  return [...years.values()];
}

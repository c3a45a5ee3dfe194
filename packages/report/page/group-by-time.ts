import type { Bytes, MonthReport } from "@transect/core";
import { sumYears } from "../src/sum-years.js";

/** Files of one month or one year. */
export interface TimeSpan {
  /** `YYYY-MM` or `YYYY`. */
  readonly label: string;
  readonly files: number;
  readonly apparentBytes: Bytes;
}

/** So many months are shown one by one; more are put together into years. */
const MOST_MONTHS = 36;

/**
 * Puts months on a line of time from old to new, with nothing where there is nothing: months where all lie within three
 * years, else years. Beyond a hundred years only those with files are there.
 */
export function groupByTime(months: readonly MonthReport[]): TimeSpan[] {
  const [first, last] = [months[0], months.at(-1)];
  if (first === undefined || last === undefined) return [];
  const from = monthNumber(first.month);
  const to = monthNumber(last.month);
  if (to - from < MOST_MONTHS) {
    return filled(
      months.map(({ month, ...row }) => ({ label: month, ...row })),
      Array.from({ length: to - from + 1 }, (_, index) => monthName(from + index)),
    );
  }
  const years = sumYears(months).map(({ year, ...row }) => ({ label: year, ...row }));
  const [begin, end] = [Math.floor(from / 12), Math.floor(to / 12)];
  if (end - begin > MOST_YEARS) return years;
  return filled(
    years,
    Array.from({ length: end - begin + 1 }, (_, index) => String(begin + index)),
  );
}

const MOST_YEARS = 100;

function filled(rows: readonly TimeSpan[], labels: readonly string[]): TimeSpan[] {
  const known = new Map(rows.map((row) => [row.label, row]));
  return labels.map((label) => known.get(label) ?? { label, files: 0, apparentBytes: 0 });
}

function monthNumber(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
}

function monthName(number: number): string {
  return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, "0")}`;
}

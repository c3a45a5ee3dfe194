import { addBytes, type Bytes } from "./bytes.js";
import type { MonthReport } from "./report.js";

const DAY_MS = 86_400_000;
const FIRST_DAY = Date.UTC(1900, 0, 1) / DAY_MS;
const LAST_DAY = Date.UTC(2199, 11, 31) / DAY_MS;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface Day {
  files: number;
  apparentBytes: Bytes;
}

/** The sums of each day, counted from 1970: a {@link MonthHistogram} as plain data. */
export type PackedMonths = ReadonlyMap<number, Readonly<Day>>;

/** How many files were last modified when. Kept by day, reported by calendar month, in UTC. */
export class MonthHistogram {
  readonly #days = new Map<number, Day>();
  /** Neighbours are often of one day: the last one is looked up once. */
  #lastDay = Number.NaN;
  #lastSum: Day = { files: 0, apparentBytes: 0 };

  /** Counts files at a time in milliseconds since 1970, with the bytes that count for them. */
  add(mtimeMs: number, files: number, apparentBytes: Bytes): void {
    this.#addDay(dayOf(mtimeMs), files, apparentBytes);
  }

  /** The histogram as plain data, for another thread. */
  pack(): PackedMonths {
    return this.#days;
  }

  /** Adds what was packed. */
  unpack(packed: PackedMonths): void {
    for (const [day, { files, apparentBytes }] of packed) this.#addDay(day, files, apparentBytes);
  }

  /** A histogram of its own with the same content. */
  clone(): MonthHistogram {
    const copy = new MonthHistogram();
    copy.unpack(this.pack());
    return copy;
  }

  /** Months that hold a file, from old to new. */
  report(): MonthReport[] {
    const months: Mutable<MonthReport>[] = [];
    let month: Mutable<MonthReport> | undefined;
    let end = Number.NEGATIVE_INFINITY;
    for (const day of [...this.#days.keys()].sort((a, b) => a - b)) {
      const { files, apparentBytes } = this.#sumOf(day);
      if (month === undefined || day >= end) {
        const date = new Date(day * DAY_MS);
        end = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) / DAY_MS;
        month = { month: date.toISOString().slice(0, 7), files: 0, apparentBytes: 0 };
        months.push(month);
      }
      month.files += files;
      month.apparentBytes = addBytes(month.apparentBytes, apparentBytes);
    }
    return months;
  }

  #addDay(day: number, files: number, apparentBytes: Bytes): void {
    if (day !== this.#lastDay) {
      this.#lastDay = day;
      this.#lastSum = this.#sumOf(day);
    }
    const sum = this.#lastSum;
    sum.files += files;
    sum.apparentBytes = addBytes(sum.apparentBytes, apparentBytes);
  }

  #sumOf(day: number): Day {
    let sum = this.#days.get(day);
    if (sum === undefined) {
      sum = { files: 0, apparentBytes: 0 };
      this.#days.set(day, sum);
    }
    return sum;
  }
}

function dayOf(mtimeMs: number): number {
  return Math.min(LAST_DAY, Math.max(FIRST_DAY, Math.floor(mtimeMs / DAY_MS)));
}

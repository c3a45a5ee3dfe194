import { addBytes } from "./bytes.js";
import type { Totals } from "./report.js";

/** Totals that are being counted up. */
export type Sums = { -readonly [K in keyof Totals]: Totals[K] };

/** Adds totals up; all zero where there are none. */
export function sumTotals(parts: readonly Totals[]): Sums {
  const sums: Sums = { files: 0, directories: 0, symlinks: 0, others: 0, apparentBytes: 0, allocatedBytes: 0 };
  for (const part of parts) addTotals(sums, part);
  return sums;
}

/** Adds totals to others in place. */
function addTotals(sums: Sums, part: Totals): void {
  sums.files += part.files;
  sums.directories += part.directories;
  sums.symlinks += part.symlinks;
  sums.others += part.others;
  sums.apparentBytes = addBytes(sums.apparentBytes, part.apparentBytes);
  sums.allocatedBytes = addBytes(sums.allocatedBytes, part.allocatedBytes);
}

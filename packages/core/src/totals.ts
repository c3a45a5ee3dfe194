import { addBytes, type Bytes } from "./bytes.js";
import type { Totals } from "./report.js";

/** Adds totals up; all zero where there are none. */
export function sumTotals(parts: readonly Totals[]): { -readonly [K in keyof Totals]: Totals[K] } {
  const sum = {
    files: 0,
    directories: 0,
    symlinks: 0,
    others: 0,
    apparentBytes: 0 as Bytes,
    allocatedBytes: 0 as Bytes,
  };
  for (const part of parts) {
    sum.files += part.files;
    sum.directories += part.directories;
    sum.symlinks += part.symlinks;
    sum.others += part.others;
    sum.apparentBytes = addBytes(sum.apparentBytes, part.apparentBytes);
    sum.allocatedBytes = addBytes(sum.allocatedBytes, part.allocatedBytes);
  }
  return sum;
}

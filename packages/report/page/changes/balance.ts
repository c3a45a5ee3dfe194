import type { Bytes } from "@transect/core";

/** How far the bar of each row goes to one side: from -1 to 1, beside the largest difference of them all. */
export function balanceOf<Row>(rows: readonly Row[], bytesOf: (row: Row) => Bytes): (row: Row) => number {
  const most = rows.reduce((largest, row) => Math.max(largest, Math.abs(Number(bytesOf(row)))), 0);
  return (row) => (most === 0 ? 0 : Number(bytesOf(row)) / most);
}

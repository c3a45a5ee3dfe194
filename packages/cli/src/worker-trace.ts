import type { RunReport } from "@transect/core";
import { grouped } from "@transect/report";

const HEADS = ["worker", "directories", "entries", "steals", "shares", "idle ms"];

/** What each worker of a run did, as a table; one line where the backend keeps no count of it. */
export function describeTrace({ backend, trace }: RunReport): string {
  if (trace === undefined) return `the backend ${backend} keeps no trace\n`;
  const rows = trace.map((row) => {
    return [row.worker, row.directories, row.entries, row.steals, row.shares, Math.round(row.idleMs)].map(grouped);
  });
  const widths = HEADS.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)));
  return [HEADS, ...rows]
    .map((row) => `${row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join("  ")}\n`)
    .join("");
}

import { type ComparedTotals, totalRows } from "./change-words.js";
import { markdownRows } from "./markdown-text.js";

/** Totals before and after, and their difference, as a table in Markdown. */
export function totalsTable(sides: ComparedTotals): string {
  return markdownRows(
    [
      ["", "left"],
      ["before", "right"],
      ["after", "right"],
      ["difference", "right"],
    ],
    totalRows(sides),
  );
}

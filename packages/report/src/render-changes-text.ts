import type { ChangeReport, ChangeTotals } from "@transect/core";
import { changedBytes, kindCounts, listedChanges, noteOf, placeOf, sideNames, totalRows } from "./change-words.js";
import { grouped } from "./quantity.js";
import { difference, signedBytes, signedCount } from "./signed.js";
import { createTextStyle, left, right, type TextOptions, type TextStyle, widest } from "./text-style.js";
import { renderTable, type TextRow } from "./text-table.js";

/**
 * What changed, for a person at a terminal: totals, then the largest changes, folders and extensions. File names are
 * shown safely; see `safeText`. The text ends with a newline. It is for reading: other programs take JSON.
 */
export function renderChangesText(report: ChangeReport, options: TextOptions = {}): string {
  const style = createTextStyle(options);
  const [before, after] = sideNames(report);
  const counts = kindCounts(report);
  const incomplete = [report.before, report.after].some((side) => !side.complete);
  const lines = [
    style.colors.bold(before),
    style.colors.bold(`${style.unicode ? "→" : "to"} ${after}`),
    ...(incomplete ? [style.colors.yellow("not all could be read")] : []),
    "",
    ...totalLines(style, report),
    "",
    counts.length === 0 ? "  nothing changed" : `  ${counts.join(style.dot)}`,
    ...changeLines(style, report),
    ...renderTable(
      style,
      "Folders",
      rowsOf(style, report.folders.list, ({ path }) => path),
      more(style, report.folders.count),
    ),
    ...renderTable(
      style,
      "Extensions",
      rowsOf(style, report.extensions.list, ({ extension }) => extension || "(none)"),
      more(style, report.extensions.count),
    ),
  ];
  return `${lines.join("\n")}\n`;
}

function totalLines(style: TextStyle, report: ChangeReport): string[] {
  const rows = totalRows(report);
  const widths = [0, 1, 2].map((column) => widest(rows.map((row) => row[column] ?? "")));
  const arrow = style.unicode ? "→" : "->";
  return rows.map(([name, before, after, more]) => {
    const [names = 0, befores = 0, afters = 0] = widths;
    return `  ${style.colors.dim(left(name, names))}  ${right(before, befores)} ${arrow} ${right(after, afters)}  ${more}`;
  });
}

function changeLines(style: TextStyle, report: ChangeReport): string[] {
  const arrow = style.unicode ? "→" : "->";
  const listed = listedChanges(report);
  const rows = listed.slice(0, style.rows).map((change) => {
    const bytes = changedBytes(change);
    return {
      cells: [change.kind, bytes === undefined ? "" : signedBytes(bytes)],
      label: placeOf(change, arrow),
      note: noteOf(change, arrow),
    };
  });
  const hidden = listed.length - rows.length + report.changes.leftOut;
  return renderTable(style, "Changes", rows, hidden > 0 ? `and ${grouped(hidden)} more` : undefined);
}

function rowsOf<T extends ChangeTotals>(
  style: TextStyle,
  changes: readonly T[],
  labelOf: (change: T) => string,
): TextRow[] {
  return changes.slice(0, style.rows).map((change) => ({
    cells: [
      signedBytes(difference(change.bytesBefore, change.bytesAfter)),
      `${signedCount(change.filesAfter - change.filesBefore)} files`,
    ],
    label: labelOf(change),
  }));
}

function more(style: TextStyle, count: number): string | undefined {
  return count > style.rows ? `and ${grouped(count - style.rows)} more` : undefined;
}

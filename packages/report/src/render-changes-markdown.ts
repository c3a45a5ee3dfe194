import type { ChangeReport, ChangeTotals } from "@transect/core";
import {
  type ComparedTotals,
  changedBytes,
  kindCounts,
  listedChanges,
  noteOf,
  sideNames,
  totalRows,
} from "./change-words.js";
import { MARKDOWN_DEFAULTS, type MarkdownOptions } from "./markdown-options.js";
import { codeSpan, details, markdownRows, withRest } from "./markdown-text.js";
import { difference, signedBytes, signedCount } from "./signed.js";

/**
 * What changed, as GitHub Flavored Markdown for a comment on a pull request: totals in sight, details to be opened.
 * Names stand in code spans, so that none can be taken for markup. The text ends with a newline.
 */
export function renderChangesMarkdown(report: ChangeReport, options: MarkdownOptions = {}): string {
  const rows = options.rows ?? MARKDOWN_DEFAULTS.rows;
  const [before, after] = sideNames(report);
  const counts = kindCounts(report);
  const incomplete = [report.before, report.after].some((side) => !side.complete);
  const blocks = [
    "### What changed",
    `${codeSpan(before)} → ${codeSpan(after)}`,
    ...(incomplete ? ["**Not all could be read.**"] : []),
    totalsTable(report),
    counts.length === 0 ? "Nothing changed." : `${counts.join(", ")}.`,
    ...changesBlock(report, rows),
    ...totalsBlock("Folders", "folder", report.folders, rows, ({ path }) => path),
    ...totalsBlock("Extensions", "extension", report.extensions, rows, ({ extension }) => extension || "(none)"),
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** Totals before and after, and their difference. */
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

function changesBlock(report: ChangeReport, rows: number): string[] {
  const listed = listedChanges(report);
  if (listed.length === 0) return [];
  const shown = listed.slice(0, rows).map((change) => {
    const bytes = changedBytes(change);
    const folder = (change.after ?? change.before)?.type === "directory" ? "/" : "";
    const place = codeSpan(`${change.path}${folder}`);
    const named = change.from === undefined ? place : `${codeSpan(`${change.from}${folder}`)} → ${place}`;
    return [change.kind, bytes === undefined ? "" : signedBytes(bytes), named, noteOf(change) ?? ""];
  });
  const hidden = listed.length - shown.length + report.changes.leftOut;
  return [
    details(
      "Changes",
      withRest(
        markdownRows(
          [
            ["", "left"],
            ["bytes", "right"],
            ["path", "left"],
            ["", "left"],
          ],
          shown,
        ),
        hidden,
      ),
    ),
  ];
}

function totalsBlock<T extends ChangeTotals>(
  title: string,
  column: string,
  { count, list }: { readonly count: number; readonly list: readonly T[] },
  rows: number,
  nameOf: (change: T) => string,
): string[] {
  if (count === 0) return [];
  const shown = list
    .slice(0, rows)
    .map((change) => [
      codeSpan(nameOf(change)),
      signedCount(change.filesAfter - change.filesBefore),
      signedBytes(difference(change.bytesBefore, change.bytesAfter)),
    ]);
  return [
    details(
      title,
      withRest(
        markdownRows(
          [
            [column, "left"],
            ["files", "right"],
            ["bytes", "right"],
          ],
          shown,
        ),
        count - shown.length,
      ),
    ),
  ];
}

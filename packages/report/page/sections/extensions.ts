import { hasSizes } from "../../src/has-sizes.js";
import { grouped, humanBytes, percent, shareOf } from "../../src/quantity.js";
import { safeText } from "../../src/safe-text.js";
import { type Column, dataTable } from "../data-table.js";
import { element } from "../dom.js";
import type { PageContext } from "../page-context.js";
import { extensionName } from "../palette.js";
import { type Panel, panel } from "../panel.js";

/** Files by extension. */
export function extensionsPanel({ report, palette }: PageContext): Panel | undefined {
  const { list, count, leftOut } = report.extensions;
  if (count === 0) return undefined;
  type Row = (typeof list)[number];
  const { totals } = report;
  const sizes: Column<Row>[] = [
    {
      title: "In files",
      value: (row) => row.apparentBytes,
      cell: (row) => humanBytes(row.apparentBytes),
      share: (row) => shareOf(row.apparentBytes, totals.apparentBytes),
    },
    { title: "On disk", value: (row) => row.allocatedBytes, cell: (row) => humanBytes(row.allocatedBytes) },
  ];
  const table = dataTable<Row>({
    caption: "Extensions",
    what: "extension",
    leftOut,
    rows: list,
    columns: [
      {
        title: "Extension",
        value: (row) => row.extension,
        cell: (row) =>
          element(
            "span",
            { class: `swatched ${palette.classOf(row.extension)}` },
            safeText(extensionName(row.extension)),
          ),
      },
      { title: "Files", value: (row) => row.files, share: (row) => shareOf(row.files, totals.files) },
      {
        title: "Share of files",
        value: (row) => shareOf(row.files, totals.files),
        cell: (row) => percent(shareOf(row.files, totals.files)),
      },
      ...(hasSizes(report) ? sizes : []),
    ],
  });
  return panel("extensions", "Extensions", grouped(count), table);
}

import type { DirectoryReport, FileReport } from "@transect/core";
import { hasSizes } from "../../src/has-sizes.js";
import { grouped, humanBytes, moment, percent, shareOf } from "../../src/quantity.js";
import { dataTable } from "../data-table.js";
import type { PageContext } from "../page-context.js";
import { type Panel, panel } from "../panel.js";
import { placeButton } from "../place-button.js";

/** The largest files. */
export function largestFilesPanel(context: PageContext): Panel | undefined {
  const { list, count, leftOut } = context.report.largestFiles;
  if (list.length === 0 || !hasSizes(context.report)) return undefined;
  const largest = Number(list[0]?.apparentBytes ?? 0);
  const table = dataTable<FileReport>({
    caption: "Largest files",
    what: "file",
    leftOut,
    rows: list,
    columns: [
      { title: "File", value: (row) => row.path, cell: (row) => placeButton(context, row, "file") },
      {
        title: "In files",
        value: (row) => row.apparentBytes,
        cell: (row) => humanBytes(row.apparentBytes),
        share: (row) => shareOf(row.apparentBytes, largest),
      },
      { title: "On disk", value: (row) => row.allocatedBytes, cell: (row) => humanBytes(row.allocatedBytes) },
      { title: "Modified (UTC)", value: (row) => row.mtimeMs, cell: (row) => moment(row.mtimeMs).slice(0, 10) },
    ],
  });
  return panel("largest-files", "Largest files", `${grouped(list.length)} of ${grouped(count)}`, table);
}

/** The largest folders, or the first of the tree where there are no sizes. */
export function largestFoldersPanel(context: PageContext): Panel | undefined {
  const { list, count, leftOut } = context.report.largestDirectories;
  if (list.length === 0) return undefined;
  const { totals } = context.report;
  const sizes = hasSizes(context.report);
  const table = dataTable<DirectoryReport>({
    caption: "Largest folders, with all they hold",
    what: "folder",
    leftOut,
    rows: list,
    columns: [
      { title: "Folder", value: (row) => row.path, cell: (row) => placeButton(context, row, "directory") },
      { title: "Files", value: (row) => row.totals.files },
      { title: "Folders", value: (row) => row.totals.directories },
      ...(sizes
        ? [
            {
              title: "On disk",
              value: (row: DirectoryReport) => row.totals.allocatedBytes,
              cell: (row: DirectoryReport) => humanBytes(row.totals.allocatedBytes),
              share: (row: DirectoryReport) => shareOf(row.totals.allocatedBytes, totals.allocatedBytes),
            },
            {
              title: "Share",
              value: (row: DirectoryReport) => shareOf(row.totals.allocatedBytes, totals.allocatedBytes),
              cell: (row: DirectoryReport) => percent(shareOf(row.totals.allocatedBytes, totals.allocatedBytes)),
            },
          ]
        : []),
    ],
  });
  return panel(
    "largest-folders",
    sizes ? "Largest folders" : "Folders",
    `${grouped(list.length)} of ${grouped(count)}`,
    table,
  );
}

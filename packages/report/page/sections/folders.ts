import type { DirectFilesReport, DirectoryNameReport, Place } from "@transect/core";
import { grouped, shareOf } from "../../src/quantity.js";
import { safeText } from "../../src/safe-text.js";
import { dataTable } from "../data-table.js";
import { element } from "../dom.js";
import type { PageContext } from "../page-context.js";
import { type Panel, panel } from "../panel.js";
import { placeButton } from "../place-button.js";

/** Folders with the most files directly in them. */
export function busiestFoldersPanel(context: PageContext): Panel | undefined {
  const { list, count, leftOut } = context.report.busiestDirectories;
  if (list.length === 0) return undefined;
  const most = list[0]?.files ?? 0;
  const table = dataTable<DirectFilesReport>({
    caption: "Fullest folders",
    what: "folder",
    leftOut,
    rows: list,
    columns: [
      { title: "Folder", value: (row) => row.path, cell: (row) => placeButton(context, row, "directory") },
      { title: "Files directly in it", value: (row) => row.files, share: (row) => shareOf(row.files, most) },
    ],
  });
  return panel("fullest-folders", "Fullest folders", `${grouped(list.length)} of ${grouped(count)}`, table);
}

/** Names that several folders have. */
export function folderNamesPanel({ report }: PageContext): Panel | undefined {
  const { list, count, leftOut } = report.directoryNames;
  const several = list.filter((row) => row.directories > 1);
  if (several.length === 0) return undefined;
  const most = several[0]?.directories ?? 0;
  const table = dataTable<DirectoryNameReport>({
    caption: "Common folder names",
    what: "name",
    leftOut: several.length < list.length ? 0 : leftOut,
    rows: several,
    columns: [
      {
        title: "Name",
        value: (row) => row.name,
        cell: (row) => element("span", { class: "path" }, safeText(row.name)),
      },
      { title: "Folders", value: (row) => row.directories, share: (row) => shareOf(row.directories, most) },
    ],
  });
  return panel("folder-names", "Common folder names", `${grouped(count)} names`, table);
}

/** Folders with nothing in them. */
export function emptyFoldersPanel(context: PageContext): Panel {
  const { report } = context;
  const { list, count, leftOut } = report.emptyDirectories;
  const without = `${grouped(report.directoriesWithoutFiles)} folders hold no file at any depth, the empty ones included.`;
  const about = element("p", { class: "about" }, count === 0 ? "No folder is empty." : "Nothing at all is in these.");
  const table = dataTable<Place>({
    caption: "Empty folders",
    what: "folder",
    leftOut,
    rows: list,
    columns: [{ title: "Folder", value: (row) => row.path, cell: (row) => placeButton(context, row, "directory") }],
  });
  const more = report.directoriesWithoutFiles > count ? element("p", { class: "about" }, without) : undefined;
  return panel("empty-folders", "Empty folders", grouped(count), about, more, count === 0 ? undefined : table);
}

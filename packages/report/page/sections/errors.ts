import type { Capped, ReportedError } from "@transect/core";
import { grouped } from "../../src/quantity.js";
import { safeText } from "../../src/safe-text.js";
import { dataTable } from "../data-table.js";
import { element } from "../dom.js";
import type { PlaceContext } from "../page-context.js";
import { type Panel, panel } from "../panel.js";
import { placeButton } from "../place-button.js";

/** What could not be read. */
export function errorsPanel(context: PlaceContext, { list, count, leftOut }: Capped<ReportedError>): Panel {
  if (count === 0) return panel("errors", "Errors", "0", element("p", { class: "about" }, "Everything could be read."));
  const table = dataTable<ReportedError>({
    caption: "Errors",
    what: "place",
    leftOut,
    rows: list,
    columns: [
      { title: "Place", value: (row) => row.path, cell: (row) => placeButton(context, row, "directory") },
      { title: "Operation", value: (row) => row.operation },
      { title: "Code", value: (row) => row.code, cell: (row) => element("code", {}, row.code) },
      { title: "Message", value: (row) => safeText(row.message) },
    ],
  });
  return panel("errors", "Errors", grouped(count), table);
}

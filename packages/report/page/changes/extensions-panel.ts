import { compareBytes, type ExtensionChange } from "@transect/core";
import { grouped, humanBytes } from "../../src/quantity.js";
import { safeText } from "../../src/safe-text.js";
import { difference, signedBytes, signedCount } from "../../src/signed.js";
import { dataTable } from "../data-table.js";
import type { ChangesContext } from "../page-context.js";
import { extensionName } from "../palette.js";
import { type Panel, panel } from "../panel.js";
import { balanceOf } from "./balance.js";

/** What changed by extension. */
export function changedExtensionsPanel({ report }: ChangesContext): Panel | undefined {
  const { list, count, leftOut } = report.extensions;
  if (count === 0) return undefined;
  const bytesOf = (row: ExtensionChange) => difference(row.bytesBefore, row.bytesAfter);
  const table = dataTable<ExtensionChange>({
    caption: "Extensions",
    what: "extension",
    leftOut,
    first: 15,
    rows: [...list].sort((a, b) => compareBytes(bytesOf(b), bytesOf(a))),
    columns: [
      { title: "Extension", value: ({ extension }) => safeText(extensionName(extension)) },
      {
        title: "Difference",
        value: bytesOf,
        cell: (row) => signedBytes(bytesOf(row)),
        balance: balanceOf(list, bytesOf),
      },
      { title: "Before", value: (row) => row.bytesBefore, cell: (row) => humanBytes(row.bytesBefore) },
      { title: "After", value: (row) => row.bytesAfter, cell: (row) => humanBytes(row.bytesAfter) },
      {
        title: "Files",
        value: (row) => row.filesAfter - row.filesBefore,
        cell: (row) => signedCount(row.filesAfter - row.filesBefore),
      },
    ],
  });
  return panel("extensions", "Extensions", grouped(count), table);
}

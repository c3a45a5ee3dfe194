import type { Bytes, Place, Report, Totals } from "@transect/core";
import { csvFormatRows } from "d3-dsv";

type Cell = string | number | bigint | undefined;
type Table = readonly [header: readonly string[], rows: (report: Report) => readonly (readonly Cell[])[]];

const TOTALS = ["files", "directories", "symlinks", "others", "apparent_bytes", "allocated_bytes"];
const PLACE = ["root", "path", "path_base64"];

/** The name of a table of a report. */
export type CsvTable =
  | "roots"
  | "tree"
  | "extensions"
  | "largest-files"
  | "largest-directories"
  | "busiest-directories"
  | "directory-names"
  | "depths"
  | "sizes"
  | "months"
  | "empty-directories"
  | "errors";

/** The tables of a report by the names they are asked for. Bytes and counts are exact integers. */
const TABLES: Readonly<Record<CsvTable, Table>> = {
  roots: [
    ["root", "type", ...TOTALS, "inside"],
    (report) => report.roots.map((row) => [row.root, row.type, ...totals(row.totals), row.inside]),
  ],
  tree: [
    [...PLACE, "depth", ...TOTALS],
    (report) => report.tree.list.map((row) => [...place(row), row.depth, ...totals(row.totals)]),
  ],
  extensions: [
    ["extension", "files", "apparent_bytes", "allocated_bytes"],
    (report) => report.extensions.list.map((row) => [row.extension, row.files, row.apparentBytes, row.allocatedBytes]),
  ],
  "largest-files": [
    [...PLACE, "apparent_bytes", "allocated_bytes", "mtime_ms"],
    (report) =>
      report.largestFiles.list.map((row) => [...place(row), row.apparentBytes, row.allocatedBytes, row.mtimeMs]),
  ],
  "largest-directories": [
    [...PLACE, "depth", ...TOTALS],
    (report) => report.largestDirectories.list.map((row) => [...place(row), row.depth, ...totals(row.totals)]),
  ],
  "busiest-directories": [
    [...PLACE, "files"],
    (report) => report.busiestDirectories.list.map((row) => [...place(row), row.files]),
  ],
  "directory-names": [
    ["name", "directories"],
    (report) => report.directoryNames.list.map((row) => [row.name, row.directories]),
  ],
  depths: [
    ["depth", "directories", "files", "symlinks", "others"],
    (report) => report.depths.map((row) => [row.depth, row.directories, row.files, row.symlinks, row.others]),
  ],
  sizes: [
    ["from_bytes", "to_bytes", "files", "apparent_bytes"],
    (report) => report.sizes.classes.map((row) => [row.from, row.to, row.files, row.apparentBytes]),
  ],
  months: [
    ["month", "files", "apparent_bytes"],
    (report) => report.ages.months.map((row) => [row.month, row.files, row.apparentBytes]),
  ],
  "empty-directories": [PLACE, (report) => report.emptyDirectories.list.map(place)],
  errors: [
    [...PLACE, "operation", "code", "message"],
    (report) => report.completeness.errors.list.map((row) => [...place(row), row.operation, row.code, row.message]),
  ],
};

/** The names of all tables. */
export const CSV_TABLES: readonly CsvTable[] = Object.keys(TABLES) as CsvTable[];

/**
 * One table of a report as CSV (RFC 4180, with plain newlines): a header, then a row each. Names stand as they are; a
 * spreadsheet may take one that begins with `=` for a formula.
 */
export function renderCsv(report: Report, options: { readonly table: CsvTable }): string {
  const [header, rows] = TABLES[options.table];
  const cells = [header, ...rows(report)].map((row) => row.map((cell) => (cell === undefined ? "" : String(cell))));
  return `${csvFormatRows(cells)}\n`;
}

function totals(row: Totals): readonly (number | Bytes)[] {
  return [row.files, row.directories, row.symlinks, row.others, row.apparentBytes, row.allocatedBytes];
}

function place(row: Place): readonly Cell[] {
  return [row.root, row.path, row.pathBase64];
}

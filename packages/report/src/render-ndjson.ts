import { type Report, stringifyExact } from "@transect/core";

/** The lists of a report that get a line for each row, by the names that {@link renderNdjson} gives them. */
const TABLES = {
  roots: (report) => report.roots,
  tree: (report) => report.tree.list,
  extensions: (report) => report.extensions.list,
  "largest-files": (report) => report.largestFiles.list,
  "largest-directories": (report) => report.largestDirectories.list,
  "busiest-directories": (report) => report.busiestDirectories.list,
  "directory-names": (report) => report.directoryNames.list,
  depths: (report) => report.depths,
  sizes: (report) => report.sizes.classes,
  months: (report) => report.ages.months,
  "empty-directories": (report) => report.emptyDirectories.list,
  errors: (report) => report.completeness.errors.list,
} as const satisfies Readonly<Record<string, (report: Report) => readonly object[]>>;

/**
 * A report as lines of JSON, for tools that take one record at a time: first a line whose `table` is `report`, with all
 * that stands once; then a line for each row of each list, whose `table` says which. The names of the tables are those
 * of `CSV_TABLES`, the fields those of the JSON report, and integers are exact. Nothing of the report is left out: in
 * the first line a list is told by how many there are (`count`) and how many of them have no line (`leftOut`).
 */
export function renderNdjson(report: Report): string {
  const { roots: _roots, depths: _depths, ...once } = report;
  const head = {
    table: "report",
    ...once,
    completeness: { ...once.completeness, errors: countsOf(once.completeness.errors) },
    extensions: countsOf(once.extensions),
    sizes: { percentiles: once.sizes.percentiles },
    ages: { newest: once.ages.newest, oldest: once.ages.oldest },
    emptyDirectories: countsOf(once.emptyDirectories),
    largestFiles: countsOf(once.largestFiles),
    largestDirectories: countsOf(once.largestDirectories),
    busiestDirectories: countsOf(once.busiestDirectories),
    directoryNames: countsOf(once.directoryNames),
    tree: countsOf(once.tree),
  };
  const lines = [stringifyExact(head)];
  for (const [table, rowsOf] of Object.entries(TABLES)) {
    for (const row of rowsOf(report)) lines.push(stringifyExact({ table, ...row }));
  }
  return `${lines.join("\n")}\n`;
}

function countsOf({ count, leftOut }: { readonly count: number; readonly leftOut: number }): object {
  return { count, leftOut };
}

import { compareBytes, type Report } from "@transect/core";
import { fullPath } from "./full-path.js";
import { hasSizes } from "./has-sizes.js";
import { codeSpan, type MarkdownColumn, markdownRows } from "./markdown-text.js";
import { counted, grouped, humanBytes, moment, percent, shareOf } from "./quantity.js";
import { groupSizes } from "./size-groups.js";
import { sumYears } from "./sum-years.js";

const NUMBER = "right";
const NAME = "left";

/** What could not be read. */
export function markdownErrors(report: Report, rows: number): string[] {
  const { list, count } = report.completeness.errors;
  const cells = list
    .slice(0, rows)
    .map((error) => [codeSpan(fullPath(error)), error.operation, codeSpan(error.code), codeSpan(error.message)]);
  const columns: MarkdownColumn[] = [
    ["Path", NAME],
    ["Operation", NAME],
    ["Code", NAME],
    ["Message", NAME],
  ];
  return section(`${counted(count, "place")} could not be read`, columns, cells, count, "place");
}

/** The roots, where there are several. */
export function markdownRoots(report: Report): string[] {
  if (report.roots.length < 2) return [];
  const sizes = hasSizes(report);
  const cells = report.roots.map(({ root, type, totals, inside }) => [
    codeSpan(root),
    type === "missing" ? "not found" : inside === undefined ? type : `${type} in ${codeSpan(inside)}, counted there`,
    grouped(totals.files),
    ...(sizes ? [humanBytes(totals.allocatedBytes)] : []),
  ]);
  const columns: MarkdownColumn[] = [
    ["Root", NAME],
    ["What it is", NAME],
    ["Files", NUMBER],
    ...(sizes ? ([["On disk", NUMBER]] as const) : []),
  ];
  return section("Roots", columns, cells, cells.length, "root");
}

/** The largest folders of the tree with all they hold; without sizes the fullest. */
export function markdownFolders(report: Report, rows: number): string[] {
  const sizes = hasSizes(report);
  const below = report.tree.list.filter((row) => row.depth > 0);
  below.sort((a, b) =>
    sizes ? compareBytes(b.totals.allocatedBytes, a.totals.allocatedBytes) : b.totals.files - a.totals.files,
  );
  const share = ({ totals }: (typeof below)[number]): number =>
    sizes ? shareOf(totals.allocatedBytes, report.totals.allocatedBytes) : shareOf(totals.files, report.totals.files);
  const cells = below
    .slice(0, rows)
    .map((row) => [
      codeSpan(fullPath(row)),
      grouped(row.totals.files),
      ...(sizes ? [humanBytes(row.totals.allocatedBytes)] : []),
      percent(share(row)),
    ]);
  const columns: MarkdownColumn[] = [
    ["Folder", NAME],
    ["Files", NUMBER],
    ...(sizes ? ([["On disk", NUMBER]] as const) : []),
    ["Share", NUMBER],
  ];
  const count = report.tree.count - report.roots.filter((root) => root.type === "directory").length;
  return section(sizes ? "Largest folders, with all they hold" : "Fullest folders", columns, cells, count, "folder");
}

/** The largest files. */
export function markdownFiles(report: Report, rows: number): string[] {
  const { list, count } = report.largestFiles;
  const cells = list
    .slice(0, rows)
    .map((file) => [codeSpan(fullPath(file)), humanBytes(file.apparentBytes), moment(file.mtimeMs)]);
  const columns: MarkdownColumn[] = [
    ["File", NAME],
    ["Size", NUMBER],
    ["Modified (UTC)", NAME],
  ];
  return section("Largest files", columns, cells, count, "file");
}

/** Files by extension. */
export function markdownExtensions(report: Report, rows: number): string[] {
  const { list, count } = report.extensions;
  const sizes = hasSizes(report);
  const cells = list
    .slice(0, rows)
    .map((row) => [
      row.extension === "" ? "no extension" : codeSpan(row.extension),
      grouped(row.files),
      percent(shareOf(row.files, report.totals.files)),
      ...(sizes ? [humanBytes(row.apparentBytes)] : []),
    ]);
  const columns: MarkdownColumn[] = [
    ["Extension", NAME],
    ["Files", NUMBER],
    ["Share", NUMBER],
    ...(sizes ? ([["Size", NUMBER]] as const) : []),
  ];
  return section("Extensions", columns, cells, count, "extension");
}

/** Files by size. */
export function markdownSizes(report: Report): string[] {
  const cells = groupSizes(report.sizes.classes).map((group) => [
    group.label,
    grouped(group.files),
    percent(shareOf(group.files, report.totals.files)),
    humanBytes(group.apparentBytes),
  ]);
  const columns: MarkdownColumn[] = [
    ["Size", NAME],
    ["Files", NUMBER],
    ["Share", NUMBER],
    ["Together", NUMBER],
  ];
  return section("File sizes", columns, cells, cells.length, "class");
}

/** Files by the year of their last modification. */
export function markdownMonths(report: Report, rows: number): string[] {
  const years = sumYears(report.ages.months);
  const cells = years
    .slice(-rows)
    .reverse()
    .map((row) => [
      row.year,
      grouped(row.files),
      percent(shareOf(row.files, report.totals.files)),
      humanBytes(row.apparentBytes),
    ]);
  const columns: MarkdownColumn[] = [
    ["Year", NAME],
    ["Files", NUMBER],
    ["Share", NUMBER],
    ["Size", NUMBER],
  ];
  return section("Last modified", columns, rows === 0 ? [] : cells, years.length, "year");
}

/** Files and folders by depth. */
export function markdownDepths(report: Report, rows: number): string[] {
  const cells = report.depths
    .slice(0, rows)
    .map((row) => [String(row.depth), grouped(row.directories), grouped(row.files)]);
  const columns: MarkdownColumn[] = [
    ["Depth", NUMBER],
    ["Folders", NUMBER],
    ["Files", NUMBER],
  ];
  return section("Depth", columns, cells, report.depths.length, "level");
}

/** A heading with its table and what the table leaves out. Nothing where there are no rows. */
function section(
  title: string,
  columns: readonly MarkdownColumn[],
  cells: readonly (readonly string[])[],
  count: number,
  what: string,
): string[] {
  if (cells.length === 0) return [];
  const more = count - cells.length;
  const rest = more > 0 ? [`and ${counted(more, `more ${what}`)}`] : [];
  return [`## ${title}`, markdownRows(columns, cells), ...rest];
}

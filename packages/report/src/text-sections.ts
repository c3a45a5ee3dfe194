import { compareBytes, type Report } from "@transect/core";
import { columnsOf } from "./columns-of.js";
import { fullPath } from "./full-path.js";
import { hasSizes } from "./has-sizes.js";
import { nest } from "./nest.js";
import { counted, grouped, humanBytes, moment, percent, shareOf } from "./quantity.js";
import { safeText } from "./safe-text.js";
import { groupSizes } from "./size-groups.js";
import { sumYears } from "./sum-years.js";
import type { TextStyle } from "./text-style.js";
import { renderFacts, renderTable } from "./text-table.js";

/**
 * Where the space is: the largest directories, each below the ones that hold it, the largest first. Without sizes,
 * where the files are.
 */
export function renderTree(style: TextStyle, report: Report): string[] {
  if (!hasSizes(report)) return renderTreeOfFiles(style, report);
  const total = report.totals.allocatedBytes;
  const below = report.tree.list.filter((row) => row.depth > 0);
  const largest = [...below].sort((a, b) => compareBytes(b.totals.allocatedBytes, a.totals.allocatedBytes));
  const rows = nest(largest.slice(0, style.rows), report.roots.length > 1);
  return renderTable(
    style,
    "Largest folders, with all they hold",
    rows.map(({ row, label, level }) => ({
      cells: [humanBytes(row.totals.allocatedBytes), percent(shareOf(row.totals.allocatedBytes, total))],
      share: shareOf(row.totals.allocatedBytes, total),
      label,
      indent: level,
      note: counted(row.totals.files, "file"),
    })),
    moreOf(report.tree.count - report.roots.length - rows.length, "folder"),
  );
}

function renderTreeOfFiles(style: TextStyle, report: Report): string[] {
  const total = report.totals.files;
  const below = report.tree.list.filter((row) => row.depth > 0);
  const fullest = [...below].sort((a, b) => b.totals.files - a.totals.files);
  const rows = nest(fullest.slice(0, style.rows), report.roots.length > 1);
  return renderTable(
    style,
    "Fullest folders, with all they hold",
    rows.map(({ row, label, level }) => ({
      cells: [counted(row.totals.files, "file"), percent(shareOf(row.totals.files, total))],
      share: shareOf(row.totals.files, total),
      label,
      indent: level,
    })),
    moreOf(report.tree.count - report.roots.length - rows.length, "folder"),
  );
}

/** The largest regular files. */
export function renderLargestFiles(style: TextStyle, report: Report): string[] {
  const { list, count } = report.largestFiles;
  const rows = list.slice(0, style.rows);
  const several = report.roots.length > 1;
  return renderTable(
    style,
    "Largest files",
    rows.map((file) => ({ cells: [humanBytes(file.apparentBytes)], label: several ? fullPath(file) : file.path })),
    moreOf(count - rows.length, "file"),
  );
}

/** Files by extension: how many, and how large where that is known. */
export function renderExtensions(style: TextStyle, report: Report): string[] {
  const { list, count } = report.extensions;
  const rows = list.slice(0, style.rows);
  const { files } = report.totals;
  return renderTable(
    style,
    "Extensions",
    rows.map((row) => ({
      cells: [grouped(row.files), ...(hasSizes(report) ? [humanBytes(row.apparentBytes)] : [])],
      share: shareOf(row.files, files),
      label: row.extension === "" ? "no extension" : row.extension,
    })),
    moreOf(count - rows.length, "extension"),
  );
}

/** Files by size. */
export function renderSizes(style: TextStyle, report: Report): string[] {
  const { classes, percentiles } = report.sizes;
  const rows = groupSizes(classes).map((group) => ({
    cells: [grouped(group.files), humanBytes(group.apparentBytes)],
    share: shareOf(group.files, report.totals.files),
    label: group.label,
  }));
  const middle =
    percentiles === null
      ? undefined
      : `half are ${humanBytes(percentiles.p50)} or less, 99% ${humanBytes(percentiles.p99)} or less`;
  return renderTable(style, "File sizes", rows, middle);
}

/** Files by the year of their last modification. */
export function renderAges(style: TextStyle, report: Report): string[] {
  const { months, newest, oldest } = report.ages;
  const latest = sumYears(months).reverse().slice(0, style.rows);
  const span =
    newest === null || oldest === null ? undefined : `from ${moment(oldest.mtimeMs)} to ${moment(newest.mtimeMs)} UTC`;
  return renderTable(
    style,
    "Last modified",
    latest.map(({ year, files, apparentBytes }) => ({
      cells: [grouped(files), humanBytes(apparentBytes)],
      share: shareOf(files, report.totals.files),
      label: year,
    })),
    span,
  );
}

/** Files and folders by depth. */
export function renderDepths(style: TextStyle, report: Report): string[] {
  const rows = report.depths.slice(0, style.rows);
  return renderTable(
    style,
    "Depth",
    rows.map((row) => ({
      cells: [counted(row.files, "file"), counted(row.directories, "folder")],
      share: shareOf(row.files, report.totals.files),
      label: String(row.depth),
    })),
    moreOf(report.depths.length - rows.length, "level"),
  );
}

/** What else there is to know of folders. */
export function renderFolders(style: TextStyle, report: Report): string[] {
  const { totals, deepestDirectory, emptyDirectories, busiestDirectories, directoryNames, hardLinks } = report;
  const facts: [string, string][] = [];
  if (totals.directories > 0) facts.push(["files a folder", report.meanFilesPerDirectory.toFixed(2)]);
  if (deepestDirectory !== null && deepestDirectory.depth > 0) {
    facts.push(["deepest", `${deepestDirectory.depth}: ${deepestDirectory.path}`]);
  }
  const [busiest] = busiestDirectories.list;
  if (busiest !== undefined) facts.push(["most files", `${grouped(busiest.files)}: ${busiest.path}`]);
  if (emptyDirectories.count > 0) facts.push(["empty", counted(emptyDirectories.count, "folder")]);
  if (report.directoriesWithoutFiles > emptyDirectories.count) {
    facts.push(["without a file", counted(report.directoriesWithoutFiles, "folder")]);
  }
  const names = commonNames(style, directoryNames.list);
  if (names !== undefined) facts.push(["common names", names]);
  if (report.ignored !== null) {
    const { files, apparentBytes } = report.ignored;
    const size = hasSizes(report) ? `${style.dot}${humanBytes(apparentBytes)}` : "";
    facts.push(["ignored", `${counted(files, "file")}${size} would be left out`]);
  }
  if (hardLinks.objects > 0) {
    const saved = `${humanBytes(hardLinks.savedAllocatedBytes)} saved`;
    facts.push([
      "hard links",
      `${grouped(hardLinks.names)} names for ${counted(hardLinks.objects, "file")}${style.dot}${saved}`,
    ]);
  }
  return renderFacts(style, "Folders", facts);
}

function moreOf(count: number, what: string): string | undefined {
  return count > 0 ? `and ${counted(count, `more ${what}`)}` : undefined;
}

const MOST_NAMES = 5;
/** What the widest name of a fact leaves of a line: its own column and the gaps around it. */
const FACT_MARGIN = 18;

/** The names that several directories have, as many as go on a line; one at least. */
function commonNames(style: TextStyle, list: Report["directoryNames"]["list"]): string | undefined {
  const [first, ...others] = list
    .filter((row) => row.directories > 1)
    .slice(0, MOST_NAMES)
    .map((row) => `${safeText(row.name)} ${grouped(row.directories)}`);
  if (first === undefined) return undefined;
  return others.reduce((line, name) => {
    const longer = line + style.dot + name;
    return columnsOf(longer) <= style.width - FACT_MARGIN ? longer : line;
  }, first);
}

import type { CompletenessState, Report } from "@transect/core";
import { wrapAnsi } from "fast-wrap-ansi";
import { columnsOf } from "./columns-of.js";
import { fullPath } from "./full-path.js";
import { hasSizes } from "./has-sizes.js";
import { counted, grouped, humanBytes, humanDuration } from "./quantity.js";
import {
  renderAges,
  renderDepths,
  renderExtensions,
  renderFolders,
  renderLargestFiles,
  renderSizes,
  renderTree,
} from "./text-sections.js";
import { createTextStyle, fitPath, right, type TextOptions, type TextStyle, widest } from "./text-style.js";
import { renderTable } from "./text-table.js";

/**
 * A report for a person at a terminal: a summary first, what is missing from it, then details with bars.
 *
 * Every rounded size has its exact bytes beside it in the summary. File names are shown safely; see `safeText`. The
 * text ends with a newline. It is for reading and changes between versions: parse JSON or CSV instead.
 */
export function renderText(report: Report, options: TextOptions = {}): string {
  const style = createTextStyle(options);
  const lines = [
    ...renderSummary(style, report),
    ...renderErrors(style, report),
    ...renderTree(style, report),
    ...renderLargestFiles(style, report),
    ...renderExtensions(style, report),
    ...renderSizes(style, report),
    ...renderAges(style, report),
    ...renderDepths(style, report),
    ...renderFolders(style, report),
    "",
    style.colors.dim(runLine(style, report)),
  ];
  return `${lines.map((line) => wrapped(line, style.width)).join("\n")}\n`;
}

function wrapped(line: string, width: number): string {
  return columnsOf(line) <= width ? line : wrapAnsi(line, width, { hard: true, trim: false });
}

function renderSummary(style: TextStyle, report: Report): string[] {
  const { colors } = style;
  const [only] = report.roots;
  const single = report.roots.length === 1 && only !== undefined;
  const title = single ? only.root : counted(report.roots.length, "root");
  const head = `${colors.bold(fitPath(style, title, style.width - 12))}  ${stateMark(style, report)}`;
  return [head, "", ...totalLines(style, report), ...(single ? hint(style, report) : renderRoots(style, report))];
}

function totalLines(style: TextStyle, report: Report): string[] {
  const { totals } = report;
  const sizes = [humanBytes(totals.apparentBytes), humanBytes(totals.allocatedBytes)];
  const exact = [grouped(totals.apparentBytes), grouped(totals.allocatedBytes)];
  const counts = [
    counted(totals.files, "file"),
    counted(totals.directories, "folder"),
    ...(totals.symlinks > 0 ? [counted(totals.symlinks, "link")] : []),
    ...(totals.others > 0 ? [counted(totals.others, "other", "others")] : []),
  ];
  const line = (index: number, what: string): string => {
    const size = style.colors.bold(right(sizes[index] ?? "", widest(sizes)));
    return `  ${size} ${what}  ${style.colors.dim(`${right(exact[index] ?? "", widest(exact))} bytes`)}`;
  };
  const head = `  ${counts.join(style.dot)}`;
  return !hasSizes(report) ? [head] : [head, line(0, "in files"), line(1, "on disk ")];
}

function stateMark(style: TextStyle, report: Report): string {
  const { state } = report.completeness;
  return state === "complete" ? style.colors.green("complete") : style.colors.bold(style.colors.red(STATES[state]));
}

const STATES: Readonly<Record<CompletenessState, string>> = {
  complete: "complete",
  partial: "INCOMPLETE",
  timedOut: "TIMED OUT",
  cancelled: "CANCELLED",
};

/** A link that was given as the only root is easily mistaken for what it leads to. */
function hint(style: TextStyle, report: Report): string[] {
  const [root] = report.roots;
  if (root?.type !== "symlink") return [];
  return [
    "",
    style.colors.yellow("  This is a symbolic link. Add a slash to it, or --follow, to profile what it leads to."),
  ];
}

function renderRoots(style: TextStyle, report: Report): string[] {
  const rows = report.roots.map(({ root, type, totals, inside }) => ({
    cells: [...(hasSizes(report) ? [humanBytes(totals.allocatedBytes)] : []), counted(totals.files, "file")],
    label: root,
    note: type === "missing" ? "not found" : inside === undefined ? undefined : `lies in ${inside}, counted there`,
  }));
  return renderTable(style, "Roots", rows);
}

const SHOWN_ERRORS = 5;

function renderErrors(style: TextStyle, report: Report): string[] {
  const { state, errors } = report.completeness;
  const { colors } = style;
  const stopped = STOPPED[state];
  const lines = stopped === undefined ? [] : ["", colors.red(`  ${stopped}`)];
  if (errors.count === 0) return lines;
  const shown = errors.list.slice(0, SHOWN_ERRORS);
  const codes = widest(shown.map((error) => error.code));
  return [
    ...lines,
    "",
    colors.red(`  ${counted(errors.count, "place")} could not be read:`),
    ...shown.map(
      (error) => `    ${right(error.code, codes)}  ${fitPath(style, fullPath(error), style.width - codes - 6)}`,
    ),
    ...(errors.count > shown.length
      ? [colors.dim(`    and ${grouped(errors.count - shown.length)} more: --csv errors lists them`)]
      : []),
  ];
}

const STOPPED: Readonly<Partial<Record<CompletenessState, string>>> = {
  timedOut: "The time was up before all was seen: these are the numbers until then.",
  cancelled: "Stopped before all was seen: these are the numbers until then.",
};

function runLine(style: TextStyle, report: Report): string {
  const { backend, reason, workers, elapsedMs, entriesPerSecond } = report.run;
  const speed = `${humanDuration(elapsedMs)}${style.dot}${grouped(entriesPerSecond)} entries/s`;
  const who = workers > 1 ? `${backend} with ${workers} workers` : backend;
  return [speed, reason === "" ? who : `${who} (${reason})`].join(style.dot);
}

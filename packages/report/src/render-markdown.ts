import type { CompletenessState, Report } from "@transect/core";
import { fullPath } from "./full-path.js";
import { hasSizes } from "./has-sizes.js";
import {
  markdownDepths,
  markdownErrors,
  markdownExtensions,
  markdownFiles,
  markdownFolders,
  markdownMonths,
  markdownRoots,
  markdownSizes,
} from "./markdown-sections.js";
import { codeSpan } from "./markdown-text.js";
import { counted, grouped, humanBytes, humanDuration } from "./quantity.js";

/** How Markdown looks. */
export interface MarkdownOptions {
  /** How many rows a table shows at most. Default 10. */
  readonly rows?: number | undefined;
}

/** The defaults of {@link MarkdownOptions}. */
export const MARKDOWN_DEFAULTS: { readonly [K in keyof MarkdownOptions]-?: NonNullable<MarkdownOptions[K]> } = {
  rows: 10,
};

/**
 * A report as GitHub's Markdown, for an issue, a pull request or a page: what there is, what is missing from it, then
 * tables. Each rounded size in the summary has its exact bytes beside it. Names are code spans, so that none is taken
 * for Markdown or HTML. A table that was cut says how much it left out. It is for reading and changes between versions.
 */
export function renderMarkdown(report: Report, options: MarkdownOptions = {}): string {
  const rows = options.rows ?? MARKDOWN_DEFAULTS.rows;
  const sections = [
    ...summary(report),
    ...markdownErrors(report, rows),
    ...markdownRoots(report),
    ...markdownFolders(report, rows),
    ...markdownFiles(report, rows),
    ...markdownExtensions(report, rows),
    ...markdownSizes(report),
    ...markdownMonths(report, rows),
    ...markdownDepths(report, rows),
    ...facts(report),
    `<sub>${runLine(report)}</sub>`,
  ];
  return `${sections.join("\n\n")}\n`;
}

const STATES: Readonly<Record<CompletenessState, string>> = {
  complete: "complete",
  partial: "**INCOMPLETE**: not all could be read",
  timedOut: "**TIMED OUT**: these are the numbers until then",
  cancelled: "**CANCELLED**: these are the numbers until then",
};

function summary(report: Report): string[] {
  const { totals, completeness, roots } = report;
  const [only] = roots;
  const title = roots.length === 1 && only !== undefined ? codeSpan(only.root) : counted(roots.length, "root");
  const items = [
    `State: ${STATES[completeness.state]}`,
    `${counted(totals.files, "file")}, ${counted(totals.directories, "folder")}, ${counted(totals.symlinks, "link")}, ${counted(totals.others, "other", "others")}`,
  ];
  if (hasSizes(report)) {
    items.push(`${humanBytes(totals.apparentBytes)} in files (${grouped(totals.apparentBytes)} bytes)`);
    items.push(`${humanBytes(totals.allocatedBytes)} on disk (${grouped(totals.allocatedBytes)} bytes)`);
  }
  return [`# ${title === "" ? "Report" : title}`, bullets(items)];
}

function facts(report: Report): string[] {
  const { deepestDirectory, emptyDirectories, busiestDirectories, directoryNames, hardLinks, ignored } = report;
  const items: string[] = [];
  if (deepestDirectory !== null && deepestDirectory.depth > 0) {
    items.push(`Deepest: ${codeSpan(fullPath(deepestDirectory))}, at depth ${deepestDirectory.depth}`);
  }
  const [busiest] = busiestDirectories.list;
  if (busiest !== undefined) {
    items.push(`Most files directly in it: ${codeSpan(fullPath(busiest))}, ${counted(busiest.files, "file")}`);
  }
  if (emptyDirectories.count > 0) items.push(`Empty: ${counted(emptyDirectories.count, "folder")}`);
  if (report.directoriesWithoutFiles > emptyDirectories.count) {
    items.push(`Without a file at any depth: ${counted(report.directoriesWithoutFiles, "folder")}`);
  }
  const names = directoryNames.list.filter((row) => row.directories > 1).slice(0, MOST_NAMES);
  if (names.length > 0) {
    items.push(
      `Common names: ${names.map((row) => `${codeSpan(row.name)} ${grouped(row.directories)} times`).join(", ")}`,
    );
  }
  if (ignored !== null) {
    const size = hasSizes(report) ? `, ${humanBytes(ignored.apparentBytes)}` : "";
    items.push(`Ignore rules would leave out: ${counted(ignored.files, "file")}${size}`);
  }
  if (hardLinks.objects > 0) {
    const saved = humanBytes(hardLinks.savedAllocatedBytes);
    items.push(
      `Hard links: ${counted(hardLinks.names, "name")} for ${counted(hardLinks.objects, "file")}, ${saved} saved`,
    );
  }
  return items.length === 0 ? [] : ["## Folders", bullets(items)];
}

const MOST_NAMES = 5;

function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}

function runLine({ run }: Report): string {
  return run.workers === 0
    ? "Transect"
    : `Transect: ${run.backend} backend, ${counted(run.workers, "worker")}, ${humanDuration(run.elapsedMs)}`;
}

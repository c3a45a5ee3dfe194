import { randomBytes } from "node:crypto";
import type { Report } from "@transect/core";
import {
  CSV_TABLES,
  type CsvTable,
  renderCsv,
  renderJson,
  renderMarkdown,
  renderNdjson,
  renderText,
} from "@transect/report";
import { type Command, Option } from "commander";
import type { OutputFlags } from "./output.js";
import { describeTerminal } from "./terminal.js";

/** The options that say how a report is written, as they are given. At most one of the formats is. */
export interface FormatFlags extends OutputFlags {
  readonly json?: true;
  readonly csv?: CsvTable;
  readonly ndjson?: true;
  readonly markdown?: true;
  readonly html?: string;
  readonly top?: number;
  readonly color?: boolean;
}

/** How a report is written. */
export interface ReportFormat {
  /** Whether it is the text for a person at a terminal. */
  readonly isText: boolean;
  readonly output: OutputFlags;
  /** How many rows the report is made with, where that differs from what is usual. */
  readonly limits: { readonly top: number; readonly listLimit: number; readonly treeDepth: number } | undefined;
  readonly render: (report: Report) => string;
}

/** Adds the options of {@link FormatFlags} that name a format to a verb. */
export function addFormatFlags(command: Command): Command {
  return command
    .option("--json", "print the whole report as JSON")
    .addOption(new Option("--csv <table>", "print one table as CSV").choices(CSV_TABLES).conflicts("json"))
    .addOption(new Option("--ndjson", "print the whole report as lines of JSON").conflicts(["json", "csv"]))
    .addOption(new Option("--markdown", "print tables for an issue or a page").conflicts(["json", "csv", "ndjson"]))
    .addOption(
      new Option("--html <file>", "write a page with a map to a file that is not there yet; - prints it").conflicts([
        "json",
        "csv",
        "ndjson",
        "markdown",
        "output",
      ]),
    );
}

/** Finds out how the report is to be written; loads what that takes. */
export async function chooseFormat(flags: FormatFlags): Promise<ReportFormat> {
  const { json, csv, ndjson, markdown, html, top } = flags;
  const plain = { isText: false, output: flags, limits: undefined };
  if (html !== undefined) {
    // Half of the package, and only for this.
    const { PAGE_LIMITS, renderHtml } = await import("@transect/report/html");
    const output = html === "-" ? {} : { output: html };
    const render = (report: Report): string => renderHtml(report, { nonce: randomBytes(18).toString("base64url") });
    return { ...plain, output: { ...flags, ...output }, limits: PAGE_LIMITS, render };
  }
  if (json) return { ...plain, render: (report) => renderJson(report, { indent: 2 }) };
  if (csv !== undefined) return { ...plain, render: (report) => renderCsv(report, { table: csv }) };
  if (ndjson) return { ...plain, render: renderNdjson };
  if (markdown) return { ...plain, render: (report) => renderMarkdown(report, { rows: top }) };
  const terminal = describeTerminal({ color: flags.color });
  const color = terminal.color && flags.output === undefined;
  return { ...plain, isText: true, render: (report) => renderText(report, { ...terminal, color, rows: top }) };
}

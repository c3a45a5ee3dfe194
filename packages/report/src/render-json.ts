import { type Report, type SerializeOptions, serializeReport } from "@transect/core";

/** A report as JSON, ending with a newline; see `serializeReport` and `REPORT_SCHEMA` in `@transect/core`. */
export function renderJson(report: Report, options: SerializeOptions = {}): string {
  return `${serializeReport(report, options)}\n`;
}

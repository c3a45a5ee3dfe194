import { OptionError, type Report } from "@transect/core";
import {
  CSV_TABLES,
  type CsvTable,
  renderCsv,
  renderJson,
  renderMarkdown,
  renderNdjson,
  renderText,
} from "@transect/report";
import { renderHtml } from "@transect/report/html";
import type { RenderFormat, RenderParams } from "./protocol.js";

const RENDERERS: Readonly<Record<RenderFormat, (report: Report, params: RenderParams) => string>> = {
  html: (report, { nonce = crypto.randomUUID() }) => renderHtml(report, { nonce }),
  json: (report) => renderJson(report, { indent: 2 }),
  ndjson: (report) => renderNdjson(report),
  markdown: (report) => renderMarkdown(report),
  csv(report, { table = "extensions" }) {
    if (!isTable(table)) throw new OptionError({ option: "table", value: table, expected: CSV_TABLES.join(" or ") });
    return renderCsv(report, { table });
  },
  text: (report) => renderText(report, { width: 100, color: false }),
};

/** Writes a report in one of its forms. Throws an `OptionError` for a form or a table that there is not. */
export function renderReport(report: Report, params: RenderParams): string {
  const { format } = params;
  if (Object.hasOwn(RENDERERS, format)) return RENDERERS[format](report, params);
  throw new OptionError({ option: "format", value: format, expected: Object.keys(RENDERERS).join(" or ") });
}

function isTable(table: string): table is CsvTable {
  return (CSV_TABLES as readonly string[]).includes(table);
}

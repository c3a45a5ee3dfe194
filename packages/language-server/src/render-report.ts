import { OptionError, type Report } from "@transect/core";
import { CSV_TABLES, type CsvTable, renderCsv, renderJson, renderText } from "@transect/report";
import type { RenderParams } from "./protocol.js";
import { renderPage } from "./render-page.js";

/** Writes a report in one of its forms. Throws an `OptionError` for a form or a table that there is not. */
export function renderReport(report: Report, { format, table = "extensions", nonce }: RenderParams): string {
  switch (format) {
    case "html":
      return renderPage(report, { nonce });
    case "json":
      return `${renderJson(report, { indent: 2 })}\n`;
    case "ndjson":
    case "markdown":
      throw new OptionError({ option: "format", value: format, expected: "html, json, csv or text" });
    case "text":
      return renderText(report, { width: 100, color: false });
    case "csv":
      if (!isTable(table)) throw new OptionError({ option: "table", value: table, expected: CSV_TABLES.join(" or ") });
      return renderCsv(report, { table });
    default:
      throw new OptionError({ option: "format", value: format, expected: "html, json, csv or text" });
  }
}

function isTable(table: string): table is CsvTable {
  return (CSV_TABLES as readonly string[]).includes(table);
}

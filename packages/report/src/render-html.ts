import { type Report, serializeReport } from "@transect/core";
import { type HtmlOptions, htmlPage } from "./html-page.js";
import { renderText } from "./render-text.js";
import { safeText } from "./safe-text.js";

/**
 * A report as one page of HTML that needs nothing else: a map of folders and files that can be zoomed, tables, charts
 * and a search, for the mouse, the keyboard and screen readers, in the reader's colours. It holds the report as JSON,
 * one script and one style; its policy (CSP) allows nothing beside them, and no connection. Without scripts it shows the
 * text of `renderText`.
 *
 * In a webview of VS Code the same page takes the editor's colours, and tells the extension what was chosen
 * ({@link MessageToHost}). `undefined` gives a page that waits for a report ({@link MessageToPage}).
 *
 * Throws an `OptionError` for a bad nonce.
 */
export function renderHtml(report: Report | undefined, options: HtmlOptions): string {
  if (report === undefined) return htmlPage({ title: "Transect", text: "", json: "" }, options);
  const title = `${safeText(report.roots.map(({ root }) => root).join(", "))} – Transect`;
  return htmlPage({ title, text: renderText(report, { width: 100 }), json: serializeReport(report) }, options);
}

import { OptionError, type Report, serializeReport } from "@transect/core";
import { PAGE_SCRIPT, PAGE_STYLE } from "./page-asset.js";
import { REPORT_ELEMENT } from "./page-ids.js";
import { renderText } from "./render-text.js";
import { safeText } from "./safe-text.js";

/** How a page is made. */
export interface HtmlOptions {
  /**
   * What the page's policy trusts its own script and style by: letters, digits, `+`, `/`, `-`, `_` and `=`, at least 16
   * of them. Take another one, which nobody can guess, for each page.
   */
  readonly nonce: string;
}

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
export function renderHtml(report: Report | undefined, { nonce }: HtmlOptions): string {
  if (!/^[\w+/=-]{16,}$/.test(nonce)) {
    throw new OptionError({ option: "nonce", value: nonce, expected: "16 or more of A-Z a-z 0-9 + / - _ =" });
  }
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Transect">
<title>${escapeHtml(report === undefined ? "Transect" : titleOf(report))}</title>
<style nonce="${nonce}">
${PAGE_STYLE}</style>
</head>
<body>
<noscript><pre>${report === undefined ? "" : escapeHtml(renderText(report, { width: 100 }))}</pre></noscript>
<script type="application/json" id="${REPORT_ELEMENT}">${report === undefined ? "" : escapeJson(serializeReport(report))}</script>
<script nonce="${nonce}">
${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

function titleOf({ roots }: Report): string {
  return `${safeText(roots.map(({ root }) => root).join(", "))} – Transect`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** JSON in which nothing can end a script element: every `<` as an escape, which means the same within its strings. */
function escapeJson(json: string): string {
  return json.replaceAll("<", "\\u003c");
}

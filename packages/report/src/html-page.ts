import { OptionError } from "@transect/core";
import { PAGE_SCRIPT, PAGE_STYLE } from "./page-asset.js";
import { REPORT_ELEMENT } from "./page-ids.js";

/** How a page is made. */
export interface HtmlOptions {
  /**
   * What the page's policy trusts its own script and style by: letters, digits, `+`, `/`, `-`, `_` and `=`, at least 16
   * of them. Take another one, which nobody can guess, for each page.
   */
  readonly nonce: string;
}

/** What a page holds. */
interface PageContent {
  readonly title: string;
  /** What is there without scripts. */
  readonly text: string;
  /** What the page's script shows. */
  readonly json: string;
}

/** A page of HTML with one script, one style, and a policy that allows nothing else. Throws an `OptionError` for a bad nonce. */
export function htmlPage({ title, text, json }: PageContent, { nonce }: HtmlOptions): string {
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
<title>${escapeHtml(title)}</title>
<style nonce="${nonce}">
${PAGE_STYLE}</style>
</head>
<body>
<noscript><pre>${escapeHtml(text)}</pre></noscript>
<script type="application/json" id="${REPORT_ELEMENT}">${escapeJson(json)}</script>
<script nonce="${nonce}">
${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** JSON in which nothing can end a script element: every `<` as an escape, which means the same within its strings. */
function escapeJson(json: string): string {
  return json.replaceAll("<", "\\u003c");
}

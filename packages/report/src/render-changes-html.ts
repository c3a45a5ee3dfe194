import { type ChangeReport, stringifyExact } from "@transect/core";
import { type HtmlOptions, htmlPage } from "./html-page.js";
import { renderChangesText } from "./render-changes-text.js";
import { safeText } from "./safe-text.js";

/**
 * What changed, as one page of HTML that needs nothing else: totals before and after, folders to go down into with bars
 * of what grew and shrank, lists of changes by kind, extensions, errors and a search. The same page as that of
 * `renderHtml`, under the same policy. Without scripts it shows the text of `renderChangesText`.
 *
 * Throws an `OptionError` for a bad nonce.
 */
export function renderChangesHtml(report: ChangeReport, options: HtmlOptions): string {
  const title = `${safeText(report.before.name)} → ${safeText(report.after.name)} – Transect`;
  return htmlPage({ title, text: renderChangesText(report, { width: 100 }), json: stringifyExact(report) }, options);
}

import type { Report } from "@transect/core";
import { renderText } from "@transect/report";

/** How a page is written. */
export interface PageOptions {
  /** The nonce that the host's policy allows styles and scripts by. */
  readonly nonce?: string | undefined;
  readonly title?: string | undefined;
}

/** A report as one page of HTML that loads nothing. */
export function renderPage(report: Report, { nonce, title = "Transect" }: PageOptions = {}): string {
  const allowed = nonce === undefined ? "" : ` nonce="${escapeText(nonce)}"`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${escapeText(title)}</title>
<style${allowed}>body { color: var(--vscode-foreground); background: var(--vscode-editor-background); }</style>
<main><h1>${escapeText(title)}</h1><pre>${escapeText(renderText(report, { width: 100, color: false }))}</pre></main>
</html>
`;
}

function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

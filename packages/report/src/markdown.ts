import { markdownTable } from "markdown-table";
import { safeText } from "./safe-text.js";

/** How much a Markdown text shows. */
export interface MarkdownOptions {
  /** The rows of each table at most. Default 10. */
  readonly rows?: number | undefined;
}

/** The defaults of {@link MarkdownOptions}. */
export const MARKDOWN_DEFAULTS: { readonly rows: number } = { rows: 10 };

/**
 * A name as a code span (CommonMark 6.1), for a cell of a table: nothing in it is taken for markup, a mention or a
 * link. Control characters are shown as escapes.
 */
export function code(name: string): string {
  const text = safeText(name).replace(/\|/g, "\\|");
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = text === "" || /^[` ]|[` ]$/.test(text) ? " " : "";
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** A table of GitHub Flavored Markdown; columns whose title begins with `>` are aligned at the right. */
export function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const align = titles.map((title) => (title.startsWith(">") ? "r" : "l"));
  const head = titles.map((title) => title.replace(/^>/, ""));
  return markdownTable([head, ...rows.map((row) => [...row])], { align });
}

/** What does not fit on a page, to be opened by who wants it. */
export function details(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

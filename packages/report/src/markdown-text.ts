import { markdownTable } from "markdown-table";
import { columnsOf } from "./columns-of.js";
import { grouped } from "./quantity.js";
import { safeText } from "./safe-text.js";

/**
 * A name as code, which nothing in it can end: a code span (CommonMark 6.1) whose fence differs from every run of
 * backticks within. A table of GitHub's cannot hold every name with a pipe in a code span, so such a name stands in
 * `<code>`, with character references for all that Markdown or HTML could take for its own. Controls are shown as
 * escapes; see `safeText`. An empty name is nothing.
 */
export function codeSpan(name: string): string {
  const text = safeText(name);
  if (text === "") return "";
  if (text.includes("|")) return htmlCode(text);
  const runs = [...text.matchAll(/`+/g)].map(([run]) => run.length);
  let length = 1;
  while (runs.includes(length)) length += 1;
  const fence = "`".repeat(length);
  // One space at each end is taken away again, unless there is nothing but spaces.
  const padded = /^`|`$|^ .*[^ ].* $/.test(text) ? ` ${text} ` : text;
  return fence + padded + fence;
}

/** A name as code in HTML, which neither Markdown nor HTML takes for anything else. Controls are shown as escapes. */
export function htmlCode(name: string): string {
  return `<code>${safeText(name).replace(PUNCTUATION, reference)}</code>`;
}

const PUNCTUATION = /[!-/:-@[-`{-~]/g;

function reference(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}

/** A column of a table: its heading, and whether numbers stand in it. */
export type MarkdownColumn = readonly [heading: string, align: "left" | "right"];

/** A table of GitHub's Markdown, padded so that its source can be read too. Cells stand as they are. */
export function markdownRows(columns: readonly MarkdownColumn[], rows: readonly (readonly string[])[]): string {
  const headings = columns.map(([heading]) => heading);
  return markdownTable([headings, ...rows.map((row) => [...row])], {
    align: columns.map(([, align]) => align),
    stringLength: columnsOf,
  });
}

/** A table's text, and how many rows it leaves out. */
export function withRest(text: string, hidden: number): string {
  return hidden > 0 ? `${text}\n\nand ${grouped(hidden)} more` : text;
}

/** What does not fit on a page, to be opened by who wants it. The summary is HTML. */
export function details(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

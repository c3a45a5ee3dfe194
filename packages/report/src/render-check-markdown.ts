import type { CheckReport, CheckResult } from "@transect/core";
import { amount, amounts, failedFirst } from "./check-words.js";
import { MARKDOWN_DEFAULTS, type MarkdownOptions } from "./markdown-options.js";
import { codeSpan, details, htmlCode, markdownRows } from "./markdown-text.js";
import { counted } from "./quantity.js";

/**
 * Whether trees keep their budgets, as GitHub Flavored Markdown for a comment on a pull request: a table, what failed
 * first, and where to look. Names stand in code spans. The text ends with a newline.
 */
export function renderCheckMarkdown(report: CheckReport, options: MarkdownOptions = {}): string {
  const rows = options.rows ?? MARKDOWN_DEFAULTS.rows;
  const { results, passed, complete, errors } = report;
  const failed = results.filter((result) => !result.passed);
  const verdict = passed
    ? `${counted(results.length, "budget")} kept`
    : `${failed.length} of ${counted(results.length, "budget")} failed`;
  const blocks = [
    `### ${passed && complete ? "✅" : "❌"} ${verdict}`,
    markdownRows(
      [
        ["", "left"],
        ["tree", "left"],
        ["budget", "left"],
        ["found", "right"],
        ["allowed", "left"],
      ],
      failedFirst(results).map(row),
    ),
    ...failed.flatMap((result) => worstBlock(result, rows)),
    ...(complete
      ? []
      : [
          `**Not all could be read:**\n\n${errors
            .slice(0, rows)
            .map((line) => `- ${codeSpan(line)}`)
            .join("\n")}`,
        ]),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function row(result: CheckResult): string[] {
  return [result.passed ? "✅" : "❌", codeSpan(result.tree), codeSpan(result.budget), ...amounts(result)];
}

function worstBlock({ worst, tree, budget, unit }: CheckResult, rows: number): string[] {
  if (worst.length === 0) return [];
  const shown = worst
    .slice(0, rows)
    .map(({ path, value }) => [codeSpan(path), value === undefined ? "" : amount(value, unit)]);
  return [
    details(
      htmlCode(`${tree}: ${budget}`),
      markdownRows(
        [
          ["path", "left"],
          ["", "right"],
        ],
        shown,
      ),
    ),
  ];
}

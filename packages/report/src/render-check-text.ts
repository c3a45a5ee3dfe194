import type { CheckReport } from "@transect/core";
import { amount, amounts, failedFirst } from "./check-words.js";
import { counted } from "./quantity.js";
import { safeText } from "./safe-text.js";
import { createTextStyle, fitPath, left, right, type TextOptions, widest } from "./text-style.js";

/**
 * Whether trees keep their budgets, for a person at a terminal: a table, what failed first, and below each failure
 * where to look. The text ends with a newline.
 */
export function renderCheckText(report: CheckReport, options: TextOptions = {}): string {
  const style = createTextStyle(options);
  const { colors } = style;
  const rows = failedFirst(report.results).map((result) => ({ result, amounts: amounts(result) }));
  const width = (cell: (row: (typeof rows)[number]) => string): number => widest(rows.map(cell));
  const [trees, budgets] = [
    width(({ result }) => safeText(result.tree)),
    width(({ result }) => safeText(result.budget)),
  ];
  const [found, allowed] = [width((row) => row.amounts[0]), width((row) => row.amounts[1])];
  const lines = rows.flatMap(({ result, amounts: [is, may] }) => {
    const mark = result.passed ? colors.green("ok    ") : colors.red("FAILED");
    const names = `${left(safeText(result.tree), trees)}  ${left(safeText(result.budget), budgets)}`;
    const worst = result.worst.slice(0, style.rows).map(({ path, value }) => {
      const size = value === undefined ? "" : `${amount(value, result.unit)}  `;
      return colors.dim(`          ${size}${fitPath(style, path, style.width - 24)}`);
    });
    return [`${mark}  ${names}  ${right(is, found)}  ${left(may, allowed)}`.trimEnd(), ...worst];
  });
  return `${[...lines, "", summary(report)].join("\n")}\n`;
}

/** One line that says what came of all. */
function summary({ results, passed, complete }: CheckReport): string {
  const failed = results.filter((result) => !result.passed).length;
  const verdict = passed
    ? `${counted(results.length, "budget")} kept`
    : `${failed} of ${counted(results.length, "budget")} failed`;
  return complete ? verdict : `${verdict}; not all could be read`;
}

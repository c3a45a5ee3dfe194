import { compareStrings } from "@transect/core";
import { counted, grouped } from "../src/quantity.js";
import { button, element } from "./dom.js";

/** A column of a table. */
export interface Column<Row> {
  readonly title: string;
  /** What rows are ordered by, and what is shown where `cell` is missing. */
  readonly value: (row: Row) => string | number | bigint;
  readonly cell?: (row: Row) => Node | string;
  /** From 0 to 1: a bar behind the cell. */
  readonly share?: (row: Row) => number;
  /** From -1 to 1: a bar from the cell's middle, to the left for what is less than 0. */
  readonly balance?: (row: Row) => number;
}

/** What a table is made of. */
export interface TableOptions<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** What rows are called: `file`. */
  readonly what: string;
  readonly whats?: string;
  /** How many there are beside `rows`, which the report does not list. Default 0. */
  readonly leftOut?: number;
  /** How many rows are shown at first. Default 10. */
  readonly first?: number;
}

const FIRST = 10;
const MORE = 100;

/** A table whose headings order it and which grows by a hundred rows at a time; it says what the report left out. */
export function dataTable<Row>(options: TableOptions<Row>): HTMLElement {
  const { columns, caption, what, whats = `${what}s`, leftOut = 0 } = options;
  let rows = options.rows;
  let shown = options.first ?? FIRST;
  let order: { readonly column: Column<Row>; readonly down: boolean } | undefined;
  const body = element("tbody");
  const headings = columns.map(heading);
  const more = button(
    "",
    () => {
      const next = shown;
      shown += MORE;
      fill();
      // The button moves away from under the reader: go on at the first new row.
      body.rows[next]?.querySelector("button")?.focus();
    },
    { class: "more" },
  );
  const rest = element("p", { class: "left-out" });
  const table = element(
    "table",
    {},
    element("caption", { class: "hidden" }, caption),
    element("thead", {}, element("tr", {}, ...headings)),
    body,
  );
  fill();
  if (rows.length === 0 && leftOut === 0) return element("div");
  return element("div", { class: "table" }, element("div", { class: "table-scroll" }, table), more, rest);

  function heading(column: Column<Row>): HTMLTableCellElement {
    const sort = button(column.title, () => sortBy(column), { class: "sort" });
    return element("th", { class: isNumber(column) ? "number" : undefined, attributes: { scope: "col" } }, sort);
  }

  function isNumber(column: Column<Row>): boolean {
    const [row] = options.rows;
    return row !== undefined && typeof column.value(row) !== "string";
  }

  /** Numbers begin with the largest, names with the first. */
  function sortBy(column: Column<Row>): void {
    const down = order?.column === column ? !order.down : isNumber(column);
    order = { column, down };
    rows = [...options.rows].sort((a, b) => compare(column.value(a), column.value(b)) * (down ? -1 : 1));
    headings.forEach((one, index) => {
      if (columns[index] === column) one.setAttribute("aria-sort", down ? "descending" : "ascending");
      else one.removeAttribute("aria-sort");
    });
    fill();
  }

  function fill(): void {
    body.replaceChildren(
      ...rows.slice(0, shown).map((row) => element("tr", {}, ...columns.map((column) => cellOf(column, row)))),
    );
    const hidden = rows.length - Math.min(shown, rows.length);
    more.hidden = hidden === 0;
    more.textContent = `Show ${grouped(Math.min(MORE, hidden))} more of ${grouped(hidden)}`;
    rest.hidden = leftOut === 0 || hidden > 0;
    rest.textContent = `and ${counted(leftOut, what, whats)} that the report does not list`;
  }

  function cellOf(column: Column<Row>, row: Row): HTMLTableCellElement {
    const value = column.value(row);
    const shownValue = column.cell?.(row) ?? (typeof value === "string" ? value : grouped(value));
    const balance = column.balance?.(row);
    const share = column.share?.(row);
    const length = balance === undefined ? share : Math.abs(balance);
    const isPath = typeof shownValue !== "string" && shownValue instanceof Element && shownValue.querySelector(".path");
    const classes = [
      isPath ? "named" : "",
      typeof value === "string" ? "" : "number",
      share === undefined ? "" : "bar",
      balance === undefined ? "" : balance < 0 ? "balance shrank" : "balance grew",
    ];
    const given = classes.filter((name) => name !== "").join(" ");
    return element(
      "td",
      {
        class: given === "" ? undefined : given,
        attributes: typeof value === "string" ? {} : { "data-value": String(value) },
        style: length === undefined ? {} : { "--share": String(length) },
      },
      typeof shownValue === "string" && share !== undefined ? element("span", {}, shownValue) : shownValue,
    );
  }
}

function compare(a: string | number | bigint, b: string | number | bigint): number {
  if (typeof a === "string" && typeof b === "string") return compareStrings(a, b);
  return a < b ? -1 : a > b ? 1 : 0;
}

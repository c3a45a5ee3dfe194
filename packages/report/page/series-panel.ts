import type { Bytes } from "@transect/core";
import { grouped, humanBytes } from "../src/quantity.js";
import { choice } from "./choice.js";
import { type ChartUnit, columnChart } from "./column-chart.js";
import { dataTable } from "./data-table.js";
import { element } from "./dom.js";
import { type Panel, panel } from "./panel.js";

/** One thing that is counted along an axis. */
interface Series {
  readonly title: string;
  readonly unit: ChartUnit;
}

interface SeriesRow {
  readonly label: string;
  /** For below the column, where `label` is too long. */
  readonly short?: string;
  /** One for each series. */
  readonly values: readonly Bytes[];
}

interface SeriesOptions {
  readonly id: string;
  readonly title: string;
  /** A sentence on what there is to see. */
  readonly about: string;
  /** What the axis is. */
  readonly heading: string;
  readonly rows: readonly SeriesRow[];
  readonly series: readonly Series[];
}

/** A chart of one series at a time, with all of them as a table below it. */
export function seriesPanel({ id, title, about, heading, rows, series }: SeriesOptions): Panel {
  const place = element("div", { class: "chart-frame" });
  const show = (index: number): void => {
    const one = series[index];
    if (one === undefined) return;
    const columns = rows.map(({ label, short, values }) => {
      const value = Number(values[index] ?? 0);
      return { label: short ?? label, value, title: `${label}: ${text(one, value)} ${one.title.toLowerCase()}` };
    });
    place.replaceChildren(columnChart(columns, one.unit));
  };
  show(0);
  const options = series.map(({ title: name }, index) => [String(index), name] as const);
  const table = dataTable<SeriesRow>({
    caption: title,
    what: "row",
    rows,
    first: rows.length,
    columns: [
      { title: heading, value: (row) => row.label },
      ...series.map((one, index) => ({
        title: one.title,
        value: (row: SeriesRow) => row.values[index] ?? 0,
        cell: (row: SeriesRow) => text(one, row.values[index] ?? 0),
      })),
    ],
  });
  const details = element("details", {}, element("summary", {}, "As a table"), table);
  const chosen = choice(`What the chart of ${title.toLowerCase()} shows`, options, "0", (value) => show(Number(value)));
  return panel(id, title, undefined, element("p", { class: "about" }, about), chosen, place, details);
}

function text({ unit }: Series, value: Bytes): string {
  return unit === "bytes" ? humanBytes(value) : grouped(value);
}

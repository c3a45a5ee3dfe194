import { scaleBand, scaleLinear } from "d3-scale";
import { grouped } from "../src/quantity.js";
import { element } from "./dom.js";

/** A column of a chart. */
export interface ChartColumn {
  /** Below the column. */
  readonly label: string;
  readonly value: number;
  /** Said when the pointer is on it. */
  readonly title: string;
}

/** What a chart counts: its ticks are round in bytes, KiB, … or whole numbers. */
export type ChartUnit = "bytes" | "things";

const TICKS = 4;
/** So many labels fit below a chart; of more columns only every second, third, … is named. */
const MOST_LABELS = 13;

/**
 * A chart of columns, for the eye alone: a table with the same numbers stands beside it. Drawn with boxes and
 * percentages, so that it takes any width and the reader's fonts and colours.
 */
export function columnChart(columns: readonly ChartColumn[], unit: ChartUnit): HTMLElement {
  const most = columns.reduce((largest, { value }) => Math.max(largest, value), 0);
  const step = unit === "bytes" && most >= 1024 ? Math.floor(Math.log2(most) / 10) : 0;
  const height = scaleLinear([0, most / 1024 ** step], [0, 100]).nice(TICKS);
  const place = scaleBand(
    columns.map((_, index) => index),
    [0, 100],
  ).padding(columns.length > 40 ? 0.1 : 0.25);
  const every = Math.ceil(columns.length / MOST_LABELS);
  const ticks = height
    .ticks(TICKS)
    .filter((tick) => step > 0 || Number.isInteger(tick))
    .map((tick) =>
      element(
        "div",
        { class: "tick", style: { bottom: `${height(tick)}%` } },
        element("span", {}, unit === "bytes" ? `${grouped(tick)} ${UNITS[step]}` : grouped(tick)),
      ),
    );
  const bars = columns.map(({ value, title }, index) =>
    element("div", {
      class: value > 0 ? "column" : "column none",
      attributes: { title },
      style: {
        left: `${place(index) ?? 0}%`,
        width: `${place.bandwidth()}%`,
        height: `${height(value / 1024 ** step)}%`,
      },
    }),
  );
  const labels = columns.map(({ label }, index) =>
    index % every === 0
      ? element("span", { class: "label", style: { left: `${(place(index) ?? 0) + place.bandwidth() / 2}%` } }, label)
      : undefined,
  );
  return element(
    "div",
    { class: columns.length > FEW ? "chart dense" : "chart", attributes: { "aria-hidden": "true" } },
    element("div", { class: "plot" }, ...ticks, ...bars),
    element("div", { class: "labels" }, ...labels),
  );
}

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
/** Labels of so few columns stand beside each other even where it is narrow. */
const FEW = 7;

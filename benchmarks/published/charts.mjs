// @ts-check
import { linearRegression } from "simple-statistics";
import { parse, View } from "vega";
import { compile } from "vega-lite";
import { median } from "../method/statistics.mjs";
import { groupsOf, isOurs } from "./tables.mjs";

/** @typedef {import("../suites/suite.mjs").Scenario} Scenario */
/** @typedef {import("./results.mjs").Results} Results */

/** Grey enough to be read on white and on black, since a page may be either. */
const INK = "#808080";
const CONFIG = {
  background: "transparent",
  font: "system-ui, sans-serif",
  axis: { labelColor: INK, titleColor: INK, gridColor: "#80808033", domainColor: INK, tickColor: INK, labelLimit: 260 },
  legend: { labelColor: INK, titleColor: INK },
  title: { color: INK },
  view: { stroke: null },
};
const COLOURS = { ours: "#1f8a70", others: "#8f9bb3" };

/**
 * All charts that results allow, by file name.
 *
 * @param {ReadonlyMap<string, Results>} results
 * @returns {Promise<Map<string, string>>} SVG
 */
export async function charts(results) {
  /** @type {Map<string, string>} */
  const files = new Map();
  const skewed = results.get("trees")?.scenarios.find(({ name }) => name === "skewed");
  for (const { title, rows } of skewed === undefined ? [] : groupsOf(skewed)) {
    const values = rows.map((row) => ({
      name: row.name,
      value: (median([...row.samples]) * 1e3) / (skewed?.units ?? 1),
      kind: isOurs(row.name) ? "Transect" : row.name.startsWith("floor") ? "floor in C" : "others",
    }));
    files.set(`${slug(title)}.svg`, await bars(title, values));
  }
  const scale = results.get("scale")?.scenarios ?? [];
  const sizes = scale.filter(({ name }) => name !== "workers");
  if (sizes.length > 1) {
    const points = sizes.flatMap(({ units, rows }) =>
      rows.map((row) => ({ x: units, y: median([...row.samples]) / 1_000, name: row.name })),
    );
    files.set("entries.svg", await lines(points, { x: "entries", y: "seconds" }));
    const memory = sizes.flatMap(({ units, rows }) =>
      rows.flatMap(({ name, peak }) => (peak === null ? [] : [{ x: units, y: peak / 1e6, name }])),
    );
    files.set("memory.svg", await lines(memory, { x: "entries", y: "peak memory, MB" }));
  }
  const network = (results.get("network")?.scenarios ?? []).filter(({ name }) => name !== "checked");
  if (network.length > 0) {
    const points = network.flatMap(({ name, rows }) =>
      rows.map((row) => ({ x: Number.parseInt(row.name, 10), y: (row.samples[0] ?? 0) / 1_000, name })),
    );
    files.set("network.svg", await lines(points, { x: "workers", y: "seconds, simulated" }));
  }
  return files;
}

/**
 * By which power of the entries a value grows: the slope of the line through both on scales of powers.
 *
 * @param {readonly (readonly [entries: number, value: number])[]} points
 */
export function exponent(points) {
  return linearRegression(points.map(([entries, value]) => [Math.log(entries), Math.log(value)])).m;
}

/**
 * @param {string} title
 * @param {readonly { name: string, value: number, kind: string }[]} values
 */
function bars(title, values) {
  return drawn({
    title,
    width: 460,
    height: { step: 18 },
    data: { values: [...values] },
    mark: { type: "bar", cornerRadiusEnd: 2, tooltip: true },
    encoding: {
      y: { field: "name", type: "nominal", sort: { field: "value" }, title: null },
      x: { field: "value", type: "quantitative", title: "microseconds an entry (less is better)" },
      color: {
        field: "kind",
        type: "nominal",
        title: null,
        scale: { domain: ["Transect", "others", "floor in C"], range: [COLOURS.ours, COLOURS.others, "#c9a227"] },
      },
    },
  });
}

/**
 * @param {readonly { x: number, y: number, name: string }[]} values
 * @param {{ x: string, y: string }} titles
 */
function lines(values, titles) {
  return drawn({
    width: 460,
    height: 300,
    data: { values: [...values] },
    mark: { type: "line", point: true },
    encoding: {
      x: {
        field: "x",
        type: "quantitative",
        scale: { type: "log" },
        title: titles.x,
        axis: { format: "~s", tickCount: 5 },
      },
      y: { field: "y", type: "quantitative", scale: { type: "log" }, title: titles.y, axis: { tickCount: 6 } },
      color: { field: "name", type: "nominal", title: null },
    },
  });
}

/**
 * @param {import("vega-lite").TopLevelSpec} specification
 * @returns {Promise<string>}
 */
async function drawn(specification) {
  const { spec } = compile({ ...specification, config: /** @type {import("vega-lite").Config} */ (CONFIG) });
  const view = new View(parse(spec), { renderer: "none" });
  try {
    return `${await view.toSVG()}\n`;
  } finally {
    view.finalize();
  }
}

/** @param {string} title */
export function slug(title) {
  return title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
}

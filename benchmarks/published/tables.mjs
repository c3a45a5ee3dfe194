// @ts-check
import { markdownTable } from "markdown-table";
import { median, pairedRatio, spread } from "../method/statistics.mjs";

/** @typedef {import("../suites/suite.mjs").Scenario} Scenario */
/** @typedef {import("../suites/suite.mjs").Row} Row */

/** Which row of ours others are held to: the first of these in a group. */
const OURS = [
  "transect",
  "transect list",
  "transect --no-sizes",
  "profile, native",
  "profile without sizes, native",
  "walkPaths, native",
  "saveSnapshot",
  "hashFiles, sha256",
  "hashTree, sha256",
  "duplicates",
  "transect hash --files",
  "transect hash",
  "transect duplicates --json",
  "findStructures, native",
  "findStructures, threads",
  "findStructures, sequential",
  "transect find",
  "copyStructures",
  "transect copy",
];

/**
 * Rows that do the same in the same way, and the one of ours among them.
 *
 * @typedef {{ title: string, ours: Row, rows: Row[] }} Group
 */

/** @type {Readonly<Record<string, string>>} */
const TITLES = {
  sizes: "The size of all",
  names: "How many there are, without sizes",
  paths: "Every path",
  snapshot: "A snapshot, and the walk that it is made of",
  "hashes of files": "The hash of each file",
  "one hash of all": "One hash of all files",
  duplicates: "Files that hold the same",
  structures: "Directories by how they are built",
  "structures, native": "Directories by how they are built, and the walk alone, native",
  "structures, threads": "Directories by how they are built, and the walk alone, on threads",
  "structures, sequential": "Directories by how they are built, and the walk alone, sequential",
  copies: "A copy of small files",
};

/**
 * Groups in the order in which they first come; a group without a row of ours says nothing about us, and is left out.
 *
 * @param {Scenario} scenario
 * @returns {Group[]}
 */
export function groupsOf({ rows }) {
  /** @type {Map<string, Row[]>} */
  const groups = new Map();
  for (const row of rows) {
    const place = row.command ? "whole commands" : "in one process";
    const title = `${TITLES[row.group] ?? row.group}, ${place}`;
    groups.set(title, [...(groups.get(title) ?? []), row]);
  }
  return [...groups].flatMap(([title, rows]) => {
    const ours = OURS.flatMap((name) => rows.find((row) => row.name === name) ?? [])[0];
    return ours === undefined ? [] : [{ title, ours, rows: byMedian(rows) }];
  });
}

/**
 * Whether a row is one of ours, by its name.
 *
 * @param {string} name
 */
export function isOurs(name) {
  return /^(profile|walkPaths|walkBatches|saveSnapshot|hashFiles|hashTree|duplicates|findStructures|copyStructures|transect)/.test(
    name,
  );
}

/** @param {readonly Row[]} rows */
function byMedian(rows) {
  return [...rows].sort((a, b) => median([...a.samples]) - median([...b.samples]));
}

/**
 * Everything that was measured over one scenario, for one group.
 *
 * @param {Scenario} scenario
 * @param {Group} group
 */
export function groupTable({ units, unit }, { ours, rows }) {
  return markdownTable(
    [
      ["", "median", "half within", `an ${unit}`, `times ${ours.name}`, "processors", "memory", "answer"].map((cell) =>
        cell.replace(/^an (?=[^aeiou])/, "a "),
      ),
      ...rows.map((row) => [
        `${row.name} ${row.version}`,
        time(median([...row.samples])),
        `${(100 * spread([...row.samples])).toFixed(0)} %`,
        nanoseconds((median([...row.samples]) * 1e6) / units),
        row === ours ? "1" : ratioText(pairedRatio(row.samples, ours.samples)),
        time(row.cpu),
        row.peak === null ? "" : `${(row.peak / 1e6).toFixed(0)} MB`,
        row.note === "" ? "" : `other: ${row.note}`,
      ]),
    ],
    { align: ["l", "r", "r", "r", "r", "r", "r", "l"] },
  );
}

/**
 * One group over all scenarios: how many times the time of ours each takes.
 *
 * @param {readonly Scenario[]} scenarios
 * @param {string} title of the group
 */
export function ratioMatrix(scenarios, title) {
  const columns = scenarios.flatMap((scenario) => {
    const group = groupsOf(scenario).find((one) => one.title === title);
    return group === undefined ? [] : [{ scenario, group }];
  });
  const names = [...new Set(columns.flatMap(({ group }) => group.rows.map(({ name }) => name)))];
  return markdownTable(
    [
      ["", ...columns.map(({ scenario }) => scenario.name)],
      ...names.map((name) => [
        name,
        ...columns.map(({ group: { rows, ours }, scenario }) => {
          const row = rows.find((one) => one.name === name);
          if (row === undefined) return "";
          if (row === ours) return `1 (${nanoseconds((median([...row.samples]) * 1e6) / scenario.units)})`;
          return `${figure(pairedRatio(row.samples, ours.samples).ratio)}${row.note === "" ? "" : " *"}`;
        }),
      ]),
    ],
    { align: ["l", ...columns.map(() => "r")] },
  );
}

/**
 * Where another is faster than ours by more than chance: the whole interval of the ratio lies below 1.
 *
 * @param {readonly Scenario[]} scenarios
 * @returns {string[]}
 */
export function losses(scenarios) {
  return scenarios.flatMap((scenario) =>
    groupsOf(scenario).flatMap(({ title, ours, rows }) =>
      rows.flatMap((row) => {
        if (isOurs(row.name) || row.name.startsWith("floor")) return [];
        const interval = pairedRatio(row.samples, ours.samples);
        return interval.high >= 1
          ? []
          : [`${scenario.name}: ${row.name} takes ${ratioText(interval)} of ${ours.name} (${title})`];
      }),
    ),
  );
}

/** @param {import("../method/statistics.mjs").Interval} interval */
export function ratioText({ ratio, low, high }) {
  return `${figure(ratio)} (${figure(low)}–${figure(high)})`;
}

/**
 * Three figures that count.
 *
 * @param {number} value
 */
export function figure(value) {
  if (!Number.isFinite(value)) return "";
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** @param {number} milliseconds */
export function time(milliseconds) {
  return milliseconds >= 1_000 ? `${figure(milliseconds / 1_000)} s` : `${figure(milliseconds)} ms`;
}

/** @param {number} value */
function nanoseconds(value) {
  return value >= 1_000 ? `${figure(value / 1_000)} µs` : `${figure(value)} ns`;
}

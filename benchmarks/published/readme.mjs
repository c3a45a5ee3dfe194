// @ts-check
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { markdownTable } from "markdown-table";
import { machineLine } from "../method/machine.mjs";
import { median } from "../method/statistics.mjs";
import { verdicts } from "../suites/limits.mjs";
import { charts, exponent, slug } from "./charts.mjs";
import { readResults, write } from "./results.mjs";
import { figure, groupsOf, groupTable, isOurs, losses, ratioMatrix, time } from "./tables.mjs";

/** @typedef {import("./results.mjs").Results} Results */

const README = path.join(import.meta.dirname, "../README.md");

/**
 * Writes what is between the marks of README.md, the charts, and the details of each suite, from results alone.
 *
 * @param {string} folder of the results
 */
export async function publish(folder) {
  const results = readResults(folder);
  for (const [name, svg] of await charts(results)) write(path.join(folder, "charts", name), svg);
  for (const suite of results.values()) write(path.join(folder, `${suite.suite}.md`), details(suite));
  write(README, readmeFrom(results, { text: readFileSync(README, "utf8"), folder }));
}

/**
 * README.md with what is between its marks made anew.
 *
 * @param {ReadonlyMap<string, Results>} results
 * @param {{ text: string, folder: string }} options what it was, and where the results and charts are
 * @returns {string}
 */
export function readmeFrom(results, { text, folder }) {
  if (results.size === 0) return text;
  return [...parts(results, folder)].reduce((made, [name, part]) => between(made, name, part), text);
}

/**
 * @param {ReadonlyMap<string, Results>} results
 * @param {string} folder
 * @returns {Map<string, string>}
 */
function parts(results, folder) {
  /** @type {Map<string, string>} */
  const found = new Map();
  const trees = results.get("trees");
  if (trees !== undefined) {
    const tables = titlesOf(trees).map(
      (title) => `### ${title}\n\n${chart(folder, title)}${ratioMatrix(trees.scenarios, title)}`,
    );
    found.set("trees", [measuredOn(trees), ...tables].join("\n\n"));
  }
  for (const suite of ["cold", "contents", "structures", "snapshots"]) {
    const made = results.get(suite);
    if (made !== undefined) found.set(suite, matricesPart(made));
  }
  const patterns = results.get("patterns");
  if (patterns !== undefined) {
    const many = patterns.scenarios.filter(({ name }) => /^(set|ignore|compile|import)/.test(name));
    const single = patterns.scenarios.filter((scenario) => !many.includes(scenario));
    found.set(
      "patterns",
      [
        measuredOn(patterns),
        `One pattern over many paths:\n\n${transposed(single)}`,
        `Many patterns, ignore rules, and what comes before:\n\n${transposed(many)}`,
      ].join("\n\n"),
    );
  }
  const scale = results.get("scale");
  if (scale !== undefined) found.set("scale", scalePart(scale));
  const network = results.get("network");
  if (network !== undefined) found.set("network", networkPart(network));
  for (const suite of ["calm", "editor"]) {
    const made = results.get(suite);
    if (made !== undefined) found.set(suite, [measuredOn(made), calmTable(made)].join("\n\n"));
  }
  const lost = [...results.values()].flatMap(({ suite, scenarios }) =>
    losses(scenarios).map((one) => `- ${suite}, ${one}`),
  );
  found.set("losses", lost.length === 0 ? "Nowhere, in what was measured." : lost.join("\n"));
  const missed = [...results.values()].flatMap(({ suite, scenarios }) =>
    verdicts(suite, scenarios)
      .filter(({ met }) => met !== "yes")
      .map((one) => [suite, one.scenario, one.what, one.beside, String(one.found), figure(one["at most"]), one.met]),
  );
  found.set(
    "limits",
    missed.length === 0
      ? "All are kept."
      : markdownTable([["suite", "scenario", "what", "beside", "found", "at most", "kept"], ...missed]),
  );
  const compared = ["trees", "patterns", "contents", "structures"].flatMap(
    (suite) => results.get(suite)?.scenarios ?? [],
  );
  const peers = compared.flatMap(({ rows }) => rows);
  found.set("peers", peersTable(peers, trees?.scenarios.flatMap(({ missing }) => missing) ?? []));
  return found;
}

/**
 * A table of ratios for each group, and what the scenarios are.
 *
 * @param {Results} results
 */
function matricesPart(results) {
  const tables = titlesOf(results).map((title) => `### ${title}\n\n${ratioMatrix(results.scenarios, title)}`);
  const about = results.scenarios.map((one) => `- ${one.name}: ${one.about}`).join("\n");
  return [measuredOn(results), ...tables, about].join("\n\n");
}

/** @param {Results} results */
function titlesOf({ scenarios }) {
  return [...new Set(scenarios.flatMap((scenario) => groupsOf(scenario).map(({ title }) => title)))];
}

/**
 * @param {string} folder
 * @param {string} title
 */
function chart(folder, title) {
  const file = `charts/${slug(title)}.svg`;
  return existsSync(path.join(folder, file)) ? `![${title}, over \`skewed\`](results/${file})\n\n` : "";
}

/** @param {Results} results */
function measuredOn({ machine, quick, suite }) {
  const how = quick ? " · small scenarios: trial figures" : "";
  return `${machine.date}, revision ${machine.revision}: ${machineLine(machine)}${how} · [details](results/${suite}.md) · [data](results/${suite}.json)`;
}

/**
 * A row for each scenario, a column for each subject.
 *
 * @param {Results["scenarios"]} scenarios
 */
function transposed(scenarios) {
  const groups = scenarios.flatMap((scenario) => groupsOf(scenario).map((group) => ({ scenario, group })));
  const names = [...new Set(groups.flatMap(({ group }) => group.rows.map(({ name }) => name)))].sort((a, b) =>
    a === "transect" ? -1 : b === "transect" ? 1 : 0,
  );
  return markdownTable(
    [
      ["", ...names.map((name) => (name === "transect" ? name : `times: ${name}`))],
      ...groups.map(({ scenario, group: { ours, rows } }) => [
        `\`${scenario.name}\``.replaceAll("|", "\\|"),
        ...names.map((name) => {
          const row = rows.find((one) => one.name === name);
          if (row === undefined) return "";
          const each = (median([...row.samples]) * 1e6) / scenario.units;
          if (row === ours) return each >= 1e6 ? time(each / 1e6) : `${figure(each)} ns`;
          return `${figure(median([...row.samples]) / median([...ours.samples]))}${row.note === "" ? "" : " *"}`;
        }),
      ]),
    ],
    { align: ["l", ...names.map(() => "r")] },
  );
}

/** @param {Results} results */
function scalePart(results) {
  const sizes = results.scenarios.filter(({ name }) => name !== "workers");
  const names = [...new Set(sizes.flatMap(({ rows }) => rows.map(({ name }) => name)))];
  const rows = names.map((name) => {
    const found = sizes.map(({ units, rows: all }) => ({ units, row: all.find((one) => one.name === name) }));
    const times = found.flatMap(({ units, row }) =>
      row === undefined ? [] : [/** @type {const} */ ([units, median([...row.samples])])],
    );
    const memory = found.flatMap(({ units, row }) =>
      row?.peak == null ? [] : [/** @type {const} */ ([units, row.peak])],
    );
    return [
      name,
      ...found.map(({ row }) =>
        row === undefined
          ? ""
          : `${time(median([...row.samples]))}${row.peak === null ? "" : `, ${(row.peak / 1e6).toFixed(0)} MB`}`,
      ),
      times.length > 1 ? exponent(times).toFixed(2) : "",
      memory.length > 1 ? exponent(memory).toFixed(2) : "",
    ];
  });
  const table = markdownTable(
    [["", ...sizes.map(({ name }) => name), "time grows by the power", "memory by the power"], ...rows],
    { align: ["l", ...sizes.map(() => "r"), "r", "r"] },
  );
  const workers = results.scenarios.find(({ name }) => name === "workers");
  const jobs = (workers?.rows ?? []).map((row) => [row.name, time(median([...row.samples])), time(row.cpu)]);
  return [
    measuredOn(results),
    "![time against entries](results/charts/entries.svg) ![memory against entries](results/charts/memory.svg)",
    table,
    ...(workers === undefined
      ? []
      : [
          `Workers, over \`skewed\`:\n\n${markdownTable([["backend, workers", "time", "processors"], ...jobs], { align: ["l", "r", "r"] })}`,
        ]),
  ].join("\n\n");
}

/** @param {Results} results */
function networkPart(results) {
  const simulated = results.scenarios.filter(({ name }) => name !== "checked");
  const names = [...new Set(simulated.flatMap(({ rows }) => rows.map(({ name }) => name)))];
  const table = markdownTable(
    [
      ["", ...simulated.map(({ name }) => name)],
      ...names.map((name) => [
        name,
        ...simulated.map(({ rows }) => time(rows.find((row) => row.name === name)?.samples[0] ?? Number.NaN)),
      ]),
      ["**pays up to**", ...simulated.map(({ rows }) => `**${paysUpTo(rows)}**`)],
    ],
    { align: ["l", ...simulated.map(() => "r")] },
  );
  const rows = results.scenarios.find(({ name }) => name === "checked")?.rows ?? [];
  const held = rows.map((row) => [row.name, time(median([...row.samples]))]);
  return [
    measuredOn(results),
    "![workers over latencies](results/charts/network.svg)",
    table,
    `The same simulation beside the floor in C with each of its calls held back:\n\n${markdownTable([["", "time"], ...held], { align: ["l", "r"] })}`,
  ].join("\n\n");
}

/**
 * The most workers whose doubling took a tenth of the time away at least.
 *
 * @param {Results["scenarios"][number]["rows"]} rows
 */
function paysUpTo(rows) {
  const times = rows.map(({ samples }) => samples[0] ?? Number.NaN);
  const last = times.findIndex((value, index) => value / (times[index - 1] ?? Number.POSITIVE_INFINITY) > 0.9);
  return (last === -1 ? rows.at(-1) : rows[last - 1])?.name ?? "";
}

/** @param {Results} results */
function calmTable({ scenarios }) {
  return markdownTable(
    [
      ["", "", "median", "worst", "memory"],
      ...scenarios.flatMap(({ name, rows }) =>
        rows.map((row) => [
          name,
          `${row.name}: ${row.how}`,
          time(median([...row.samples])),
          time(Math.max(...row.samples)),
          memory(row),
        ]),
      ),
    ],
    { align: ["l", "l", "r", "r", "r"] },
  );
}

/**
 * @param {readonly import("../suites/suite.mjs").Row[]} rows
 * @param {readonly string[]} missing
 */
function peersTable(rows, missing) {
  const peers = new Map(rows.filter(({ name }) => !isOurs(name)).map((row) => [row.name, row]));
  const table = markdownTable([
    ["", "version", "how it is asked", "what it does not do"],
    ...[...peers.values()].map(({ name, version, how, lacks, group }) => [
      name,
      version,
      group === "patterns" ? "the same patterns" : `\`${how}\``,
      lacks,
    ]),
  ]);
  const absent = [...new Set(missing)].map((one) => `- ${one}`).join("\n");
  return absent === "" ? table : `${table}\n\nNot measured, in all or in part:\n\n${absent}`;
}

/** @param {Results} results */
function details(results) {
  const sections = results.scenarios.map((scenario) => {
    const compared = groupsOf(scenario);
    const alone = scenario.rows.filter((row) => !compared.some(({ rows }) => rows.includes(row)));
    const groups = compared.map((group) => `### ${group.title}\n\n${groupTable(scenario, group)}`);
    if (alone.length > 0) groups.push(roundsTable(alone));
    const missing = scenario.missing.map((one) => `- ${one}`).join("\n");
    const head = `## ${scenario.name}\n\n${scenario.about}; ${scenario.units.toLocaleString("en")} ${plural(scenario)}.`;
    return [head, ...groups, ...(missing === "" ? [] : [`Without:\n\n${missing}`])].join("\n\n");
  });
  return `# ${results.suite}, in detail\n\n${results.machine.date}, revision ${results.machine.revision}: ${machineLine(results.machine)}.\n\nMade by the benchmarks; not to be edited. "Half within" is how far apart half of all rounds lie, as a share of the median. In brackets: the interval that holds the ratio with 95 % confidence.\n\n${sections.join("\n\n")}\n`;
}

/**
 * Rows that are compared with none: each round, from the first.
 *
 * @param {readonly import("../suites/suite.mjs").Row[]} rows
 */
function roundsTable(rows) {
  return markdownTable(
    [
      ["", "median", "memory", "each round"],
      ...rows.map((row) => [row.name, time(median([...row.samples])), memory(row), row.samples.map(time).join(", ")]),
    ],
    { align: ["l", "r", "r", "l"] },
  );
}

/** @param {import("../suites/suite.mjs").Row} row */
function memory({ peak }) {
  return peak === null ? "" : `${(peak / 1e6).toFixed(1)} MB`;
}

/** @param {Results["scenarios"][number]} scenario */
function plural({ unit, units }) {
  if (units === 1) return unit;
  return unit === "entry" ? "entries" : `${unit}s`;
}

/**
 * @param {string} text
 * @param {string} name
 * @param {string} part
 */
function between(text, name, part) {
  const [begin, end] = [`<!-- ${name}: made by the benchmarks -->`, `<!-- end of ${name} -->`];
  const [before, rest] = split(text, begin);
  const [, after] = split(rest, end);
  return `${before}${begin}\n\n${part}\n\n${end}${after}`;
}

/**
 * @param {string} text
 * @param {string} mark
 * @returns {[before: string, after: string]}
 */
function split(text, mark) {
  const at = text.indexOf(mark);
  if (at < 0) throw new Error(`README.md has no ${mark}`);
  return [text.slice(0, at), text.slice(at + mark.length)];
}

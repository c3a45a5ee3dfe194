// @ts-check
import { median, pairedRatio } from "../method/statistics.mjs";

/** @typedef {import("./suite.mjs").Scenario} Scenario */
/** @typedef {import("./suite.mjs").Row} Row */

/**
 * What one of ours may take beside the fastest of others, in the scenarios of a suite.
 *
 * @typedef {object} Ratio
 * @property {string} suite
 * @property {RegExp} [scenario]
 * @property {string} row
 * @property {readonly string[]} beside
 * @property {number} ratio
 * @property {number} [from] the units that a scenario must have for it to count
 *
 * What the worst sample of a row may be.
 *
 * @typedef {object} Worst
 * @property {RegExp} scenario
 * @property {number} milliseconds
 *
 * @typedef {{ scenario: string, what: string, beside: string, found: number | string, "at most": number, met: string }} Verdict
 */

const COMMANDS = ["diskus", "pdu", "dua", "dust", "gdu", "du"];
const LISTS = ["fdir, sync", "fdir, promise"];
const MATCHERS = ["picomatch", "minimatch", "zeptomatch"];
const HASHED = /^(small|large|both)$/;
const SHA256 = [1, 256, 2500].map((files) => `sha256sum, ${files} a call`);
const B3SUM = ["b3sum", "b3sum --num-threads 1, 1 a call", "b3sum --num-threads 1, 256 a call"];

/** @type {readonly Ratio[]} */
const RATIOS = [
  { suite: "trees", row: "profile, native", beside: ["floor stat, 2 threads"], ratio: 1.1 },
  { suite: "trees", row: "profile, native", beside: COMMANDS, ratio: 0.78 },
  { suite: "trees", row: "profile without sizes, native", beside: ["floor list, 2 threads"], ratio: 1.2 },
  { suite: "trees", row: "walkPaths, native", beside: LISTS, ratio: 0.7 },
  { suite: "trees", row: "profile without sizes, threads", beside: LISTS, ratio: 0.5 },
  { suite: "trees", row: "profile, threads", beside: ["fdir and lstatSync"], ratio: 0.48 },
  { suite: "trees", row: "profile, threads", beside: ["readdirSync and lstatSync, 2 threads"], ratio: 1.25 },
  { suite: "trees", row: "profile, sequential", beside: ["readdirSync and lstatSync"], ratio: 1.1 },
  ...["trees", "scale"].flatMap((suite) => [
    { suite, row: "transect", beside: ["diskus", "pdu", "dua", "dust"], ratio: 1, from: 1_000_000 },
    { suite, row: "transect", beside: ["du"], ratio: 1, from: 200_000 },
  ]),
  { suite: "patterns", scenario: /^(?!set|ignore|compile|import)/, row: "transect", beside: MATCHERS, ratio: 1.3 },
  { suite: "patterns", scenario: /^set of 100$/, row: "transect", beside: ["picomatch"], ratio: 1 / 17 },
  { suite: "patterns", scenario: /^set of 1000$/, row: "transect", beside: ["picomatch"], ratio: 1 / 200 },
  { suite: "patterns", scenario: /^ignore, 63/, row: "transect", beside: ["ignore"], ratio: 1 / 15 },
  { suite: "patterns", scenario: /^ignore, 3/, row: "transect", beside: ["ignore"], ratio: 1 / 100 },
  { suite: "patterns", scenario: /^compile$/, row: "transect", beside: ["picomatch"], ratio: 1 },
  ...["native", "threads", "sequential"].map((backend) => ({
    suite: "structures",
    scenario: /^one in ten$/,
    row: `findStructures, ${backend}`,
    beside: [`walkBatches, ${backend}`],
    ratio: 1.2,
  })),
  {
    suite: "snapshots",
    scenario: /^(million|one-folder)$/,
    row: "saveSnapshot",
    beside: ["walkBatches with stat"],
    ratio: 1.3,
  },
  ...["hashFiles, sha256", "transect hash --files"].map((row) => ({
    suite: "contents",
    scenario: HASHED,
    row,
    beside: SHA256,
    ratio: 1,
  })),
  { suite: "contents", scenario: HASHED, row: "hashFiles, blake3", beside: B3SUM, ratio: 1 },
  { suite: "contents", scenario: /^small$/, row: "transect hash", beside: ["cat | sha256sum"], ratio: 1 },
  ...["duplicates", "transect duplicates --json"].map((row) => ({
    suite: "contents",
    scenario: /copies|sources/,
    row,
    beside: ["jdupes"],
    ratio: 1,
  })),
  { suite: "calm", scenario: /^small$/, row: "auto", beside: ["native", "threads", "sequential"], ratio: 1.1 },
];

/** @type {readonly Worst[]} */
const WORST = [
  { scenario: /^event loop/, milliseconds: 20 },
  { scenario: /^cancel/, milliseconds: 50 },
];

/** Bytes of memory by which a native profile of 2,000,000 entries may exceed one of 200,000. */
const MEMORY = 10e6;

/**
 * Whether what was measured keeps to what we hold ourselves to.
 *
 * @param {string} suite
 * @param {readonly Scenario[]} scenarios
 * @returns {Verdict[]}
 */
export function verdicts(suite, scenarios) {
  return [
    ...scenarios.flatMap((scenario) => [...ratioVerdicts(suite, scenario), ...worstVerdicts(suite, scenario)]),
    ...memoryVerdict(scenarios),
  ];
}

/**
 * @param {string} suite
 * @param {Scenario} scenario
 * @returns {Verdict[]}
 */
function ratioVerdicts(suite, { name, units, rows }) {
  return RATIOS.filter(
    (limit) => limit.suite === suite && (limit.scenario?.test(name) ?? true) && units >= (limit.from ?? 0),
  ).flatMap(
    /** @returns {Verdict[]} */ ({ row, beside, ratio }) => {
      const ours = rows.find((one) => one.name === row);
      // Some of ours are not asked of large trees.
      if (ours === undefined) return [];
      const fastest = rows
        .filter((one) => beside.includes(one.name))
        .sort((a, b) => median([...a.samples]) - median([...b.samples]))[0];
      const verdict = {
        scenario: name,
        what: row,
        beside: fastest?.name ?? beside.join(" or "),
        "at most": shown(ratio),
      };
      if (fastest === undefined) return [{ ...verdict, found: "", met: "not measured" }];
      const found = pairedRatio(ours.samples, fastest.samples).ratio;
      return [{ ...verdict, found: shown(found), met: found <= ratio ? "yes" : "NO" }];
    },
  );
}

/**
 * @param {string} suite
 * @param {Scenario} scenario
 * @returns {Verdict[]}
 */
function worstVerdicts(suite, { name, rows }) {
  if (suite !== "calm") return [];
  return WORST.filter(({ scenario }) => scenario.test(name)).flatMap(({ milliseconds }) =>
    rows
      .filter((row) => row.name !== "nothing walked")
      .map((row) => {
        const worst = Math.max(...row.samples);
        const met = worst <= milliseconds ? "yes" : "NO";
        return {
          scenario: name,
          what: `${row.name}, ${row.how}`,
          beside: "ms",
          found: shown(worst),
          "at most": milliseconds,
          met,
        };
      }),
  );
}

/**
 * @param {readonly Scenario[]} scenarios
 * @returns {Verdict[]}
 */
function memoryVerdict(scenarios) {
  const peakOf = (/** @type {string} */ name) =>
    scenarios.find((one) => one.name === name)?.rows.find((row) => row.name === "native")?.peak ?? undefined;
  const [less, more] = [peakOf("memory, flat"), peakOf("memory, two-million")];
  if (less === undefined || more === undefined) return [];
  const met = more - less <= MEMORY ? "yes" : "NO";
  const found = shown((more - less) / 1e6);
  return [
    { scenario: "memory", what: "native, 200,000 to 2,000,000", beside: "MB", found, "at most": MEMORY / 1e6, met },
  ];
}

/**
 * To three places behind the point.
 *
 * @param {number} value
 */
function shown(value) {
  return Math.round(value * 1_000) / 1_000;
}

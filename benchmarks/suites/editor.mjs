// @ts-check
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { findChromium } from "../../packages/vscode/test/host/editors.mjs";
import { median } from "../method/statistics.mjs";
import { row } from "./suite.mjs";

/** @typedef {import("./suite.mjs").Suite} Suite */

const REPOSITORY = path.join(import.meta.dirname, "../..");
/** The tests of the extension, which take measures on their way. */
const TESTS = "packages/vscode/test/host/run.mjs";
/** An editor takes half a minute to come up, most of which is not ours; each run tells of two workspaces. */
const MOST_ROUNDS = 1;
const MIB = 2 ** 20;

/**
 * What each scenario asks the tests for.
 *
 * @type {Readonly<Record<string, { about: string, args: readonly string[], env: Readonly<Record<string, string>> }>>}
 */
const SCENARIOS = {
  "within the extension host": {
    about: "calls of the extension's commands, in a workspace of a few files, and over 20,000",
    args: ["--only", "in-host"],
    env: {},
  },
  installed: {
    about: "from Enter in the palette to the report on the screen, the .vsix installed",
    args: ["--only", "installed", "--package", "universal"],
    env: { TRANSECT_SCALE: "full", TRANSECT_CASE: "first paint" },
  },
};

/**
 * The extension in a real editor: what its start takes, and how soon there is a report.
 *
 * @type {Suite}
 */
export const EDITOR = {
  name: "editor",
  scenarios: Object.keys(SCENARIOS),
  quickly: [],
  async measure({ chosen, rounds }) {
    try {
      findChromium();
    } catch (error) {
      process.stderr.write(`editor: left out: ${error instanceof Error ? error.message : error}\n`);
      return [];
    }
    return chosen.flatMap((name) => {
      const scenario = SCENARIOS[name];
      if (scenario === undefined) return [];
      process.stderr.write(`editor: ${name}\n`);
      /** @type {Measure[]} */
      const measures = [];
      for (let round = 0; round < Math.min(rounds, MOST_ROUNDS); round += 1) measures.push(...measured(scenario));
      const { about } = scenario;
      return [{ name, about, unit: "call", units: 1, rows: rowsOf(measures), missing: [] }];
    });
  },
};

/** @typedef {{ what: string, value: number, unit: string }} Measure */

/**
 * One run of the tests, and what they measured.
 *
 * @param {{ args: readonly string[], env: Readonly<Record<string, string>> }} scenario
 * @returns {Measure[]}
 * @throws {Error} where a test fails, or an editor or a browser cannot be had
 */
function measured({ args, env }) {
  const folder = mkdtempSync(path.join(os.tmpdir(), "transect-editor-measures-"));
  const file = path.join(folder, "measures.txt");
  try {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [TESTS, "--editor", "latest", ...args, "--measures", file, "--artefacts", folder],
      { cwd: REPOSITORY, encoding: "utf8", env: { ...process.env, ...env } },
    );
    if (status !== 0 || !existsSync(file)) throw new Error(`${TESTS} ended with ${status}\n${stdout}\n${stderr}`);
    return [...readFileSync(file, "utf8").matchAll(/^(.+): ([\d.]+) (ms|MiB)/gm)].map(([, what = "", value, unit]) => ({
      what,
      value: Number(value),
      unit: unit ?? "",
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * A row for each thing that was timed; what memory grew by stands beside the call by which it did.
 *
 * @param {readonly Measure[]} measures
 */
function rowsOf(measures) {
  const names = [...new Set(measures.filter(({ unit }) => unit === "ms").map(({ what }) => what))];
  const grown = measures.filter(({ what, unit }) => unit === "MiB" && what.startsWith("memory"));
  return names.map((name) => {
    const samples = measures.filter(({ what }) => what === name).map(({ value }) => value);
    const weighed = name.startsWith("first profile") && grown.length > 0;
    const peak = weighed ? median(grown.map(({ value }) => value * MIB)) : undefined;
    return row(
      { median: median(samples), samples, cpu: samples.map(() => 0), peak },
      { name, group: "editor", version: "", how: "the newest editor", lacks: "", command: false, note: "" },
    );
  });
}

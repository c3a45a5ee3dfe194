// @ts-check
import process from "node:process";
import { parseArgs } from "node:util";

/** @typedef {import("../suites/suite.mjs").Suite} Suite */

const USAGE = `usage: run.mjs [--suite NAME ...] [--only SCENARIO ...] [--rounds N] [--seconds N] [--quick] [--no-install] [--no-save]`;

/**
 * What the command line asks for. Ends the process where it asks for what there is not.
 *
 * @param {readonly Suite[]} all
 */
export function benchmarkOptions(all) {
  try {
    const { values } = parseArgs({
      options: {
        suite: { type: "string", multiple: true },
        only: { type: "string", multiple: true },
        rounds: { type: "string" },
        seconds: { type: "string" },
        quick: { type: "boolean", default: false },
        "no-install": { type: "boolean", default: false },
        "no-save": { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) {
      process.stdout.write(`${USAGE}\n`);
      process.exit();
    }
    const known = all.map(({ name }) => name);
    const strange = values.suite?.find((name) => !known.includes(name));
    if (strange !== undefined) throw new Error(`--suite ${strange}: there are ${known.join(", ")}`);
    const suites = all.filter(({ name }) => values.suite?.includes(name) ?? true);
    const scenarios = suites.flatMap(({ scenarios: names }) => names);
    const unknown = values.only?.find((name) => !scenarios.includes(name));
    if (unknown !== undefined) throw new Error(`--only ${unknown}: there are ${scenarios.join(", ")}`);
    return {
      suites: suites.filter((suite) => suite.scenarios.some((name) => values.only?.includes(name) ?? true)),
      only: values.only,
      rounds: wholeNumber("--rounds", values.rounds, values.quick ? 3 : 11),
      seconds: seconds(values.seconds, values.quick ? 0.5 : 1.2),
      quick: values.quick,
      install: !values["no-install"] && !values.quick,
      save: !values["no-save"],
    };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n${USAGE}\n`);
    process.exit(2);
  }
}

/**
 * @param {string | undefined} given
 * @param {number} fallback
 */
function seconds(given, fallback) {
  const value = Number(given ?? fallback);
  if (!(value > 0 && value < Number.POSITIVE_INFINITY)) throw new Error("--seconds takes a number above 0");
  return value;
}

/**
 * @param {string} name
 * @param {string | undefined} given
 * @param {number} fallback
 */
function wholeNumber(name, given, fallback) {
  const value = Number(given ?? fallback);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${name} takes a whole number from 1`);
  return value;
}

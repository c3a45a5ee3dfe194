// @ts-check
import process from "node:process";
import { parseArgs } from "node:util";

/**
 * What the command line asks for. Ends the process where it asks for what there is not.
 *
 * @param {readonly string[]} scenarios
 */
export function benchmarkOptions(scenarios) {
  try {
    const { values } = parseArgs({
      options: {
        rounds: { type: "string" },
        only: { type: "string", multiple: true },
        quick: { type: "boolean", default: false },
        "install-peers": { type: "boolean", default: false },
      },
    });
    const rounds = Number(values.rounds ?? (values.quick ? 3 : 11));
    if (!Number.isInteger(rounds) || rounds < 1) throw new Error("--rounds takes a whole number from 1");
    const unknown = values.only?.find((name) => !scenarios.includes(name));
    if (unknown !== undefined) throw new Error(`--only ${unknown}: there are ${scenarios.join(", ")}`);
    const chosen = scenarios.filter((name) => values.only === undefined || values.only.includes(name));
    return { rounds, chosen, quick: values.quick, installPeers: values["install-peers"] };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(2);
  }
}

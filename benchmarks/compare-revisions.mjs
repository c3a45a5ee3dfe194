// @ts-check
// Says whether this revision is slower than another: compare-revisions.mjs REF [--threshold PERCENT] [--only TASK ...]
// [--pairs N] [--markdown FILE]. README.md says how.
//
// Exit status: 0 nothing is slower, 1 it could not be found out, 2 usage, 3 something is slower.

import { appendFileSync } from "node:fs";
import process from "node:process";
import { parseArgs } from "node:util";
import { markdownTable } from "markdown-table";
import { machine, machineLine } from "./method/machine.mjs";
import { median } from "./method/statistics.mjs";
import { ratioText, time } from "./published/tables.mjs";
import { checkout, current } from "./revisions/checkout.mjs";
import { startSide } from "./revisions/side.mjs";
import { ratioOf, verdictOf } from "./revisions/verdict.mjs";
import { endWithoutPrograms } from "./scenarios/cache.mjs";
import { tree } from "./scenarios/trees.mjs";

/** Milliseconds that one sample takes at least. */
const SAMPLE = 30;
const WARM_UP = 3;
const ROUNDS = 6;
const FIRST_BASE = /** @type {const} */ (["base", "head"]);
const FIRST_HEAD = /** @type {const} */ (["head", "base"]);

const { ref, threshold, only, pairs, markdown } = options();
endWithoutPrograms();
const base = checkout(ref);
const head = current();
const over = { tree: tree("skewed", { quick: true }).path, pathsOf: "/usr/share" };

/** @type {Map<string, { base: number[], ratios: number[][], calls: number }>} */
const found = new Map();
for (let pair = 0; pair < pairs; pair += 1) {
  process.stderr.write(`pair ${pair + 1} of ${pairs}\n`);
  await measurePair(pair);
}

const rows = [...found].map(([task, { base: times, ratios, calls }]) => {
  const interval = ratioOf(ratios);
  return { task, time: median(times) / calls, interval, verdict: verdictOf(interval, threshold) };
});
const table = markdownTable(
  [
    ["", `at ${base.revision.slice(0, 10)}`, "times that, now", ""],
    ...rows.map(({ task, time: each, interval, verdict }) => [task, time(each), ratioText(interval), verdict]),
  ],
  { align: ["l", "r", "r", "l"] },
);
const slower = rows.filter(({ verdict }) => verdict === "slower");
const sum =
  slower.length === 0
    ? `Nothing is slower by more than ${threshold * 100} %.`
    : `Slower by more than ${threshold * 100} %: ${slower.map(({ task }) => task).join(", ")}.`;
const text = `${sum}\n\n${table}\n\n${machineLine(machine())}\n`;
console.log(text);
if (markdown !== undefined) appendFileSync(markdown, text);
if (slower.length > 0) process.exitCode = 3;

/**
 * Starts a process of each revision, and times the tasks of both in turn; who comes first changes from round to round.
 *
 * @param {number} pair
 */
async function measurePair(pair) {
  const sides = { base: await startSide(base.folder, over), head: await startSide(head.folder, over) };
  try {
    const tasks = sides.base.tasks.filter((task) => sides.head.tasks.includes(task) && (only?.includes(task) ?? true));
    if (tasks.length === 0) throw new Error(`no such task in both: there are ${sides.head.tasks.join(", ")}`);
    for (const task of tasks) {
      const kept = found.get(task) ?? { base: [], ratios: [], calls: await callsFor(sides, task) };
      found.set(task, kept);
      /** @type {number[]} */
      const ratios = [];
      for (let round = -WARM_UP; round < ROUNDS; round += 1) {
        /** @type {{ base: number, head: number }} */
        const times = { base: 0, head: 0 };
        for (const side of (round + pair) % 2 === 0 ? FIRST_BASE : FIRST_HEAD)
          times[side] = await sides[side].time(task, kept.calls);
        if (round < 0) continue;
        kept.base.push(times.base);
        ratios.push(times.head / times.base);
      }
      kept.ratios.push(ratios);
    }
  } finally {
    await Promise.all([sides.base.end(), sides.head.end()]);
  }
}

/**
 * As many calls as make a sample long enough: the same for both.
 *
 * @param {{ base: import("./revisions/side.mjs").Side }} sides
 * @param {string} task
 */
async function callsFor({ base: side }, task) {
  for (let call = 0; call < WARM_UP; call += 1) await side.time(task, 1);
  return Math.max(1, Math.ceil(SAMPLE / (await side.time(task, 1))));
}

function options() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        threshold: { type: "string", default: "5" },
        only: { type: "string", multiple: true },
        pairs: { type: "string", default: "10" },
        markdown: { type: "string" },
      },
    });
    const [given, ...more] = positionals;
    if (given === undefined || more.length > 0) throw new Error("one revision is needed, as git names it");
    const percent = Number(values.threshold);
    if (!(percent > 0 && percent < 100)) throw new Error("--threshold takes a number of percent, from 0 to 100");
    const count = Number(values.pairs);
    if (!Number.isInteger(count) || count < 2) throw new Error("--pairs takes a whole number from 2");
    return { ref: given, threshold: percent / 100, only: values.only, pairs: count, markdown: values.markdown };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    return process.exit(2);
  }
}

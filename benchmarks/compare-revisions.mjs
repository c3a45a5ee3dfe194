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
import { KINDS } from "./revisions/tasks.mjs";
import { isDecided, ratioOf, verdictOf } from "./revisions/verdict.mjs";
import { endWithoutPrograms } from "./scenarios/cache.mjs";
import { tree } from "./scenarios/trees.mjs";

/** @typedef {import("./revisions/side.mjs").Side} Side */
/** @typedef {import("./revisions/tasks.mjs").Kind} Kind */

/** Milliseconds that one sample takes at least. */
const SAMPLE = 8;
const WARM_UP = 3;
const ROUNDS = 20;
/** So many pairs of processes there are of each task, before its interval is asked. */
const FEWEST_PAIRS = 12;
/** How many more there are before it is asked again. */
const MORE_PAIRS = 4;
const FIRST_BASE = /** @type {const} */ (["base", "head"]);
const FIRST_HEAD = /** @type {const} */ (["head", "base"]);

const { ref, threshold, only, pairs, markdown } = options();
endWithoutPrograms();
const base = checkout(ref);
const head = current();
const over = {
  small: tree("thousand", { quick: true }).path,
  large: tree("skewed", { quick: true }).path,
  pathsOf: "/usr/share",
};

/** @type {Map<string, { base: number[], ratios: number[][], calls: number }>} */
const found = new Map();
for (const kind of KINDS) {
  /** @type {string[] | undefined} */
  let open;
  for (let pair = 0; pair < pairs && open?.length !== 0; pair += 1) {
    process.stderr.write(`${kind}: pair ${pair + 1} of at most ${pairs}\n`);
    const measured = await measurePair(kind, pair, open);
    const asks = pair + 1 >= FEWEST_PAIRS && (pair + 1 - FEWEST_PAIRS) % MORE_PAIRS === 0;
    open = asks ? measured.filter(isOpen) : measured;
  }
}
if (found.size === 0) {
  process.stderr.write(`--only ${only?.join(", ")}: no such task in both revisions\n`);
  process.exit(2);
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
 * Starts a process of each revision, and times tasks of both in turn; who comes first changes from round to round.
 *
 * @param {Kind} kind
 * @param {number} pair
 * @param {readonly string[]} [open] the tasks to time (default: those that were asked for)
 * @returns {Promise<string[]>} those that were timed
 */
async function measurePair(kind, pair, open) {
  const order = (/** @type {number} */ turn) => ((turn + pair) % 2 === 0 ? FIRST_BASE : FIRST_HEAD);
  /** @type {Partial<Record<"base" | "head", Side>>} */
  const sides = {};
  try {
    for (const side of order(0)) sides[side] = await startSide(side === "base" ? base.folder : head.folder, kind, over);
    const { base: left, head: right } = sides;
    if (left === undefined || right === undefined) return [];
    const asked = (/** @type {string} */ task) =>
      right.tasks.includes(task) && (open?.includes(task) ?? only?.includes(task) ?? true);
    const tasks = left.tasks.filter(asked);
    for (const task of tasks) {
      const kept = found.get(task) ?? { base: [], ratios: [], calls: await callsFor(left, task) };
      found.set(task, kept);
      /** @type {number[]} */
      const ratios = [];
      for (let round = -WARM_UP; round < ROUNDS; round += 1) {
        const times = { base: 0, head: 0 };
        for (const side of order(round)) times[side] = await (side === "base" ? left : right).time(task, kept.calls);
        if (round < 0) continue;
        kept.base.push(times.base);
        ratios.push(times.head / times.base);
      }
      kept.ratios.push(ratios);
    }
    return tasks;
  } finally {
    await Promise.all([sides.base?.end(), sides.head?.end()]);
  }
}

/**
 * Whether more pairs may say more of a task.
 *
 * @param {string} task
 */
function isOpen(task) {
  return !isDecided(ratioOf(found.get(task)?.ratios ?? []), threshold);
}

/**
 * As many calls as make a sample long enough: the same for both.
 *
 * @param {Side} side
 * @param {string} task
 */
async function callsFor(side, task) {
  let shortest = Number.POSITIVE_INFINITY;
  for (let call = 0; call < 3 * WARM_UP; call += 1) shortest = Math.min(shortest, await side.time(task, 1));
  return Math.max(1, Math.ceil(SAMPLE / shortest));
}

function options() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        threshold: { type: "string", default: "5" },
        only: { type: "string", multiple: true },
        pairs: { type: "string", default: "60" },
        markdown: { type: "string" },
      },
    });
    const [given, ...more] = positionals;
    if (given === undefined || more.length > 0) throw new Error("one revision is needed, as git names it");
    const percent = Number(values.threshold);
    if (!(percent > 0 && percent < 100)) throw new Error("--threshold takes a number of percent, from 0 to 100");
    const count = Number(values.pairs);
    if (!Number.isInteger(count) || count < FEWEST_PAIRS)
      throw new Error(`--pairs takes a whole number from ${FEWEST_PAIRS}`);
    return { ref: given, threshold: percent / 100, only: values.only, pairs: count, markdown: values.markdown };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    return process.exit(2);
  }
}

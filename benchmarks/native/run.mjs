// @ts-check
// Profiles and listings beside a walk in C that only counts, beside other programs and beside other libraries: all in
// turn, round by round, over the same trees. README.md says how to read it.

import os from "node:os";
import process from "node:process";
import { compare } from "../compare.mjs";
import { endWithoutPrograms } from "./cache.mjs";
import { collectGarbage } from "./collect.mjs";
import { limitRows, timingRows } from "./limits.mjs";
import { COMPARED, tree } from "./made-trees.mjs";
import { benchmarkOptions } from "./options.mjs";
import { installPeers } from "./peers.mjs";
import { waysOver } from "./ways.mjs";

const { rounds, chosen, quick, installPeers: install } = benchmarkOptions(COMPARED);
endWithoutPrograms();
if (install) installPeers();

const limits = [];
console.log(`${os.cpus()[0]?.model}, ${os.availableParallelism()} at once, Node ${process.version}, ${rounds} rounds`);
console.log(`load before: ${os.loadavg()[0]?.toFixed(2)}${quick ? "; small trees: trial figures" : ""}`);
for (const name of chosen) {
  try {
    limits.push(...(await measure(name)));
  } catch (error) {
    // What was found over the other trees is not lost.
    console.log(`FAILED  ${name}:`, error);
    process.exitCode = 1;
  }
}
console.log("\nLimits: the median, round by round, of what ours takes for what the other takes");
console.table(limits);
if (limits.some(({ met }) => met === "NO")) process.exitCode ??= 3;

/** @param {string} name */
async function measure(name) {
  const here = tree(name, { quick });
  const { tasks, missing } = await waysOver(here);
  process.stderr.write(`${name}: ${Object.keys(tasks).length} ways, ${rounds} rounds\n`);
  const timings = await compare(tasks, { rounds, before: collectGarbage });
  console.log(`\n${name}: ${here.counts.entries} entries; ${here.about}`);
  console.table(timingRows(timings, here));
  for (const reason of missing) console.log(`MISSING  ${reason}`);
  return limitRows(timings, here);
}

// @ts-check
// Measures what README.md publishes, writes it to results/, and README.md from that. README.md says how to read it.

import path from "node:path";
import process from "node:process";
import { machine, machineLine } from "./method/machine.mjs";
import { benchmarkOptions } from "./method/options.mjs";
import { publish } from "./published/readme.mjs";
import { RESULTS, saveResults } from "./published/results.mjs";
import { groupsOf, groupTable, losses } from "./published/tables.mjs";
import { cacheFolder, endWithoutPrograms } from "./scenarios/cache.mjs";
import { programOf, READERS } from "./subjects/content-programs.mjs";
import { installPrograms } from "./subjects/install.mjs";
import { PROGRAMS } from "./subjects/programs.mjs";
import { CALM } from "./suites/calm.mjs";
import { COLD } from "./suites/cold.mjs";
import { CONTENTS_SUITE } from "./suites/contents.mjs";
import { EDITOR } from "./suites/editor.mjs";
import { verdicts } from "./suites/limits.mjs";
import { NETWORK } from "./suites/network.mjs";
import { PATTERNS } from "./suites/patterns.mjs";
import { SCALE } from "./suites/scale.mjs";
import { SNAPSHOTS } from "./suites/snapshots.mjs";
import { STRUCTURES } from "./suites/structures.mjs";
import { TREES } from "./suites/trees.mjs";

const SUITES = [TREES, PATTERNS, CONTENTS_SUITE, STRUCTURES, COLD, CALM, SNAPSHOTS, SCALE, NETWORK, EDITOR];

const { suites, only, rounds, seconds, quick, install, save } = benchmarkOptions(SUITES);
endWithoutPrograms();
if (install) installPrograms([...PROGRAMS, ...READERS.map((reader) => ({ ...reader, name: programOf(reader) }))]);

const facts = machine();
console.log(machineLine(facts));
const whole = only === undefined && !quick;
for (const suite of suites) {
  const chosen = suite.scenarios.filter(
    (name) => (only ?? (quick ? suite.quickly : suite.usually))?.includes(name) ?? true,
  );
  const begin = performance.now();
  try {
    const scenarios = await suite.measure({ chosen, rounds, seconds, quick });
    show(suite.name, scenarios);
    // What was not measured whole is not published.
    const folder = save && whole ? RESULTS : cacheFolder("results");
    saveResults({ suite: suite.name, machine: facts, quick, scenarios }, folder);
  } catch (error) {
    // What was found by other suites is not lost.
    console.log(`FAILED  ${suite.name}:`, error);
    process.exitCode = 1;
  }
  process.stderr.write(`${suite.name}: ${Math.round((performance.now() - begin) / 1_000)} s\n`);
}
if (save && whole) {
  await publish(RESULTS);
  console.log(`\nWritten: ${path.relative(process.cwd(), RESULTS)} and README.md beside it`);
}

/**
 * @param {string} suite
 * @param {readonly import("./suites/suite.mjs").Scenario[]} scenarios
 */
function show(suite, scenarios) {
  for (const scenario of scenarios) {
    for (const group of groupsOf(scenario))
      console.log(`\n${suite}, ${scenario.name}: ${group.title}\n\n${groupTable(scenario, group)}`);
    for (const reason of scenario.missing) console.log(`MISSING  ${scenario.name}: ${reason}`);
  }
  for (const loss of losses(scenarios)) console.log(`SLOWER  ${loss}`);
  const limits = verdicts(suite, scenarios);
  if (limits.length > 0) console.table(limits);
  if (limits.some(({ met }) => met === "NO")) process.exitCode ??= 3;
}

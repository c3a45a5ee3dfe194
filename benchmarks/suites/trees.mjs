// @ts-check
import path from "node:path";
import process from "node:process";
import { collectGarbage } from "../method/collect.mjs";
import { timedCommand } from "../method/command.mjs";
import { compare } from "../method/compare.mjs";
import { COMPARABLE, tree } from "../scenarios/trees.mjs";
import { allSubjects } from "../subjects/all.mjs";
import { difference } from "../subjects/subject.mjs";
import { row } from "./suite.mjs";

/** @typedef {import("./suite.mjs").Suite} Suite */
/** @typedef {import("../subjects/subject.mjs").Subject} Subject */
/** @typedef {import("../scenarios/trees.mjs").Tree} Tree */

/** Where the memory of each is measured: what grows with the tree is shown by the suite `scale`. */
const WEIGHED = "skewed";
const ALONE = path.join(import.meta.dirname, "../subjects/alone.mjs");

/**
 * Everything that walks, over trees in the page cache: round by round, one after the other.
 *
 * @type {Suite}
 */
export const TREES = {
  name: "trees",
  scenarios: COMPARABLE,
  usually: COMPARABLE.filter((name) => name !== "million"),
  quickly: ["flat", "skewed"],
  async measure({ chosen, rounds, seconds, quick }) {
    const { subjects, missing } = await allSubjects();
    const scenarios = [];
    for (const name of chosen) {
      const here = tree(name, { quick });
      const { asked, problems } = await askAll(subjects, here);
      process.stderr.write(`trees, ${name}: ${here.counts.entries} entries, ${asked.length} subjects\n`);
      const tasks = Object.fromEntries(asked.map(({ subject }) => [subject.name, subject.task(here)]));
      const timings = await compare(tasks, { rounds, seconds, warmUp: 0, before: collectGarbage });
      scenarios.push({
        name,
        about: here.about,
        unit: "entry",
        units: here.counts.entries,
        rows: asked.flatMap(({ subject, note }) => {
          const timing = timings.get(subject.name);
          if (timing === undefined) return [];
          const { answer: _answer, task: _task, gives: group, most: _most, ...told } = subject;
          return [
            row(timing, { ...told, group, note, peak: name === WEIGHED && !quick ? peakOf(subject, here) : undefined }),
          ];
        }),
        missing: [...missing, ...problems],
      });
    }
    return scenarios;
  },
};

/**
 * What each subject answers, before it is timed: one that fails fast is not fast. That call is the one that fills caches
 * and does not count.
 *
 * @param {readonly Subject[]} subjects
 * @param {Tree} here
 */
async function askAll(subjects, here) {
  /** @type {{ subject: Subject, note: string }[]} */
  const asked = [];
  /** @type {string[]} */
  const problems = [];
  for (const subject of subjects) {
    if (here.counts.entries > (subject.most ?? Number.POSITIVE_INFINITY)) {
      problems.push(`${subject.name}: not asked for more than ${subject.most?.toLocaleString("en")} entries`);
      continue;
    }
    try {
      asked.push({ subject, note: difference(await subject.answer(here), here) });
    } catch (error) {
      problems.push(`${subject.name}: ${error instanceof Error ? error.message.split("\n")[0] : error}`);
    }
  }
  return { asked, problems };
}

/**
 * Of what runs in this process, a process of its own tells the memory; whole commands have told it already, and the
 * floor has no process that is like them.
 *
 * @param {Subject} subject
 * @param {Tree} here
 */
export function peakOf({ command, name }, here) {
  return command || name.startsWith("floor")
    ? undefined
    : timedCommand([process.execPath, ALONE, name, here.path]).peak;
}

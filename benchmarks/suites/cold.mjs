// @ts-check
import { execFileSync } from "node:child_process";
import process from "node:process";
import { compare } from "../method/compare.mjs";
import { tree } from "../scenarios/trees.mjs";
import { allSubjects } from "../subjects/all.mjs";
import { row } from "./suite.mjs";

/** @typedef {import("./suite.mjs").Suite} Suite */

/**
 * Whole commands over trees of which nothing is in the caches of the file system. What the disk's own cache holds, or
 * that of the machine that lends this one its disk, cannot be emptied from here.
 *
 * @type {Suite}
 */
export const COLD = {
  name: "cold",
  scenarios: ["skewed", "flat"],
  usually: ["skewed"],
  quickly: ["skewed"],
  async measure({ chosen, rounds, seconds, quick }) {
    if (!emptiesCaches()) {
      process.stderr.write("cold: left out, since caches cannot be emptied here\n");
      return [];
    }
    const { subjects, missing } = await allSubjects();
    const commands = subjects.filter(({ command, gives }) => command && gives === "sizes");
    const scenarios = [];
    for (const name of chosen) {
      const here = tree(name, { quick });
      process.stderr.write(`cold: ${name}\n`);
      const timings = await compare(Object.fromEntries(commands.map((subject) => [subject.name, subject.task(here)])), {
        rounds: quick ? 1 : Math.min(rounds, 3),
        warmUp: 0,
        seconds,
        before: emptiesCaches,
      });
      scenarios.push({
        name,
        about: `${here.about}; nothing in the page cache`,
        unit: "entry",
        units: here.counts.entries,
        rows: commands.flatMap(({ name: subject, version, gives, how, lacks, command }) => {
          const timing = timings.get(subject);
          const told = { name: subject, group: gives, version, how, lacks, command, note: "" };
          return timing === undefined ? [] : [row(timing, told)];
        }),
        missing,
      });
    }
    return scenarios;
  },
};

/** Empties the caches of the file system; false where this process may not. */
function emptiesCaches() {
  try {
    execFileSync("sh", ["-c", "sync; echo 3 > /proc/sys/vm/drop_caches"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

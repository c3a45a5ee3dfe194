// @ts-check
import process from "node:process";
import { profile } from "@transect/walker-parallel";
import { collectGarbage } from "../method/collect.mjs";
import { compare } from "../method/compare.mjs";
import { tree } from "../scenarios/trees.mjs";
import { allSubjects } from "../subjects/all.mjs";
import { availableBackends } from "../subjects/backends.mjs";
import { installedVersion } from "../subjects/installed-version.mjs";
import { row } from "./suite.mjs";
import { peakOf } from "./trees.mjs";

/** @typedef {import("./suite.mjs").Suite} Suite */
/** @typedef {import("./suite.mjs").SuiteOptions} SuiteOptions */
/** @typedef {import("./suite.mjs").Scenario} Scenario */

const ENTRIES = {
  "10,000": "ten-thousand",
  "100,000": "hundred-thousand",
  "1,000,000": "million",
  "5,000,000": "five-million",
};
const WORKERS = [1, 2, 3, 4, 8, 16];

const SUBJECTS = [
  "floor stat, 2 threads",
  "profile, native",
  "profile, threads",
  "profile, sequential",
  "fdir and lstatSync",
  "transect",
  "du",
  "diskus",
  "pdu",
  "dua",
  "dust",
  "gdu",
];
/** Those that take a list of all, or too long, are not asked of millions; of several millions, few are. */
const OF_ONE_MILLION = new Set(
  SUBJECTS.filter((name) => !["dua", "gdu", "fdir and lstatSync", "profile, sequential"].includes(name)),
);
const OF_MILLIONS = new Set(["profile, native", "transect", "diskus", "du"]);
const [ONE_MILLION, MILLIONS] = [500_000, 2_000_000];

/**
 * Time and memory against entries, and against workers.
 *
 * @type {Suite}
 */
export const SCALE = {
  name: "scale",
  scenarios: [...Object.keys(ENTRIES), "workers"],
  quickly: ["10,000", "1,000,000", "workers"],
  async measure(options) {
    const { subjects } = await allSubjects();
    /** @type {Scenario[]} */
    const scenarios = [];
    for (const name of options.chosen) {
      process.stderr.write(`scale: ${name}\n`);
      if (name === "workers") {
        scenarios.push(await workers(options));
        continue;
      }
      const here = tree(ENTRIES[/** @type {keyof typeof ENTRIES} */ (name)], options);
      const { entries } = here.counts;
      const names = entries > MILLIONS ? OF_MILLIONS : entries > ONE_MILLION ? OF_ONE_MILLION : new Set(SUBJECTS);
      const asked = subjects.filter((subject) => names.has(subject.name));
      const tasks = Object.fromEntries(asked.map((subject) => [subject.name, subject.task(here)]));
      const timings = await compare(tasks, {
        rounds: entries > MILLIONS ? 1 : Math.min(options.rounds, entries > ONE_MILLION ? 3 : 7),
        // A large tree has been counted, which filled the caches, and a call over it is long enough to be compiled in.
        warmUp: entries > ONE_MILLION ? 0 : 1,
        before: collectGarbage,
      });
      scenarios.push({
        name,
        about: here.about,
        unit: "entry",
        units: here.counts.entries,
        rows: asked.flatMap((subject) => {
          const timing = timings.get(subject.name);
          const { version, how, lacks, command } = subject;
          const told = { name: subject.name, group: "sizes", version, how, lacks, command, note: "" };
          return timing === undefined
            ? []
            : [row(timing, { ...told, peak: options.quick ? undefined : peakOf(subject, here) })];
        }),
        missing: [],
      });
    }
    return scenarios;
  },
};

/**
 * @param {SuiteOptions} options
 * @returns {Promise<Scenario>}
 */
async function workers({ rounds, seconds, quick }) {
  const here = tree("skewed", { quick });
  const version = installedVersion("@transect/walker-parallel");
  const beside = (await availableBackends()).filter((name) => name !== "sequential");
  const ways = beside.flatMap((backend) => WORKERS.map((jobs) => ({ name: `${backend}, ${jobs}`, backend, jobs })));
  const tasks = Object.fromEntries(
    ways.map(({ name, backend, jobs }) => [name, async () => void (await profile(here.path, { backend, jobs }))]),
  );
  const timings = await compare(tasks, { rounds, seconds, before: collectGarbage });
  return {
    name: "workers",
    about: here.about,
    unit: "entry",
    units: here.counts.entries,
    rows: [...timings].map(([name, timing]) =>
      row(timing, {
        name,
        group: "workers",
        version,
        how: "profile(ROOT, { jobs })",
        lacks: "",
        command: false,
        note: "",
      }),
    ),
    missing: [],
  };
}

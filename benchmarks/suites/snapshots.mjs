// @ts-check
import { mkdtempSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { saveSnapshot } from "@transect/change";
import { walkBatches } from "@transect/walker-parallel";
import { collectGarbage } from "../method/collect.mjs";
import { compare } from "../method/compare.mjs";
import { tree } from "../scenarios/trees.mjs";
import { installedVersion } from "../subjects/installed-version.mjs";
import { row } from "./suite.mjs";

/** @typedef {import("./suite.mjs").Suite} Suite */

/**
 * What it takes to write a snapshot down, beside the walk alone that it is made of.
 *
 * @type {Suite}
 */
export const SNAPSHOTS = {
  name: "snapshots",
  scenarios: ["million", "one-folder", "one-file", "node_modules", "/usr"],
  usually: ["million", "one-folder", "/usr"],
  quickly: ["million", "one-folder"],
  async measure({ chosen, rounds, seconds, quick }) {
    const folder = mkdtempSync(path.join(os.tmpdir(), "transect-snapshots-"));
    const file = path.join(folder, "x.transect-snapshot");
    try {
      const scenarios = [];
      for (const name of chosen) {
        const here = tree(name, { quick });
        process.stderr.write(`snapshots, ${name}: ${here.counts.entries} entries\n`);
        const save = async () => saveSnapshot(here.path, { file, overwrite: true });
        const { entries } = await save();
        const notes = new Map([
          ["saveSnapshot", noteOf(entries, here.counts.entries)],
          ["walkBatches with stat", noteOf(await walked(here.path), here.counts.entries)],
        ]);
        const tasks = { saveSnapshot: save, "walkBatches with stat": async () => walked(here.path) };
        const timings = await compare(tasks, {
          rounds,
          seconds: 2 * seconds,
          // What was asked for its answer has run once.
          warmUp: 0,
          before: collectGarbage,
        });
        const bytes = statSync(file).size;
        scenarios.push({
          name,
          about: `${here.about}; the file has ${bytes.toLocaleString("en")} bytes`,
          unit: "entry",
          units: here.counts.entries,
          rows: [...timings].map(([task, timing]) =>
            row(timing, {
              name: task,
              group: "snapshot",
              version: installedVersion(task === "saveSnapshot" ? "@transect/change" : "@transect/walker-parallel"),
              how: "the backend that auto takes",
              lacks: "",
              command: false,
              note: notes.get(task) ?? "",
            }),
          ),
          missing: [],
        });
      }
      return scenarios;
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

/** @param {string} root */
async function walked(root) {
  let entries = 0;
  for await (const batch of walkBatches(root, { stat: true })) entries += batch.length;
  return entries;
}

/**
 * @param {number} found
 * @param {number} right
 */
function noteOf(found, right) {
  return found === right ? "" : `${found} entries where there are ${right}`;
}

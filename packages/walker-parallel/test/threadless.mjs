// @ts-check
// Walks a tree where no thread can be started, and says as JSON how that compares with the reference: for the permission
// model of Node, which a process keeps for good.

import process from "node:process";
import { canonicalReport } from "@transect/core";
import { profile, walk, walkPaths } from "@transect/walker-parallel";

const [root = ""] = process.argv.slice(2);

/** @type {import("@transect/walker-parallel").ProfileOptions[]} */
const cases = [{ backend: "threads" }, {}, { backend: "threads", follow: true }, { backend: "threads", sizes: false }];
const reports = [];
for (const options of cases) {
  const report = await profile(root, options);
  const expected = await profile(root, { ...options, backend: "sequential" });
  reports.push({ ...report.run, agrees: canonicalReport(report) === canonicalReport(expected) });
}

/** @param {"threads" | "sequential"} backend */
async function walked(backend) {
  const given = new Set();
  const lines = [];
  for await (const item of walk(root, { backend, stat: true })) {
    if (item.type === "error") throw item;
    // What holds it was given before, as the same object.
    if (item.parent !== undefined && !given.has(item.parent)) throw new Error(`a stranger holds ${item.path}`);
    given.add(item);
    lines.push(`${item.type} ${item.path} ${item.stat?.size}`);
  }
  return lines.sort().join("\n");
}

/** @param {"threads" | "sequential"} backend */
async function paths(backend) {
  const found = [];
  for await (const some of walkPaths(root, { backend })) found.push(...some);
  return found.sort().join("\n");
}

const walksAgree = (await walked("threads")) === (await walked("sequential"));
const pathsAgree = (await paths("threads")) === (await paths("sequential"));
process.stdout.write(JSON.stringify({ reports, walksAgree, pathsAgree }));

// What the reference backend costs beside the least that JavaScript can do: names and lstat of every entry.

import { lstatSync, readdirSync } from "node:fs";
import { profile } from "@transect/walker-parallel";
import { compare, pairedRatio } from "../compare.mjs";
import { benchmarkTrees } from "../trees.mjs";

/** @param {string} root */
function bareLoop(root) {
  let entries = 0;
  let bytes = 0;
  const pending = [root];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    for (const name of readdirSync(folder)) {
      const path = `${folder}/${name}`;
      const stats = lstatSync(path);
      entries += 1;
      if (stats.isDirectory()) pending.push(path);
      else if (stats.isFile()) bytes += stats.size;
    }
  }
  return { entries, bytes };
}

const { trees, remove } = benchmarkTrees();
const rows = [];
try {
  for (const { name, path } of trees) {
    const { entries } = bareLoop(path);
    const results = await compare({
      "readdirSync + lstatSync": () => bareLoop(path),
      "profile, sequential": async () => profile(path, { backend: "sequential" }),
    });
    const [bare, ours] = [...results.values()];
    if (bare === undefined || ours === undefined) throw new Error("two tasks, two results");
    rows.push({
      tree: name,
      entries,
      "bare loop, ns an entry": Math.round((bare.median * 1e6) / entries),
      "profile, ns an entry": Math.round((ours.median * 1e6) / entries),
      ratio: pairedRatio(ours.samples, bare.samples).toFixed(2),
      "wanted at most": "1.10",
    });
  }
} finally {
  remove();
}
console.table(rows);

// @ts-check
// Copies in a process of its own, which can be killed or held to limits: what matches `pattern` below `root`.
// Says "begun" once it has begun to write, and at the end what became of it.

import process from "node:process";
import { copyStructures, findStructures } from "@transect/structure";

const [root = "", destination = "", pattern = "{}"] = process.argv.slice(2);
let isTold = false;
const report = await copyStructures(findStructures(root, pattern), destination, {
  progressInterval: 0,
  onProgress() {
    if (!isTold) process.stdout.write("begun\n");
    isTold = true;
  },
});
process.stdout.write(`${JSON.stringify(report)}\n`);

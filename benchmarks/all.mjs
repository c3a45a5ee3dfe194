// @ts-check
// Runs every benchmark in turn, also after one that misses a limit.

import { spawnSync } from "node:child_process";
import path from "node:path";
import process from "node:process";

for (const script of ["walker/sequential.mjs", "matcher/run.mjs", "native/run.mjs", "native/calm.mjs"]) {
  console.log(`\n== ${script}`);
  const { status } = spawnSync(process.execPath, [path.join(import.meta.dirname, script)], { stdio: "inherit" });
  if (status !== 0) process.exitCode = status ?? 1;
}

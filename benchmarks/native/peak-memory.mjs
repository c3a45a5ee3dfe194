// @ts-check
// Profiles one tree and prints the most memory that this process ever had, in KiB: peak-memory.mjs BACKEND ROOT

import { readFileSync } from "node:fs";
import process from "node:process";
import { profile } from "@transect/walker-parallel";

const [backend, root = "."] = process.argv.slice(2);
if (backend !== "native" && backend !== "threads") throw new Error("native or threads");
const { totals } = await profile(root, { backend });
const peak = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
console.log(`${peak} ${totals.files + totals.directories}`);

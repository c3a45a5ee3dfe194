// Changes a folder without pause until nobody listens any more: creates, fills, renames, links and removes what is in it.
// node churner.mjs <folder>

import { linkSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";

const [, , folder = ""] = process.argv;
const NAMES = ["a", "b", "c", "d", "e"];

/** A place that is there or is not. */
function place() {
  const depth = 1 + draw(4);
  return path.join(folder, ...Array.from({ length: depth }, () => NAMES[draw(NAMES.length)] ?? "a"));
}

const CHANGES = [
  () => mkdirSync(place(), { recursive: true }),
  () => mkdirSync(place(), { recursive: true }),
  () => {
    const at = place();
    mkdirSync(at, { recursive: true });
    for (let n = 0; n < 300; n += 1) writeFileSync(path.join(at, `file ${n}`), "x");
  },
  () => writeFileSync(path.join(place(), "f.txt"), "x".repeat(draw(10_000))),
  () => rmSync(place(), { recursive: true, force: true }),
  () => renameSync(place(), place()),
  () => renameSync(place(), place()),
  // Absolute: a relative link that is moved could lead out of the folder, and what is removed through it as well.
  () => symlinkSync(place(), place()),
  () => linkSync(path.join(place(), "f.txt"), path.join(place(), "g.txt")),
  () => {
    // What was a folder is a file, or a link to itself.
    const at = place();
    rmSync(at, { recursive: true, force: true });
    if (draw(2) === 0) writeFileSync(at, "");
    else symlinkSync(path.basename(at), at);
  },
];

process.stdin.resume().on("end", () => process.exit());
process.stdout.write("ready\n");
change();

function change() {
  for (let times = 0; times < 20; times += 1) {
    try {
      CHANGES[draw(CHANGES.length)]?.();
    } catch {
      // It cannot be done just now.
    }
  }
  setImmediate(change);
}

/**
 * @param {number} below
 */
function draw(below) {
  return Math.floor(Math.random() * below);
}

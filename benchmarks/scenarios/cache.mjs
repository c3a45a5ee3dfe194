// @ts-check
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";

/** Where trees, programs and peers are kept from run to run: `TRANSECT_BENCH_CACHE`, or a folder among temporary files. */
export const CACHE = process.env["TRANSECT_BENCH_CACHE"] || path.join(os.tmpdir(), "transect-benchmarks");

/**
 * A folder of the cache, made where it is not there.
 *
 * @param {string} name
 */
export function cacheFolder(name) {
  const folder = path.join(CACHE, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** The programs of this suite's own, by the folder that holds their text. */
const SOURCES = { floor: "subjects", "make-tree": "scenarios", stopwatch: "method" };

/**
 * One of this suite's own programs, compiled once for each text that its file has had.
 *
 * @param {keyof typeof SOURCES} name
 * @returns {string} its path
 */
export function program(name) {
  const source = path.join(import.meta.dirname, "..", SOURCES[name], `${name}.c`);
  const version = createHash("sha256").update(readFileSync(source)).digest("hex").slice(0, 12);
  const file = path.join(cacheFolder("programs"), `${name}-${version}`);
  if (existsSync(file)) return file;
  const made = `${file}.${process.pid}`;
  execFileSync("cc", ["-O2", "-pthread", "-o", made, source, "-lm"], { stdio: ["ignore", "ignore", "inherit"] });
  renameSync(made, file);
  return file;
}

/** Ends the process, and says why, where the programs of this suite's own cannot be made. */
export function endWithoutPrograms() {
  const reason =
    process.platform !== "linux"
      ? "the floor is written for Linux"
      : spawnSync("cc", ["--version"]).error !== undefined
        ? "no C compiler (cc) here"
        : undefined;
  if (reason === undefined) return;
  console.log(`skipped: ${reason}`);
  process.exit();
}

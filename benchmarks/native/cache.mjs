import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";

/** Where trees, programs and peers are kept from run to run. Set TRANSECT_BENCH_CACHE for another place. */
export const CACHE = process.env["TRANSECT_BENCH_CACHE"] ?? path.join(os.tmpdir(), "transect-benchmarks");

/**
 * A program of this folder, compiled where it is not yet, or where its source has changed.
 *
 * @param {string} name
 */
export function compiled(name) {
  const source = path.join(import.meta.dirname, `${name}.c`);
  const program = path.join(CACHE, "bin", name);
  if (existsSync(program) && statSync(program).mtimeMs > statSync(source).mtimeMs) return program;
  mkdirSync(path.dirname(program), { recursive: true });
  run("cc", ["-O2", "-pthread", "-o", program, source]);
  return program;
}

/**
 * A tree, made once by `make` under the name that it is given.
 *
 * @param {string} name
 * @param {(place: string) => void} make
 */
export function keptTree(name, make) {
  const place = path.join(CACHE, "trees", name);
  if (existsSync(place)) return place;
  mkdirSync(path.dirname(place), { recursive: true });
  process.stderr.write(`making ${name} … `);
  // One that was broken off must not be taken for whole.
  const begun = `${place}.${process.pid}`;
  make(begun);
  renameSync(begun, place);
  process.stderr.write("done\n");
  return place;
}

/**
 * Runs a program that must not fail, and gives what it printed.
 *
 * @param {string} program
 * @param {readonly string[]} args
 */
export function run(program, args) {
  const result = spawnSync(program, args, { encoding: "utf8", maxBuffer: 1 << 30 });
  if (result.error !== undefined) throw result.error;
  if (result.status !== 0) throw new Error(`${program} ended with status ${result.status}: ${result.stderr}`);
  return result.stdout;
}

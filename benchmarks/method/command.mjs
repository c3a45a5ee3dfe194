// @ts-check
import { spawnSync } from "node:child_process";
import { program } from "../scenarios/cache.mjs";

/**
 * Runs a whole command, and says what it took: its start included, whatever the size of this process. What it prints is
 * thrown away.
 *
 * @param {readonly string[]} command
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {{ overriddenDuration: number, cpu: number, peak: number }} milliseconds of wall and on all processors, and
 *   bytes of memory
 * @throws {Error} where it ends with another status than 0
 */
export function timedCommand(command, { cwd, env } = {}) {
  const { stderr, error } = spawnSync(program("stopwatch"), command, {
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
    maxBuffer: 64 * 1024 * 1024,
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
  });
  if (error !== undefined) throw error;
  const [wall = Number.NaN, cpu = Number.NaN, peak = Number.NaN, status] = (stderr.trimEnd().split("\n").at(-1) ?? "")
    .split(" ")
    .map(Number);
  if (status !== 0) throw new Error(`${command.join(" ")} ended with ${status}\n${stderr}`);
  return { overriddenDuration: wall / 1e6, cpu: cpu / 1e3, peak: peak * 1024 };
}

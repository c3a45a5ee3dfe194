// The set-up behind `npm start`, `npm test` and `npm run bench`: a fresh machine needs Node and npm, nothing else.
// No dependencies: this file runs before anything is installed.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { buildNative, describeBuild } from "./build-native.mjs";
import { findPnpm } from "./pnpm.mjs";

const FLOOR = [20, 19];
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const windows = process.platform === "win32";

await main(process.argv[2], process.argv.slice(3));

/**
 * @param {string | undefined} goal `start`, `test`, `bench` or `setup`
 * @param {string[]} rest what the user put behind `--`
 */
async function main(goal, rest) {
  refuseOldNode();
  const pnpm = findPnpm(root);
  step("install", pnpm, ["install", "--frozen-lockfile", "--prefer-offline"]);
  step("page", process.execPath, [path.join(root, "tools/build-page.mjs")]);
  step("validators", process.execPath, [path.join(root, "tools/build-validators.mjs")]);
  step("build", process.execPath, [bin("typescript", "bin/tsc"), "-b"]);
  await native();
  if (goal === "setup") return;
  if (goal === "test") {
    exitAs(run(process.execPath, [bin("vitest", "vitest.mjs"), "run", ...rest], { stdio: "inherit" }));
  }
  if (goal === "start") {
    const roots = rest.length > 0 ? rest : [root];
    // npm moves to the package's folder; the user's own folder is where relative roots start.
    const cwd = rest.length > 0 ? (process.env.INIT_CWD ?? root) : root;
    const command = path.join(root, "packages/cli/bin/transect.js");
    exitAs(run(process.execPath, [command, ...roots], { stdio: "inherit", cwd }));
  }
  if (goal === "bench") {
    const [program = "", ...first] = pnpm;
    exitAs(
      run(program, [...first, "exec", "turbo", "run", "bench", "--ui=stream", "--", ...rest], { stdio: "inherit" }),
    );
  }
  fail(`unknown goal ${JSON.stringify(goal)}: expected start, test, bench or setup`);
}

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [floorMajor = 0, floorMinor = 0] = FLOOR;
  if (major > floorMajor || (major === floorMajor && minor >= floorMinor)) return;
  fail(`Transect needs Node ${FLOOR.join(".")} or newer; this is Node ${process.versions.node}.`);
}

/**
 * Runs one step of the set-up; its output appears only when it fails.
 * @param {string} name
 * @param {string | string[]} command
 * @param {string[]} args
 */
function step(name, command, args) {
  const [program = "", ...first] = Array.isArray(command) ? command : [command];
  const result = timed(name, () => run(program, [...first, ...args], { stdio: "pipe" }));
  if (result.status !== 0) {
    process.stderr.write(`${result.stdout ?? ""}${result.stderr ?? ""}`);
    fail(`${name} failed: ${result.error?.message ?? `${program} ended with status ${result.status}`}`);
  }
}

/**
 * Says on a terminal what is being done, and how long it took.
 * @template T
 * @param {string} name
 * @param {() => T} work
 * @returns {T}
 */
function timed(name, work) {
  if (!process.stderr.isTTY) return work();
  process.stderr.write(`${name} … `);
  const started = Date.now();
  const result = work();
  process.stderr.write(`${((Date.now() - started) / 1000).toFixed(1)} s\n`);
  return result;
}

/** Builds the native core where cargo is; without it the TypeScript backends do the work. */
async function native() {
  /** @type {import("../packages/native/src/index.js")} */
  const { platformTriple } = await import(pathToFileURL(path.join(root, "packages/native/dist/index.js")).href);
  const built = timed("native core", () => {
    return buildNative({ root, addon: path.join(root, `packages/native/transect.${platformTriple()}.node`) });
  });
  const said = describeBuild(built);
  if (said?.fatal) fail(said.text);
  if (said !== undefined) process.stderr.write(`${said.text}\n`);
}

/**
 * @param {string} program
 * @param {string[]} args
 * @param {import("node:child_process").SpawnSyncOptions} options
 */
function run(program, args, options) {
  return spawnSync(program, args, {
    cwd: root,
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1" },
    // On Windows pnpm and npx are .cmd files, which only a shell starts.
    shell: windows && program !== process.execPath,
    maxBuffer: 256 * 1024 * 1024,
    ...options,
  });
}

/**
 * @param {string} packageName
 * @param {string} file
 */
function bin(packageName, file) {
  const found = path.join(root, "node_modules", packageName, file);
  if (!existsSync(found)) fail(`${found} is missing: the installation is incomplete`);
  return found;
}

/** @param {import("node:child_process").SpawnSyncReturns<unknown>} result */
function exitAs(result) {
  if (result.error) fail(result.error.message);
  process.exit(result.status ?? 1);
}

/**
 * @param {string} message
 * @returns {never}
 */
function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

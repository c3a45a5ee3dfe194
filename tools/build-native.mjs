// Builds the native core and puts the addon where its loader looks. Everything works without it, only slower, so what
// goes wrong here is one line and no failure, unless TRANSECT_REQUIRE_NATIVE is 1. No dependencies, and no output but
// that line: cargo itself knows in a tenth of a second that nothing changed.

import { spawnSync } from "node:child_process";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";

/** The crate whose library is the addon. */
const CRATE = "transect-node";

/**
 * What came of it. `log` is all that cargo said, for where the addon is required.
 *
 * @typedef {{ state: "built" | "unchanged" } | { state: "no cargo" | "failed", reason: string, log: string }} NativeBuild
 */

/**
 * Builds the addon and puts it at `addon`, which is replaced in one step, or removed where the build fails: an old one
 * must not be taken for this one. Without cargo nothing is touched. Throws nothing.
 *
 * @param {{ root: string, addon: string, env?: NodeJS.ProcessEnv }} options `root` holds the Cargo workspace
 * @returns {NativeBuild}
 */
export function buildNative({ root, addon, env = process.env }) {
  const args = ["build", "--release", "--locked", "--package", CRATE, "--message-format=json-render-diagnostics"];
  const cargo = spawnSync("cargo", args, {
    cwd: root,
    // A registry out of reach is then known at once, and colours stay out of the line.
    env: { CARGO_NET_RETRY: "0", ...env, CARGO_TERM_COLOR: "never" },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 256 * 1024 * 1024,
  });
  if (cargo.error !== undefined && "code" in cargo.error && cargo.error.code === "ENOENT")
    return { state: "no cargo", reason: "there is no cargo here", log: "" };
  try {
    if (cargo.error !== undefined) throw cargo.error;
    if (cargo.status !== 0) throw new Error(reasonOf(cargo.stderr) ?? `cargo ended with status ${cargo.status}`);
    const changed = putInPlace(libraryOf(cargo.stdout), addon);
    return { state: changed ? "built" : "unchanged" };
  } catch (cause) {
    rmSync(addon, { force: true });
    return { state: "failed", reason: cause instanceof Error ? cause.message : String(cause), log: cargo.stderr };
  }
}

/**
 * What to say of a build, if anything, and whether the set-up ends there: it does where the addon is required.
 *
 * @param {NativeBuild} build
 * @param {NodeJS.ProcessEnv} [env] `TRANSECT_REQUIRE_NATIVE` is looked at
 * @returns {{ text: string, fatal: boolean } | undefined}
 */
export function describeBuild(build, env = process.env) {
  if (build.state === "built" || build.state === "unchanged") return undefined;
  if (env.TRANSECT_REQUIRE_NATIVE === "1")
    return { text: `${build.log}the native core is required: ${build.reason}`, fatal: true };
  return build.state === "failed"
    ? { text: `going on without the native core: ${build.reason}`, fatal: false }
    : undefined;
}

/**
 * Where cargo put the library: it knows of target folders and platforms that were set by its own configuration.
 *
 * @param {string} messages a JSON message a line
 * @returns {string}
 */
function libraryOf(messages) {
  for (const line of messages.split("\n")) {
    if (!line.startsWith("{")) continue;
    const { reason, target, filenames } = JSON.parse(line);
    if (reason !== "compiler-artifact" || !target.crate_types.includes("cdylib")) continue;
    const library = filenames.find((/** @type {string} */ file) => /\.(so|dylib|dll)$/.test(file));
    if (library !== undefined) return library;
  }
  throw new Error("cargo built no library");
}

/**
 * Replaces the addon where it is another one, after a trial in a process of its own, which a bad one may bring down.
 *
 * @param {string} library
 * @param {string} addon
 * @returns {boolean} whether it was another one
 */
function putInPlace(library, addon) {
  const bytes = readFileSync(library);
  if (isSame(bytes, addon)) return false;
  const temporary = path.join(path.dirname(addon), `.${process.pid}.${path.basename(addon)}`);
  try {
    writeFileSync(temporary, bytes);
    const trial = spawnSync(process.execPath, ["-e", "require(process.argv[1])", temporary], { encoding: "utf8" });
    if (trial.status !== 0) {
      const said = /^Error: (.*)$/m.exec(trial.stderr)?.[1];
      throw new Error(said ?? `Node ended with ${trial.signal ?? `status ${trial.status}`} on loading it`);
    }
    renameSync(temporary, addon);
    return true;
  } finally {
    rmSync(temporary, { force: true });
  }
}

/**
 * @param {Buffer} bytes
 * @param {string} file
 */
function isSame(bytes, file) {
  try {
    return readFileSync(file).equals(bytes);
  } catch {
    return false;
  }
}

/**
 * The first error that cargo names, and the last of its causes: those between only say what it was about to do.
 *
 * @param {string} log
 * @returns {string | undefined}
 */
function reasonOf(log) {
  const error = /^error(?:\[\w+\])?: (.*)$/m.exec(log)?.[1];
  const causes = [...log.matchAll(/^Caused by:\n\s*(.*)$/gm)].map(([, cause]) => cause);
  return error && [error, ...causes.slice(-2)].join(": ");
}

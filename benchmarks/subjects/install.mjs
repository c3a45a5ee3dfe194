// @ts-check
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { CACHE } from "../scenarios/cache.mjs";

/** @typedef {import("./programs.mjs").Program} Program */

const CARGO_ROOT = path.join(CACHE, "cargo");
const DEBIAN_ROOT = path.join(CACHE, "debian");
/** Where Debian's packages have their libraries. */
const LIBRARIES = path.join(DEBIAN_ROOT, "usr/lib", `${process.arch === "arm64" ? "aarch64" : "x86_64"}-linux-gnu`);
const PYTHON_ROOT = path.join(CACHE, "python");

/**
 * The file of a program: one that was got for this, or one on the `PATH`.
 *
 * @param {string} name
 * @returns {string | undefined}
 */
export function findProgram(name) {
  const places = (process.env["PATH"] ?? "").split(path.delimiter).filter((place) => place !== "");
  return [path.join(CARGO_ROOT, "bin"), path.join(DEBIAN_ROOT, "usr/bin"), ...places]
    .map((place) => path.join(place, name))
    .find(isProgram);
}

/**
 * The environment of a program: where it was got from Debian, with the libraries that came with it.
 *
 * @param {Program["from"]} from
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentOf(from) {
  if (from === "system" || !("debian" in from)) return process.env;
  const others = process.env["LD_LIBRARY_PATH"];
  return { ...process.env, LD_LIBRARY_PATH: others ? `${LIBRARIES}:${others}` : LIBRARIES };
}

/**
 * The interpreter that can import a package which was got for this.
 *
 * @param {string} name
 * @returns {string | undefined}
 */
export function findPython(name) {
  const python = path.join(PYTHON_ROOT, "bin", "python");
  return isProgram(python) && spawnSync(python, ["-c", `import ${name}`]).status === 0 ? python : undefined;
}

/**
 * Gets the programs that are not here into the cache, and says which cannot be had. The machine stays as it was.
 *
 * @param {readonly Pick<Program, "name" | "file" | "from">[]} programs
 */
export function installPrograms(programs) {
  for (const { name, file = name, from } of programs) {
    if (from === "system") continue;
    const find = () => ("python" in from ? findPython(from.python) : findProgram(file));
    if (find() !== undefined) continue;
    process.stderr.write(`getting ${name}\n`);
    const { status, signal } =
      "crate" in from ? getCrate(from.crate, from.flags) : "debian" in from ? getDebian(from) : getPython(from.python);
    if (find() === undefined) process.stderr.write(`no ${name}: the last step ended with ${signal ?? status}\n`);
  }
  rmSync(path.join(CACHE, "cargo-build"), { recursive: true, force: true });
}

/**
 * @param {string} crate
 * @param {readonly string[]} [flags]
 */
function getCrate(crate, flags = []) {
  return spawnSync("cargo", ["install", "--quiet", "--locked", "--root", CARGO_ROOT, ...flags, crate], {
    stdio: ["ignore", process.stderr.fd, "inherit"],
    env: { ...process.env, CARGO_TARGET_DIR: path.join(CACHE, "cargo-build") },
  });
}

/** @param {{ debian: string, libraries?: readonly string[] }} from */
function getDebian({ debian, libraries = [] }) {
  const folder = path.join(DEBIAN_ROOT, "packages");
  const wanted = [debian, ...libraries];
  mkdirSync(folder, { recursive: true });
  const download = spawnSync("apt-get", ["download", "-q", ...wanted], {
    stdio: ["ignore", "ignore", "inherit"],
    cwd: folder,
  });
  const files = readdirSync(folder).filter((found) => wanted.some((name) => found.startsWith(`${name}_`)));
  for (const file of files) {
    const unpacked = spawnSync("dpkg-deb", ["-x", path.join(folder, file), DEBIAN_ROOT], { stdio: "ignore" });
    if (unpacked.status !== 0) return unpacked;
  }
  return download;
}

/** @param {string} name */
function getPython(name) {
  const python = path.join(PYTHON_ROOT, "bin", "python");
  if (!existsSync(python))
    spawnSync("python3", ["-m", "venv", PYTHON_ROOT], { stdio: ["ignore", "ignore", "inherit"] });
  return spawnSync(python, ["-m", "pip", "install", "--quiet", name], { stdio: ["ignore", "ignore", "inherit"] });
}

/** @param {string} file */
function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

// @ts-check
import { execFileSync } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { cacheFolder } from "../scenarios/cache.mjs";

const REPOSITORY = path.join(import.meta.dirname, "../..");

/**
 * A revision of this repository, built, in a folder of its own that is kept for the next time.
 *
 * @param {string} ref
 * @returns {{ folder: string, revision: string }}
 * @throws {Error} where git knows no such revision, or it cannot be built
 */
export function checkout(ref) {
  const revision = git("rev-parse", "--verify", "--quiet", `${ref}^{commit}`);
  const folder = path.join(cacheFolder("revisions"), revision.slice(0, 16));
  const ready = path.join(folder, "node_modules", ".built-for-comparison");
  if (!existsSync(ready)) {
    rmSync(folder, { recursive: true, force: true });
    execFileSync("git", ["clone", "--quiet", "--shared", "--no-checkout", REPOSITORY, folder], { stdio: "inherit" });
    execFileSync("git", ["-C", folder, "checkout", "--quiet", "--detach", revision], { stdio: "inherit" });
    build(folder);
    writeFileSync(ready, "");
  }
  return { folder, revision };
}

/** The repository as it is now, changes included, built. */
export function current() {
  build(REPOSITORY);
  return { folder: REPOSITORY, revision: git("rev-parse", "HEAD") };
}

/** @param {string} folder */
function build(folder) {
  process.stderr.write(`building ${folder}\n`);
  execFileSync(process.execPath, ["tools/bootstrap.mjs", "setup"], { cwd: folder, stdio: ["ignore", 2, 2] });
}

/** @param {string[]} args */
function git(...args) {
  try {
    return execFileSync("git", args, { cwd: REPOSITORY, encoding: "utf8" }).trim();
  } catch (cause) {
    throw new Error(`git ${args.join(" ")} failed: is there such a revision?`, { cause });
  }
}

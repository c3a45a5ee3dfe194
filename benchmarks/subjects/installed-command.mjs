// @ts-check
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { findPnpm } from "../../tools/pnpm.mjs";
import { cacheFolder } from "../scenarios/cache.mjs";

const REPOSITORY = path.join(import.meta.dirname, "../..");

/** @type {string | undefined} */
let installed;

/**
 * The command as users have it: packed, installed by npm, with the native core of this repository where it is built.
 * Installed once.
 *
 * @returns {string} the file that Node is to run
 * @throws {Error} where packages cannot be packed or installed
 */
export function installedCommand() {
  installed ??= install();
  return installed;
}

function install() {
  const folder = path.join(cacheFolder("installed"), "command");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const [pnpm = "", ...first] = findPnpm(REPOSITORY);
  /** @type {import("node:child_process").ExecFileSyncOptions} */
  const quietly = { stdio: ["ignore", "ignore", "inherit"] };
  for (const from of withDependencies("transect")) {
    execFileSync(pnpm, [...first, "pack", "--pack-destination", folder], { cwd: from, ...quietly });
  }
  const tarballs = readdirSync(folder).filter((file) => file.endsWith(".tgz"));
  writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name: "measured", private: true }));
  const options = ["--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
  execFileSync("npm", ["install", ...options, ...tarballs.map((file) => `./${file}`)], { cwd: folder, ...quietly });
  const native = path.join(REPOSITORY, "packages/native");
  for (const addon of readdirSync(native).filter((file) => file.endsWith(".node")))
    copyFileSync(path.join(native, addon), path.join(folder, "node_modules/@transect/native", addon));
  const command = path.join(folder, "node_modules/transect");
  const { bin } = JSON.parse(readFileSync(path.join(command, "package.json"), "utf8"));
  process.stderr.write("installed transect as it is published\n");
  return path.join(command, bin.transect);
}

/**
 * The folders of a package of this repository and of those that it depends on.
 *
 * @param {string} wanted
 */
function withDependencies(wanted) {
  const packages = path.join(REPOSITORY, "packages");
  const manifests = readdirSync(packages).map((folder) => {
    const at = path.join(packages, folder);
    return { at, manifest: JSON.parse(readFileSync(path.join(at, "package.json"), "utf8")) };
  });
  const needed = new Set([wanted]);
  // What is added while this goes round comes to its turn as well.
  for (const name of needed) {
    const manifest = manifests.find((one) => one.manifest.name === name)?.manifest;
    for (const dependency of Object.keys(manifest?.dependencies ?? {})) needed.add(dependency);
  }
  return manifests.filter(({ manifest }) => needed.has(manifest.name)).map(({ at }) => at);
}

// @ts-check
import { spawnSync } from "node:child_process";
import { accessSync, constants, mkdirSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { CACHE, cacheFolder } from "./cache.mjs";

/**
 * Another program that adds up a tree.
 *
 * @typedef {object} Peer
 * @property {string} name what it is called here, and its file
 * @property {string} [crate] where cargo gets it from
 * @property {(root: string) => string[]} args for as little to print as it lets itself be asked for: one total, in bytes
 */

/** @type {readonly Peer[]} */
export const PEERS = [
  { name: "diskus", crate: "diskus", args: (root) => [root] },
  {
    name: "pdu",
    crate: "parallel-disk-usage",
    args: (root) => ["--max-depth=1", "--bytes-format=plain", root],
  },
  // Asked for one folder, it takes each entry in it as a root of its own. The second folder, an empty one, prevents that.
  { name: "dua", crate: "dua-cli", args: (root) => ["-f", "bytes", "aggregate", root, cacheFolder("empty")] },
  { name: "dust", crate: "du-dust", args: (root) => ["-P", "-c", "-b", "-d", "0", "-o", "b", root] },
  { name: "gdu", args: (root) => ["-n", "-p", "-c", "-s", "--no-prefix", root] },
  { name: "du", args: (root) => ["-s", "--block-size=1", root] },
];

const CARGO_ROOT = path.join(CACHE, "cargo");
const DEBIAN_ROOT = path.join(CACHE, "debian");

/** Gets the peers that are not here, each into the cache; says which cannot be had. */
export function installPeers() {
  for (const { name, crate } of PEERS) {
    if (findPeer(name) !== undefined) continue;
    process.stderr.write(`installing ${name}\n`);
    const { status, signal } = crate === undefined ? installDebianPackage(name) : installCrate(crate);
    if (findPeer(name) === undefined)
      process.stderr.write(`no ${name}: the last step ended with ${signal ?? status}\n`);
  }
  rmSync(path.join(CACHE, "cargo-build"), { recursive: true, force: true });
}

/**
 * The file of a peer: one that was installed for this, or one on the `PATH`.
 *
 * @param {string} name
 * @returns {string | undefined}
 */
export function findPeer(name) {
  const places = (process.env["PATH"] ?? "").split(path.delimiter).filter((place) => place !== "");
  return [path.join(CARGO_ROOT, "bin"), path.join(DEBIAN_ROOT, "usr/bin"), ...places]
    .map((place) => path.join(place, name))
    .find(isProgram);
}

/**
 * Asks a peer for its total, and holds it against the right one: a peer that fails fast is not fast.
 *
 * @param {Peer} peer
 * @param {{ file: string, root: string, allocated: number }} options
 * @returns {string | undefined} what is wrong with its answer
 */
export function checkPeer(peer, { file, root, allocated }) {
  const { status, stdout, stderr, error } = spawnSync(file, peer.args(root), { encoding: "utf8" });
  if (error !== undefined) return error.message;
  if (status !== 0) return `ended with ${status}: ${stderr.trim().split("\n").at(-1)}`;
  const total = Number(stdout.trimEnd().split("\n").at(-1)?.match(/\d+/)?.[0]);
  // They differ in how often a file of several names counts, and in what a folder takes by itself: for gdu, one block.
  const near = Math.abs(total - allocated) <= 0.2 * allocated;
  return near ? undefined : `found ${total} bytes where there are ${allocated}`;
}

/** @param {string} crate */
function installCrate(crate) {
  return spawnSync("cargo", ["install", "--locked", "--root", CARGO_ROOT, crate], {
    stdio: "inherit",
    env: { ...process.env, CARGO_TARGET_DIR: path.join(CACHE, "cargo-build") },
  });
}

/**
 * Unpacks a package where nothing else looks for it, so that the machine stays as it was.
 *
 * @param {string} name
 */
function installDebianPackage(name) {
  const folder = path.join(DEBIAN_ROOT, "packages");
  mkdirSync(folder, { recursive: true });
  const download = spawnSync("apt-get", ["download", name], { stdio: "inherit", cwd: folder });
  const file = readdirSync(folder).find((found) => found.startsWith(`${name}_`));
  if (file === undefined) return download;
  return spawnSync("dpkg-deb", ["-x", path.join(folder, file), DEBIAN_ROOT], { stdio: "inherit" });
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

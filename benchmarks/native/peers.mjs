import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { CACHE, run } from "./cache.mjs";
import { timed } from "./rounds.mjs";

/**
 * @typedef {object} Peer
 * @property {string} name
 * @property {string} program
 * @property {(root: string) => readonly string[]} args that make it sum up allocated bytes of the whole tree
 */

const bin = path.join(CACHE, "peers", "bin");

/** @type {readonly Peer[]} */
const PEERS = [
  { name: "diskus", program: path.join(bin, "diskus"), args: (root) => [root] },
  { name: "pdu", program: path.join(bin, "pdu"), args: (root) => ["--quantity=block-size", "--max-depth=1", root] },
  { name: "dua", program: path.join(bin, "dua"), args: (root) => ["aggregate", root] },
  { name: "dust", program: path.join(bin, "dust"), args: (root) => ["-P", "-d", "1", root] },
  { name: "gdu", program: path.join(bin, "gdu"), args: (root) => ["-n", "-p", "-s", "-c", root] },
  { name: "du", program: "du", args: (root) => ["-s", root] },
];

/** The crates of those that come by cargo, at the versions that were compared. */
const CRATES = ["diskus@0.9.0", "parallel-disk-usage@0.23.0", "dua-cli@2.34.0", "du-dust@1.2.4"];

/** Installs peers for the comparison alone; nothing of the project depends on them. */
export function installPeers() {
  run("cargo", ["install", "--locked", "--root", path.join(CACHE, "peers"), ...CRATES]);
  const go = spawnSync("go", ["install", "github.com/dundee/gdu/v5/cmd/gdu@latest"], {
    env: { ...process.env, GOBIN: bin },
    encoding: "utf8",
  });
  if (go.status !== 0) process.stderr.write(`gdu could not be installed: ${go.error?.message ?? go.stderr}\n`);
}

/**
 * The peers that are here, and the names of those that are not. One that cannot profile the tree without an error is
 * not compared: nobody is fast for having failed.
 *
 * @param {string} root
 */
export function findPeers(root) {
  /** @type {Peer[]} */
  const here = [];
  /** @type {string[]} */
  const missing = [];
  for (const peer of PEERS) {
    const isThere = !path.isAbsolute(peer.program) || existsSync(peer.program);
    if (isThere && start(peer.program, peer.args(root)) === 0) here.push(peer);
    else missing.push(peer.name);
  }
  return { here, missing };
}

/**
 * How long a whole command takes, in milliseconds. What it prints is thrown away.
 *
 * @param {string} program
 * @param {readonly string[]} args
 */
export async function timeCommand(program, args) {
  return timed(() => {
    const status = start(program, args);
    if (status !== 0) throw new Error(`${program} ended with status ${status}`);
  });
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 */
function start(program, args) {
  return spawnSync(program, args, { stdio: "ignore" }).status;
}

// @ts-check
import { spawnSync } from "node:child_process";
import { lstatSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { backends, profile, walkPaths } from "@transect/walker-parallel";
import { fdir } from "fdir";
import { program } from "./cache.mjs";
import { floor } from "./floor.mjs";
import { checkPeer, findPeer, PEERS } from "./peers.mjs";

/** @typedef {import("./made-trees.mjs").Tree} Tree */
/** @typedef {"native" | "threads" | "sequential"} BackendName */
/** @typedef {Record<string, () => unknown>} Tasks by what a limit calls them */

const COMMAND = path.join(import.meta.dirname, "../../packages/cli/bin/transect.js");

/**
 * All ways to walk a tree that there are here, each of which checks its answer, and those that there are not.
 *
 * @param {Tree} tree
 * @returns {Promise<{ tasks: Tasks, missing: string[] }>}
 */
export async function waysOver(tree) {
  /** @type {string[]} */
  const missing = [];
  /** @type {Tasks} */
  const tasks = { ...floors(tree), ...inProcess(tree, await availableBackends(missing)), ...fdirs(tree) };
  for (const peer of PEERS) {
    const file = findPeer(peer.name);
    const { path: root, counts } = tree;
    const problem = file === undefined ? "not here" : checkPeer(peer, { file, root, allocated: counts.allocated });
    if (file === undefined || problem !== undefined) missing.push(`${peer.name}: ${problem}`);
    else tasks[peer.name] = () => timed([file, ...peer.args(root)]);
  }
  tasks["transect"] = () => timed([process.execPath, COMMAND, tree.path]);
  tasks["transect --json"] = () => timed([process.execPath, COMMAND, "--json", tree.path]);
  return { tasks, missing };
}

/**
 * The backends that can run here.
 *
 * @param {string[]} missing told of those that cannot
 * @returns {Promise<BackendName[]>}
 */
export async function availableBackends(missing = []) {
  const known = await backends();
  for (const name of /** @type {const} */ (["native", "threads"])) {
    const found = known.find((backend) => backend.name === name);
    if (!found?.available) missing.push(`${name}: ${found?.reason ?? "no such backend"}`);
  }
  return known.filter(({ available }) => available).map(({ name }) => name);
}

/**
 * @param {Tree} tree
 * @returns {Tasks}
 */
function floors(tree) {
  /** @type {Tasks} */
  const tasks = {};
  for (const mode of /** @type {const} */ (["list", "stat"])) {
    for (const threads of [1, 2]) {
      tasks[`floor ${mode}, ${threads} thread${threads === 1 ? "" : "s"}`] = () => {
        const { milliseconds, entries } = floor({ root: tree.path, mode, threads });
        expect(tree, entries, tree.counts.entries);
        return { overriddenDuration: milliseconds };
      };
    }
  }
  return tasks;
}

/**
 * @param {Tree} tree
 * @param {readonly BackendName[]} available
 * @returns {Tasks}
 */
function inProcess(tree, available) {
  /** @type {Tasks} */
  const tasks = {};
  for (const backend of available) {
    tasks[`profile, ${backend}`] = async () => expectAll(tree, await profile(tree.path, { backend }));
    if (backend === "sequential") continue;
    tasks[`profile without sizes, ${backend}`] = async () =>
      expectAll(tree, await profile(tree.path, { backend, sizes: false }));
  }
  if (available.includes("native")) {
    tasks["walkPaths, native"] = async () => {
      /** @type {string[]} */
      const paths = [];
      for await (const batch of walkPaths(tree.path, { backend: "native" })) for (const one of batch) paths.push(one);
      expect(tree, paths.length, tree.counts.entries);
    };
  }
  return tasks;
}

/**
 * @param {Tree} tree
 * @returns {Tasks}
 */
function fdirs(tree) {
  const crawler = () => new fdir().withFullPaths().crawl(tree.path);
  const wanted = tree.counts.entries - tree.counts.directories;
  return {
    "fdir, sync": () => expect(tree, crawler().sync().length, wanted),
    "fdir, promise": async () => expect(tree, (await crawler().withPromise()).length, wanted),
    "fdir and lstatSync": () => {
      let bytes = 0;
      for (const file of crawler().sync()) bytes += lstatSync(file).size;
      // Links have a size of their own.
      if (bytes < tree.counts.apparent) throw new Error(`${bytes} bytes where there are ${tree.counts.apparent}`);
    },
  };
}

/**
 * How long a command takes, whatever the size of this process.
 *
 * @param {string[]} command
 */
function timed(command) {
  const { stderr, error } = spawnSync(program("stopwatch"), command, {
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined) throw error;
  const [ns = Number.NaN, status] = (stderr.trimEnd().split("\n").at(-1) ?? "").split(" ").map(Number);
  if (status !== 0) throw new Error(`${command.join(" ")} ended with ${status}\n${stderr}`);
  return { overriddenDuration: ns / 1e6 };
}

/**
 * @param {Tree} tree
 * @param {Awaited<ReturnType<typeof profile>>} report
 */
function expectAll(tree, { totals }) {
  expect(tree, totals.files + totals.directories + totals.symlinks + totals.others, tree.counts.entries);
}

/**
 * @param {Tree} tree
 * @param {number} found
 * @param {number} wanted
 */
function expect(tree, found, wanted) {
  const slack = tree.fixed ? 0 : 0.01 * wanted;
  if (Math.abs(found - wanted) > slack) throw new Error(`${found} entries in ${tree.path} where there are ${wanted}`);
}

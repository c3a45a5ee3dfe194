// How near a walk is to the least it can cost, and to its peers: side by side, in turn, in one run.
//
//   node native/run.mjs [--rounds N] [--only TREE] [--install-peers]

import { lstatSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { backends, profile, walkPaths } from "@transect/walker-parallel";
import { fdir } from "fdir";
import { compiled, run } from "./cache.mjs";
import { findPeers, installPeers, timeCommand } from "./peers.mjs";
import { median, timed, timeInRounds } from "./rounds.mjs";
import { TREES } from "./trees.mjs";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "11" },
    only: { type: "string", multiple: true },
    "install-peers": { type: "boolean", default: false },
  },
});
if (values["install-peers"]) installPeers();

const command = path.join(import.meta.dirname, "../../packages/cli/bin/transect.js");
const available = new Set((await backends()).filter((backend) => backend.available).map(({ name }) => name));

for (const { name, title, place } of TREES) {
  if (values.only !== undefined && !values.only.includes(name)) continue;
  const root = place();
  if (root === undefined) {
    process.stdout.write(`\n${title}: not here\n`);
    continue;
  }
  await compareOver(title, root);
}

/**
 * @param {string} title
 * @param {string} root
 */
async function compareOver(title, root) {
  const { here, missing } = findPeers(root);
  const ours = [
    ...(available.has("native") ? [of("native", root)] : []),
    of("threads", root),
    { "sequential: profile": profileWith("sequential", root, true) },
  ];
  const samples = await timeInRounds(
    Object.assign(
      {
        "floor, 2 threads, sizes": () => floor("stat", 2, root),
        "floor, 2 threads, names": () => floor("list", 2, root),
        "fdir, counts": () => timed(() => new fdir().onlyCounts().crawl(root).sync()),
        "fdir, paths": () => timed(() => new fdir().withFullPaths().crawl(root).sync()),
        "fdir + lstat": () => timed(() => sizesByPaths(root)),
        "transect, the command": () => timeCommand(process.execPath, [command, "--backend", "auto", root]),
      },
      ...ours,
      ...here.map((peer) => ({ [peer.name]: () => timeCommand(peer.program, peer.args(root)) })),
    ),
    Number(values.rounds),
  );
  const entries = entriesOf(root);
  process.stdout.write(`\n${title}: ${entries.toLocaleString("en")} entries\n`);
  if (missing.length > 0) process.stdout.write(`not here, or failing on it: ${missing.join(", ")}\n`);
  console.table(rows(samples, entries));
  console.table(verdicts(samples, entries, new Set(here.map((peer) => peer.name))));
}

/**
 * @param {"native" | "threads"} backend
 * @param {string} root
 */
function of(backend, root) {
  return {
    [`${backend}: profile`]: profileWith(backend, root, true),
    [`${backend}: profile, names`]: profileWith(backend, root, false),
    ...(backend === "native" ? { "native: paths": () => timed(() => countPaths(root)) } : {}),
  };
}

/**
 * @param {"native" | "threads" | "sequential"} backend
 * @param {string} root
 * @param {boolean} sizes
 */
function profileWith(backend, root, sizes) {
  return () => timed(() => profile(root, { backend, sizes }));
}

/** @param {string} root */
async function countPaths(root) {
  /** @type {string[][]} */
  const kept = [];
  for await (const paths of walkPaths(root, { backend: "native", onError: () => undefined })) kept.push([...paths]);
  return kept;
}

/** @param {string} root */
function sizesByPaths(root) {
  let bytes = 0;
  for (const file of new fdir().withFullPaths().crawl(root).sync()) bytes += lstatSync(file).size;
  return bytes;
}

/**
 * @param {"list" | "stat"} mode
 * @param {number} threads
 * @param {string} root
 */
function floor(mode, threads, root) {
  const [nanoseconds] = run(compiled("floor"), [mode, String(threads), root]).split(" ");
  return Number(nanoseconds) / 1e6;
}

/** @param {string} root */
function entriesOf(root) {
  return Number(run(compiled("floor"), ["list", "1", root]).split(" ")[1]);
}

/**
 * @param {ReadonlyMap<string, readonly number[]>} samples
 * @param {number} entries
 */
function rows(samples, entries) {
  return [...samples].map(([what, times]) => ({
    what,
    "ms, median": Math.round(median(times) * 10) / 10,
    least: Math.round(Math.min(...times) * 10) / 10,
    "ns an entry": Math.round((median(times) * 1e6) / entries),
  }));
}

/**
 * What we want to keep, and whether we do. Ratios of medians: the rounds are in turn.
 *
 * @param {ReadonlyMap<string, readonly number[]>} samples
 * @param {number} entries
 * @param {ReadonlySet<string>} peers
 */
function verdicts(samples, entries, peers) {
  const of = (/** @type {string} */ name) => median(samples.get(name) ?? []);
  const fastest = (/** @type {readonly string[]} */ names) =>
    Math.min(...names.filter((name) => peers.has(name)).map(of));
  const all = ["diskus", "pdu", "dua", "dust", "gdu", "du"];
  /** @type {(readonly [what: string, ratio: number, wanted: number])[]} */
  const wanted = [
    ["native profile / floor with sizes", of("native: profile") / of("floor, 2 threads, sizes"), 1.1],
    ["native profile / the fastest peer", of("native: profile") / fastest(all), 0.78],
    ["native names / floor without sizes", of("native: profile, names") / of("floor, 2 threads, names"), 1.2],
    ["native paths / fdir paths", of("native: paths") / of("fdir, paths"), 0.7],
    ["threads names / fdir counts", of("threads: profile, names") / of("fdir, counts"), 0.5],
    ["threads profile / fdir + lstat", of("threads: profile") / of("fdir + lstat"), 0.48],
  ];
  if (entries >= 1_000_000)
    wanted.push([
      "command / fastest of the others but du and gdu",
      of("transect, the command") / fastest(["diskus", "pdu", "dua", "dust"]),
      1,
    ]);
  if (entries >= 200_000) wanted.push(["command / du", of("transect, the command") / of("du"), 1]);
  return wanted
    .filter(([, ratio]) => Number.isFinite(ratio) && ratio > 0)
    .map(([what, ratio, most]) => ({ what, ratio: ratio.toFixed(2), "wanted at most": most, met: ratio <= most }));
}

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** Which of a crate's licences is shown where it leaves the choice: the shortest that asks least. */
const PREFERRED = [/mit/i, /^licen[cs]e(\.\w+)?$/i, /apache|_a2$/i];

/**
 * The licences of the crates that are compiled into the native core for a target, each with its text, by name and
 * version; not of those that only help to build it. Asks cargo, which has them where the core was built.
 *
 * @param {string} target as Rust names it, such as `x86_64-unknown-linux-gnu`
 * @returns {Map<string, string>}
 */
export function crateLicences(target) {
  const options = ["metadata", "--format-version=1", "--locked", `--filter-platform=${target}`];
  const root = path.dirname(import.meta.dirname);
  /** @type {Metadata} */
  const { packages, resolve } = JSON.parse(
    execFileSync("cargo", options, {
      cwd: root,
      encoding: "utf8",
      maxBuffer: 2 ** 28,
      stdio: ["ignore", "pipe", "pipe"],
    }),
  );
  const crates = new Map(packages.map((crate) => [crate.id, crate]));
  const needs = new Map(resolve.nodes.map(({ id, deps }) => [id, deps.filter(isCompiledIn).map(({ pkg }) => pkg)]));
  /** @type {Map<string, string>} */
  const found = new Map();
  const pending = packages.filter(({ name }) => name === "transect-node").map(({ id }) => id);
  const met = new Set(pending);
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    const crate = crates.get(id);
    if (crate === undefined || crate.targets.some(({ kind }) => kind.includes("proc-macro"))) continue;
    if (crate.source !== null) found.set(`${crate.name}@${crate.version}`, `${crate.license}\n\n${textOf(crate)}`);
    for (const next of needs.get(id) ?? []) {
      if (met.has(next)) continue;
      met.add(next);
      pending.push(next);
    }
  }
  return found;
}

/**
 * What of `cargo metadata` is used here.
 *
 * @typedef {{ pkg: string, dep_kinds: { kind: string | null }[] }} Dependency
 * @typedef {{ id: string, name: string, version: string, license: string, source: string | null, authors: string[],
 *   manifest_path: string, targets: { kind: string[] }[] }} Crate
 * @typedef {{ packages: Crate[], resolve: { nodes: { id: string, deps: Dependency[] }[] } }} Metadata
 */

/** @param {Dependency} dependency */
function isCompiledIn({ dep_kinds }) {
  return dep_kinds.some(({ kind }) => kind === null);
}

/** @param {Crate} crate */
function textOf({ name, license, authors, manifest_path }) {
  const folder = path.dirname(manifest_path);
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|unlicense)/i.test(file));
  const chosen = PREFERRED.map((preferred) => files.find((file) => preferred.test(file))).find((file) => file);
  if (chosen !== undefined) return readFileSync(path.join(folder, chosen), "utf8");
  if (license === "MIT" && authors.length > 0) return mitOf(authors);
  throw new Error(`no licence in ${folder}: it must be shown with ${name}`);
}

/**
 * The text of the MIT licence for crates that name it and bring no copy: that of this project, with their authors.
 *
 * @param {readonly string[]} authors
 */
function mitOf(authors) {
  const own = readFileSync(path.join(path.dirname(import.meta.dirname), "LICENSE"), "utf8");
  return own.replace(/^Copyright .*$/m, `Copyright (c) ${authors.join(", ")}`);
}

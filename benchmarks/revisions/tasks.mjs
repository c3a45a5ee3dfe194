// @ts-check
import path from "node:path";
import { pathToFileURL } from "node:url";
import { realPaths } from "../scenarios/paths.mjs";
import { patternSet, TYPICAL } from "../scenarios/patterns.mjs";

/**
 * `single`: what one thread does, over the part that its name says and as little else as can be. `parallel`: what
 * several threads do together.
 *
 * @typedef {"single" | "parallel"} Kind
 *
 * @typedef {object} Over
 * @property {string} small a tree that takes some milliseconds to walk
 * @property {string} large a tree that is worth several threads
 * @property {string} pathsOf a folder whose paths are matched
 *
 * @typedef {Readonly<Record<string, () => unknown>>} Tasks
 */

/** Both kinds. */
export const KINDS = /** @type {const} */ (["single", "parallel"]);

/**
 * What two revisions are compared by.
 *
 * @param {string} repository of one revision, built
 * @param {Kind} kind
 * @param {Over} over
 * @returns {Promise<Tasks>}
 */
export function revisionTasks(repository, kind, over) {
  return kind === "single" ? singleTasks(repository, over) : parallelTasks(repository, over);
}

/**
 * @param {string} repository
 * @param {Over} over
 * @returns {Promise<Tasks>}
 */
async function singleTasks(repository, { small, pathsOf }) {
  const core = /** @type {typeof import("@transect/core")} */ (await load(repository, "core"));
  const matcher = /** @type {typeof import("@transect/matcher")} */ (await load(repository, "matcher"));
  const walker = await loadWalker(repository);

  const paths = realPaths(20_000, [pathsOf]);
  const typical = TYPICAL.map((pattern) => matcher.compileGlob(pattern));
  const hundred = matcher.globSet(patternSet(100));
  const entries = await entriesOf(walker, small);

  return {
    "walker: entries of a walk": async () => {
      let found = 0;
      for await (const batch of walker.walkBatches(small, { backend: "sequential", stat: true })) found += batch.length;
      return found;
    },
    "matcher: single patterns": () => {
      let found = 0;
      for (const { test } of typical) for (const one of paths) if (test(one)) found += 1;
      return found;
    },
    "matcher: a set of 100": () => paths.filter((one) => hundred.test(one)).length,
    "profile: entries added": () => {
      const profile = new core.Profile();
      for (const entry of entries) profile.add(entry);
      return profile.finish();
    },
    "whole: profile, sequential": () => walker.profile(small, { backend: "sequential" }),
  };
}

/**
 * @param {string} repository
 * @param {Over} over
 * @returns {Promise<Tasks>}
 */
async function parallelTasks(repository, { large }) {
  const walker = await loadWalker(repository);
  const native = (await walker.backends()).find(({ name }) => name === "native")?.available ?? false;
  return {
    "whole: profile, threads": () => walker.profile(large, { backend: "threads" }),
    ...(native ? { "whole: profile, native": () => walker.profile(large, { backend: "native" }) } : {}),
  };
}

/** @param {string} repository */
async function loadWalker(repository) {
  return /** @type {typeof import("@transect/walker-parallel")} */ (await load(repository, "walker-parallel"));
}

/**
 * @param {string} repository
 * @param {string} name of a package
 */
function load(repository, name) {
  return import(pathToFileURL(path.join(repository, "packages", name, "dist/index.js")).href);
}

/**
 * @param {typeof import("@transect/walker-parallel")} walker
 * @param {string} tree
 */
async function entriesOf(walker, tree) {
  /** @type {import("@transect/core").Entry[]} */
  const entries = [];
  for await (const item of walker.walk(tree, { backend: "sequential", stat: true })) {
    if (item.type !== "error") entries.push(item);
  }
  return entries;
}

// @ts-check
import path from "node:path";
import { pathToFileURL } from "node:url";
import { realPaths } from "../scenarios/paths.mjs";
import { patternSet, TYPICAL } from "../scenarios/patterns.mjs";

/**
 * What two revisions are compared by, each over the part that its name says and as little else as can be.
 *
 * @param {string} repository of one revision, built
 * @param {{ tree: string, pathsOf: string }} over a tree to walk, and a folder whose paths are matched
 * @returns {Promise<Record<string, () => unknown>>}
 */
export async function revisionTasks(repository, { tree, pathsOf }) {
  const module = (/** @type {string} */ name) =>
    import(pathToFileURL(path.join(repository, "packages", name, "dist/index.js")).href);
  const core = /** @type {typeof import("@transect/core")} */ (await module("core"));
  const matcher = /** @type {typeof import("@transect/matcher")} */ (await module("matcher"));
  const walker = /** @type {typeof import("@transect/walker-parallel")} */ (await module("walker-parallel"));

  const paths = realPaths(20_000, [pathsOf]);
  const typical = TYPICAL.map((pattern) => matcher.compileGlob(pattern));
  const hundred = matcher.globSet(patternSet(100));
  const entries = await entriesOf(walker, tree);
  const native = (await walker.backends()).find(({ name }) => name === "native")?.available ?? false;

  /** @type {Record<string, () => unknown>} */
  const tasks = {
    "walker: entries of a walk": async () => {
      let found = 0;
      for await (const batch of walker.walkBatches(tree, { backend: "sequential", stat: true })) found += batch.length;
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
    "whole: profile, sequential": () => walker.profile(tree, { backend: "sequential" }),
    "whole: profile, threads": () => walker.profile(tree, { backend: "threads" }),
  };
  if (native) tasks["whole: profile, native"] = () => walker.profile(tree, { backend: "native" });
  return tasks;
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

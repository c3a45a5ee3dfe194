// @ts-check
import { readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * The first paths of files below some folders of this machine, relative to each folder.
 *
 * @param {number} count
 * @param {readonly string[]} roots
 */
export function realPaths(count, roots) {
  /** @type {string[]} */
  const paths = [];
  const visit = (/** @type {string} */ root, /** @type {string} */ folder) => {
    /** @type {import("node:fs").Dirent[]} */
    let entries = [];
    try {
      entries = readdirSync(join(root, folder), { withFileTypes: true });
    } catch {
      return;
    }
    for (const entry of entries) {
      if (paths.length >= count) return;
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) visit(root, path);
      else paths.push(path);
    }
  };
  for (const root of roots) visit(root, "");
  return paths;
}

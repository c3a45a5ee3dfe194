// @ts-check
import { readFileSync } from "node:fs";
import path from "node:path";

/**
 * The version of a package that this suite imports.
 *
 * @param {string} name
 * @returns {string}
 */
export function installedVersion(name) {
  const file = path.join(import.meta.dirname, "../node_modules", name, "package.json");
  return JSON.parse(readFileSync(file, "utf8")).version;
}

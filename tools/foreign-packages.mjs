import { readFile } from "node:fs/promises";
import path from "node:path";

const root = path.dirname(import.meta.dirname);

/**
 * @typedef {object} ForeignPackage
 * @property {string} name with its version
 * @property {string} licence as its manifest calls it
 * @property {string} text of its licence
 */

/**
 * The packages that files are from, with their licences.
 *
 * @param {string[]} files
 * @returns {Promise<ForeignPackage[]>}
 */
export async function foreignPackages(files) {
  const folders = files
    .map((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1])
    .filter((folder) => folder !== undefined);
  return Promise.all(
    [...new Set(folders)].sort().map(async (folder) => {
      const at = path.join(root, folder);
      const { name, version, license } = JSON.parse(await readFile(path.join(at, "package.json"), "utf8"));
      const text = await readFile(path.join(at, "LICENSE"), "utf8");
      return { name: `${name}@${version}`, licence: license, text };
    }),
  );
}

/**
 * A comment with the licences of packages, to stand in front of what holds parts of them.
 *
 * @param {readonly ForeignPackage[]} packages
 */
export function licenceComment(packages) {
  const notice = packages.map(({ name, text }) => `${name}\n${text.trim()}\n`).join("\n");
  return `/*!\n${notice.replaceAll("*/", "* /")}*/`;
}

import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/**
 * The licences of libraries, as they want to be shown: each with its text.
 *
 * @param {string} what what contains them, for the first sentence
 * @param {ReadonlyMap<string, string>} licences by name and version
 */
export function thirdPartyNotices(what, licences) {
  const sections = [...licences]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, text]) => `${name}\n${text.trim()}\n`);
  return `${what} contains these libraries.\n\n${sections.join("\n----\n\n")}`;
}

/**
 * The licences of all libraries that went into bundles, each with its text, by name and version.
 *
 * @param {readonly import("esbuild").Metafile[]} metafiles what esbuild says it took
 * @returns {Map<string, string>}
 */
export function bundledLicences(metafiles) {
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const { inputs } of metafiles) {
    for (const input of Object.keys(inputs)) {
      const inside = input.lastIndexOf("node_modules/");
      if (inside < 0) continue;
      const [scope = "", name = ""] = input.slice(inside + "node_modules/".length).split("/");
      const folder = input.slice(0, inside) + path.posix.join("node_modules", scope, scope.startsWith("@") ? name : "");
      const manifest = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
      found.set(`${manifest.name}@${manifest.version}`, `${manifest.license}\n\n${licenceIn(folder)}`);
    }
  }
  return found;
}

/** @param {string} folder */
function licenceIn(folder) {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  if (file !== undefined && existsSync(path.join(folder, file))) return readFileSync(path.join(folder, file), "utf8");
  throw new Error(`no licence in ${folder}: it must be shown`);
}

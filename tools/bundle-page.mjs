import { readFile } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";

const root = path.dirname(import.meta.dirname);
const source = path.join(root, "packages/report/page");

/**
 * @typedef {object} PageBundle
 * @property {string} script
 * @property {string} style
 * @property {{ name: string, licence: string }[]} packages what of others is inside
 */

/**
 * Bundles the page's modules and styles, with the licences of what others wrote in front of the script.
 *
 * @returns {Promise<PageBundle>}
 */
export async function bundlePage() {
  /** @type {import("esbuild").BuildOptions & { write: false, metafile: true }} */
  const options = {
    entryPoints: [path.join(source, "main.ts"), path.join(source, "style/main.css")],
    absWorkingDir: root,
    outdir: path.join(root, "unused"),
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    platform: "browser",
    format: "iife",
    target: "es2022",
    conditions: ["@transect/source"],
    // The page is ASCII, whatever it is served as.
    charset: "ascii",
    legalComments: "none",
    logLevel: "warning",
  };
  const { outputFiles, metafile } = await build(options);
  const text = (/** @type {string} */ end) => outputFiles.find((file) => file.path.endsWith(end))?.text ?? "";
  const packages = await foreignPackages(Object.keys(metafile.inputs));
  const notice = packages.map(({ name, text }) => `${name}\n${text.trim()}\n`).join("\n");
  const script = `/*!\n${notice.replaceAll("*/", "* /")}*/\n${text(".js")}`;
  if (/<\/(script|style)|<!--/i.test(script + text(".css")))
    throw new Error("the page holds what would end its own elements");
  return { script, style: text(".css"), packages };
}

/**
 * The packages that files are from, with their licences.
 *
 * @param {string[]} files
 */
async function foreignPackages(files) {
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

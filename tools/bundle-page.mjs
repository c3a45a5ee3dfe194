import path from "node:path";
import { build } from "esbuild";
import { foreignPackages, licenceComment } from "./foreign-packages.mjs";

const root = path.dirname(import.meta.dirname);
const source = path.join(root, "packages/report/page");

/**
 * @typedef {object} PageBundle
 * @property {string} script
 * @property {string} style
 * @property {import("./foreign-packages.mjs").ForeignPackage[]} packages what of others is inside
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
  const script = `${licenceComment(packages)}\n${text(".js")}`;
  if (/<\/(script|style)|<!--/i.test(script + text(".css")))
    throw new Error("the page holds what would end its own elements");
  return { script, style: text(".css"), packages };
}

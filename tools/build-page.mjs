// Makes the page of @transect/report out of its modules: one script and one style, as strings in a module of their own.
// The package's `prepare` runs this at every installation, and the set-up before every build. Nothing but
// packages/report/src/page-asset.ts is written.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { bundlePage } from "./bundle-page.mjs";

const root = path.dirname(import.meta.dirname);
export const PAGE_ASSET = path.join(root, "packages/report/src/page-asset.ts");

/**
 * The module that holds the page.
 *
 * @param {import("./bundle-page.mjs").PageBundle} page
 */
export function pageModule({ script, style }) {
  return `// Made by tools/build-page.mjs out of packages/report/page: do not edit.
/* biome-ignore-all lint: made by a program */
/** The page's script. */
export const PAGE_SCRIPT: string = ${JSON.stringify(script)};
/** The page's style. */
export const PAGE_STYLE: string = ${JSON.stringify(style)};
`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await writeFile(PAGE_ASSET, pageModule(await bundlePage()));
}

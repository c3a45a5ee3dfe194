// Packages the extension: one .vsix that runs everywhere, in TypeScript, or one for a platform with the native core.
//
//   package.mjs [--target linux-x64 --addon transect.linux-x64-gnu.node] [--out folder]
//   package.mjs --addons folder [--out folder]     one for all, and one for each platform
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { createVSIX } from "@vscode/vsce";
import { bundleExtension } from "./bundle.mjs";

const home = path.dirname(import.meta.dirname);

/** Which addon goes into the package of which platform, by the names that VS Code and the loader have for it. */
export const TARGETS = /** @type {const} */ ({
  "linux-x64": "linux-x64-gnu",
  "linux-arm64": "linux-arm64-gnu",
  "alpine-x64": "linux-x64-musl",
  "alpine-arm64": "linux-arm64-musl",
  "darwin-x64": "darwin-x64",
  "darwin-arm64": "darwin-arm64",
  "win32-x64": "win32-x64-msvc",
});

/** Where the pictures of the README are: they are not in the package. */
const IMAGES = "https://github.com/transect/transect/raw/main/packages/vscode";

/**
 * Packages the extension and gives the file's path.
 *
 * @param {object} [options]
 * @param {string} [options.target] a platform of {@link TARGETS}; default: all, without native code
 * @param {string} [options.addon] the platform's addon; must be of that platform
 * @param {string} [options.out] the folder for the file
 */
export async function packageExtension({ target, addon, out = path.join(home, "dist") } = {}) {
  if ((target === undefined) !== (addon === undefined)) throw new Error("--target and --addon go together");
  if (target !== undefined && addon !== undefined) checkAddon(target, addon);
  mkdirSync(out, { recursive: true });
  const stage = path.join(out, `stage-${target ?? "universal"}`);
  await bundleExtension({ stage, ...(addon === undefined ? {} : { addon }) });
  const { name, version } = JSON.parse(readFileSync(path.join(stage, "package.json"), "utf8"));
  const packagePath = path.join(out, `${name}-${target === undefined ? "" : `${target}-`}${version}.vsix`);
  await createVSIX({
    cwd: stage,
    packagePath,
    dependencies: false,
    baseImagesUrl: IMAGES,
    ...(target === undefined ? {} : { target }),
  });
  return packagePath;
}

/** @param {string} addons the folder with an addon for each platform */
function everyTarget(addons) {
  return Object.entries(TARGETS).map(([target, triple]) => ({
    target,
    addon: path.join(addons, `transect.${triple}.node`),
  }));
}

/** @param {string} target @param {string} addon */
function checkAddon(target, addon) {
  const triple = Object.entries(TARGETS).find(([known]) => known === target)?.[1];
  if (triple === undefined) throw new Error(`--target is ${target}: expected ${Object.keys(TARGETS).join(" or ")}`);
  const expected = `transect.${triple}.node`;
  if (path.basename(addon) !== expected) throw new Error(`--addon is ${addon}: expected a file called ${expected}`);
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: {
      target: { type: "string" },
      addon: { type: "string" },
      addons: { type: "string" },
      out: { type: "string" },
    },
  });
  const { addons, out, ...one } = values;
  const wanted = addons === undefined ? [one] : [{}, ...everyTarget(addons)];
  for (const options of wanted) {
    process.stdout.write(`${await packageExtension({ ...options, ...(out === undefined ? {} : { out }) })}\n`);
  }
}

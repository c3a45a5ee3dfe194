// Lays the extension out as it is packaged: one small file that registers the commands, one that is loaded with the
// first of them, the client of the server, modules that are loaded when they are needed (the server, its worker, the report's page, the source
// over the editor), and one file for web hosts. The manifest is the package's own, without what
// only the repository needs.
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { crateLicences } from "../../../tools/crate-licences.mjs";
import { targetOfAddon } from "../../../tools/native-targets.mjs";
import { bundledLicences, thirdPartyNotices } from "../../../tools/notices.mjs";

const home = path.dirname(import.meta.dirname);
const packages = path.dirname(home);

/** What a manifest of the repository says that one of an extension does not. */
const LEFT_OUT = ["private", "type", "exports", "scripts", "devDependencies"];

/**
 * @param {object} options
 * @param {string} options.stage the folder to lay out; replaced
 * @param {string} [options.addon] the native core to put in, for a package of one platform; takes cargo to name its crates
 */
export async function bundleExtension({ stage, addon }) {
  rmSync(stage, { recursive: true, force: true });
  const out = path.join(stage, "dist");
  const metafiles = (await Promise.all([bundleHost(out), bundleModules(out), bundleWeb(out)])).flat();
  const licences = new Map([
    ...bundledLicences(metafiles),
    ...(addon === undefined ? [] : crateLicences(targetOfAddon(addon))),
  ]);
  writeFileSync(path.join(stage, "ThirdPartyNotices.txt"), thirdPartyNotices("This extension", licences));
  writeFileSync(path.join(out, "esm/package.json"), '{ "type": "module" }\n');
  if (addon !== undefined) copyFileSync(addon, path.join(out, path.basename(addon)));
  const manifest = JSON.parse(readFileSync(path.join(home, "package.json"), "utf8"));
  for (const field of LEFT_OUT) delete manifest[field];
  manifest.engines = { vscode: manifest.engines.vscode };
  writeFileSync(path.join(stage, "package.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
  for (const file of ["README.md", "LICENSE", "CHANGELOG.md"])
    if (existsSync(path.join(home, file))) copyFileSync(path.join(home, file), path.join(stage, file));
  for (const folder of ["media", "walkthrough"]) {
    mkdirSync(path.join(stage, folder), { recursive: true });
    cpSync(path.join(home, folder), path.join(stage, folder), { recursive: true });
  }
}

/** @type {import("esbuild").BuildOptions} */
const COMMON = {
  bundle: true,
  minify: true,
  target: "es2022",
  conditions: ["@transect/source"],
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
  external: ["vscode"],
};

/** @param {string} out */
async function bundleHost(out) {
  const common = {
    ...COMMON,
    platform: /** @type {const} */ ("node"),
    format: /** @type {const} */ ("cjs"),
    outdir: out,
  };
  const extension = await build({
    ...common,
    entryPoints: [own("extension")],
    supported: { "dynamic-import": false },
    plugins: [keepApart({ "./session.js": "./session.js", "./server-service.js": "./server-service.js" })],
  });
  const service = await build({ ...common, entryPoints: [own("server-service")] });
  const session = await build({
    ...common,
    entryPoints: [own("session")],
    plugins: [keepApart(Object.fromEntries(LAZY.map((name) => [`./${name}.js`, `./esm/${name}.js`])))],
  });
  return metafilesOf(extension, service, session);
}

/** @param {readonly import("esbuild").BuildResult[]} results */
function metafilesOf(...results) {
  return results.flatMap(({ metafile }) => (metafile === undefined ? [] : [metafile]));
}

/** What the session loads when it is needed: modules, so that they share code with the server. */
const LAZY = ["editor-service", "report-page"];

/** @param {string} name */
function own(name) {
  return path.join(home, "src", `${name}.ts`);
}

/** @param {string} out */
async function bundleModules(out) {
  const require =
    'import { createRequire as __createRequire } from "node:module";const require=__createRequire(import.meta.url);';
  const modules = await build({
    ...COMMON,
    platform: "node",
    format: "esm",
    splitting: true,
    entryPoints: {
      ...Object.fromEntries(["server", ...LAZY].map((name) => [name, own(name)])),
      worker: path.join(packages, "walker-parallel/src/threads/worker.ts"),
    },
    outdir: path.join(out, "esm"),
    chunkNames: "shared-[hash]",
    banner: { js: require },
  });
  return metafilesOf(modules);
}

/** @param {string} out */
async function bundleWeb(out) {
  const web = await build({
    ...COMMON,
    platform: "browser",
    format: "cjs",
    entryPoints: { web: path.join(home, "src/extension.ts") },
    outdir: out,
    define: { "import.meta.url": '"file:///web.js"', setImmediate: "__soon" },
    banner: { js: "const __soon=(call,...args)=>setTimeout(call,0,...args);" },
    plugins: [withoutServer(), withoutNode()],
  });
  return metafilesOf(web);
}

/**
 * Leaves modules that are imported when they are needed in files of their own.
 * @param {Readonly<Record<string, string>>} files the file of each
 * @returns {import("esbuild").Plugin}
 */
function keepApart(files) {
  return {
    name: "keep-apart",
    setup({ onResolve }) {
      onResolve({ filter: /^\.\// }, ({ path: name, kind }) => {
        const file = kind === "dynamic-import" ? files[name] : undefined;
        return file === undefined ? undefined : { path: file, external: true };
      });
    },
  };
}

/** In a browser there is no server to start. @returns {import("esbuild").Plugin} */
function withoutServer() {
  return {
    name: "without-server",
    setup({ onResolve }) {
      onResolve({ filter: /^\.\/(server-service|start-server)\.js$/ }, () => ({
        path: path.join(home, "src/no-server.ts"),
      }));
    },
  };
}

/** What is called of Node in a browser, too. */
const IN_A_BROWSER = {
  "node:process": "module.exports = { env: {}, platform: 'web', arch: 'web' };",
  "node:os": "exports.availableParallelism = () => 1;",
};

/** In a browser nothing else of Node is there: what asks for it gets nothing, as long as nobody calls it. @returns {import("esbuild").Plugin} */
function withoutNode() {
  return {
    name: "without-node",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^node:/ }, ({ path: name }) => ({ path: name, namespace: "absent" }));
      onLoad({ filter: /./, namespace: "absent" }, ({ path: name }) => ({
        contents: Object.entries(IN_A_BROWSER).find(([known]) => known === name)?.[1] ?? "module.exports = {};",
      }));
    },
  };
}

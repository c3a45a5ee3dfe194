// Tests the extension in real editors: a suite within the extension host, the installed package as a person uses it,
// and the web build in a worker of the browser. Installs what it needs into a cache; fails where that cannot be had.
// The pictures of the README are taken only where they are asked for.
//
//   run.mjs [--editor latest|min] [--only in-host|installed|web|pictures] [--package linux-x64|universal]
//     [--artefacts folder] [--measures file, which gets a line for each]
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { bundleExtension } from "../../tools/bundle.mjs";
import { packageExtension } from "../../tools/package.mjs";
import { EDITORS, installEditor } from "./editors.mjs";
import { runInHost } from "./in-host.mjs";
import { runInstalled } from "./installed.mjs";
import { takePictures } from "./pictures.mjs";
import { runWebBuild } from "./web-build.mjs";
import { launchBrowser } from "./workbench.mjs";
import { makeLarge, makeLibrary, makeProject } from "./workspaces.mjs";

const { values } = parseArgs({
  options: {
    editor: { type: "string" },
    only: { type: "string" },
    package: { type: "string" },
    artefacts: { type: "string" },
    measures: { type: "string" },
  },
});
checkChoice("--editor", values.editor, ["latest", "min"]);
checkChoice("--only", values.only, ["in-host", "installed", "web", "pictures"]);
checkChoice("--package", values.package, ["linux-x64", "universal"]);
const repository = path.join(import.meta.dirname, "../../../..");
const files = ["full", "exhaustive"].includes(process.env["TRANSECT_SCALE"] ?? "") ? 200_000 : 20_000;
const base = mkdtempSync(path.join(os.tmpdir(), "transect-editors-"));
const artefacts = path.resolve(values.artefacts ?? path.join(import.meta.dirname, "../../dist/artefacts"));
mkdirSync(artefacts, { recursive: true });
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
process.once("exit", () => rmSync(base, { recursive: true, force: true, maxRetries: 5 }));

/** Made when they are needed. @type {Map<number, string>} */
const folders = new Map();
const browser = await launchBrowser();
const addon = path.join(repository, "packages/native/transect.linux-x64-gnu.node");
let passed = 0;
let failed = 0;
try {
  for (const { name, version } of EDITORS.filter(
    (editor) => values.editor === undefined || editor.name === values.editor,
  )) {
    const editor = installEditor(name);
    if (values.only === undefined || values.only === "in-host") await inHost(editor, version);
    if (values.only === undefined || values.only === "installed") await installed(editor, version);
    if (values.only === undefined || values.only === "web") await webBuild(editor, version);
    if (values.only === "pictures" && name === "latest") await pictures(editor, version);
  }
} finally {
  await browser.close();
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

/** @param {string} flag @param {string | undefined} value @param {readonly string[]} allowed */
function checkChoice(flag, value, allowed) {
  if (value !== undefined && !allowed.includes(value))
    throw new Error(`${flag} is ${value}: expected ${allowed.join(" or ")}`);
}

/** A folder of so many files. @param {number} count */
function folderOf(count) {
  const folder = folders.get(count) ?? makeLarge(path.join(base, `files-${count}`), count);
  folders.set(count, folder);
  return folder;
}

/** @param {import("./editors.mjs").Editor} editor @param {string} version */
async function inHost(editor, version) {
  for (const kind of ["one folder", "several folders"]) {
    const home = path.join(base, `${version}-${kind.replace(" ", "-")}`);
    const extension = path.join(home, "extension");
    await bundleExtension({ stage: extension, ...(existsSync(addon) ? { addon } : {}) });
    const project = makeProject(path.join(home, "project"));
    const library = makeLibrary(path.join(home, "library"));
    const workspace = path.join(home, "both.code-workspace");
    writeFileSync(workspace, JSON.stringify({ folders: [{ path: project }, { path: library }] }));
    const measures = path.join(home, "measures.txt");
    writeFileSync(measures, "");
    const told = {
      cli: path.join(repository, "packages/cli/bin/transect.js"),
      node: process.execPath,
      measures,
      large: folderOf(20_000),
    };
    const open = kind === "one folder" ? `folder=${project}` : `workspace=${workspace}`;
    const result = await runInHost({ editor, browser, home, extension, open, told });
    report(`VS Code ${version}, within the extension host, ${kind}`, result, readFileSync(measures, "utf8"));
  }
}

/** @param {import("./editors.mjs").Editor} editor @param {string} version */
async function installed(editor, version) {
  const targets = existsSync(addon) ? ["linux-x64", undefined] : [undefined];
  for (const target of targets.filter(
    (one) => values.package === undefined || values.package === (one ?? "universal"),
  )) {
    const home = path.join(base, `${version}-installed-${target ?? "universal"}`);
    const file = await packageExtension({
      out: path.join(home, "package"),
      ...(target === undefined ? {} : { target, addon }),
    });
    const folder = path.join(artefacts, `${version}-${target ?? "universal"}`);
    mkdirSync(folder, { recursive: true });
    const [large, medium] = [folderOf(files), folderOf(20_000)];
    const result = await runInstalled({ editor, browser, home, file, artefacts: folder, large, medium });
    report(`VS Code ${version}, ${path.basename(file)} installed`, result, result.measures.join("\n"));
  }
}

/** @param {import("./editors.mjs").Editor} editor @param {string} version */
async function webBuild(editor, version) {
  const home = path.join(base, `${version}-web`);
  const extension = path.join(home, "extension");
  await bundleExtension({ stage: extension });
  const result = await runWebBuild({ editor, browser, home, extension, artefacts });
  report(`VS Code ${version}, the web build`, result, "");
}

/** @param {import("./editors.mjs").Editor} editor @param {string} version */
async function pictures(editor, version) {
  const home = path.join(base, `${version}-pictures`);
  const file = await packageExtension({ out: path.join(home, "package") });
  const out = path.join(import.meta.dirname, "../../pictures");
  const result = await takePictures({ editor, browser, home, file, out });
  report(`VS Code ${version}, pictures of the README`, result, "");
}

/** @param {string} title @param {{ passed: number, failed: number, log: readonly string[] }} result @param {string} measures */
function report(title, result, measures) {
  passed += result.passed;
  failed += result.failed;
  const text = [
    `== ${title}: ${result.passed} passed, ${result.failed} failed`,
    ...result.log,
    measures.trim(),
    "",
  ].join("\n");
  console.log(text);
  appendFileSync(path.join(artefacts, "log.txt"), `${text}\n`);
  if (values.measures !== undefined) appendFileSync(values.measures, `${measures.trim()}\n`);
}

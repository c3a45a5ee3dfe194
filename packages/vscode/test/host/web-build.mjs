// Runs the web build of the extension in the editor's host for web extensions, a worker of the browser.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { startEditor } from "./editor-server.mjs";
import { cards, expectedCards } from "./report-cards.mjs";
import { openWorkbench } from "./workbench.mjs";
import { makeProject } from "./workspaces.mjs";

/**
 * @param {object} options
 * @param {import("./editors.mjs").Editor} options.editor
 * @param {import("playwright-core").Browser} options.browser
 * @param {string} options.home
 * @param {string} options.extension the folder of the extension, laid out
 * @param {string} options.artefacts where pictures go
 * @returns {Promise<{ passed: number, failed: number, log: string[] }>}
 */
export async function runWebBuild({ editor, browser, home, extension, artefacts }) {
  const project = makeProject(path.join(home, "project"));
  const server = await startEditor({ editor, home });
  const files = await serveFiles(extension);
  const name = "the web build: in a worker of the browser, the numbers are those of the command line";
  const bench = await openWorkbench(browser, `${server.origin}/?folder=${project}`, (page) =>
    addExtension(page, files.port),
  );
  try {
    await bench.command("Transect: Profile Workspace");
    const { allocated: _unknown, ...shown } = await cards(bench);
    const { allocated: _known, ...expected } = expectedCards([project]);
    assert.deepEqual(shown, expected);
    assert.match((await bench.report.locator(".ran").textContent()) ?? "", /sequential/);
    await bench.screenshot(path.join(artefacts, "web-build.png"));
    return { passed: 1, failed: 0, log: [`passed: ${name}`] };
  } catch (cause) {
    await bench.screenshot(path.join(artefacts, "failed-web-build.png")).catch(() => {});
    const said = bench.output.slice(-40).join("\n");
    return { passed: 0, failed: 1, log: [`FAILED: ${name}\n${cause instanceof Error ? cause.stack : cause}\n${said}`] };
  } finally {
    await bench.close();
    files.close();
    await server.stop();
  }
}

/** Serves a folder to the workbench, which is of another origin. @param {string} folder */
async function serveFiles(folder) {
  const server = createServer((request, response) => {
    response.setHeader("access-control-allow-origin", "*");
    try {
      response.end(
        readFileSync(path.join(folder, path.posix.normalize(new URL(request.url ?? "/", "http://x").pathname))),
      );
    } catch {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  return { port: typeof address === "object" && address !== null ? address.port : 0, close: () => server.close() };
}

/** Has the workbench load an extension from elsewhere, as `vscode-test-web` does. @param {import("playwright-core").Page} page @param {number} port */
async function addExtension(page, port) {
  // A page that is handed over here came from no address: the browser does not let it talk to this machine unasked.
  await page.context().grantPermissions(["local-network-access"]);
  await page.route(
    (url) => url.pathname === "/",
    async (route) => {
      const response = await route.fetch();
      const html = await response.text();
      const extensions = [{ scheme: "http", authority: `127.0.0.1:${port}`, path: "/" }];
      const body = html.replace(
        /(id="vscode-workbench-web-configuration" data-settings=")([^"]*)"/,
        (_all, before, settings) => {
          const unescaped = settings.replaceAll("&quot;", '"').replaceAll("&amp;", "&");
          const config = JSON.parse(unescaped);
          config.developmentOptions = { ...config.developmentOptions, extensions };
          return `${before}${JSON.stringify(config).replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"`;
        },
      );
      // The editor's own page may not ask another origin on this machine.
      const { "content-security-policy": _policy, ...headers } = response.headers();
      await route.fulfill({ response, headers, body });
    },
  );
}

// Takes the pictures of the README: the installed package, with a made-up application open.
import { existsSync, mkdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { startEditor } from "./editor-server.mjs";
import { cards } from "./report-cards.mjs";
import { openView, openWorkbench } from "./workbench.mjs";
import { makeApplication } from "./workspaces.mjs";

/**
 * @param {object} options
 * @param {import("./editors.mjs").Editor} options.editor
 * @param {import("playwright-core").Browser} options.browser
 * @param {string} options.home
 * @param {string} options.file the .vsix
 * @param {string} options.out the folder for the pictures
 * @returns {Promise<{ passed: number, failed: number, log: string[] }>}
 */
export async function takePictures({ editor, browser, home, file, out }) {
  // Its name is in the pictures: the same each time.
  const application = path.join(os.tmpdir(), "atlas");
  if (existsSync(application))
    throw new Error(`${application} is there already: the pictures show a folder of that name`);
  makeApplication(application);
  mkdirSync(out, { recursive: true });
  const settings = { "workbench.layoutControl.enabled": false, "window.commandCenter": false };
  const server = await startEditor({ editor, home, install: file, settings });
  const bench = await openWorkbench(browser, `${server.origin}/?folder=${application}`);
  try {
    const { page, report } = bench;
    await page.setViewportSize({ width: 1200, height: 760 });
    await openView(bench);
    await bench.command("Transect: Profile Workspace");
    await cards(bench);
    await page.locator(".pane-body .monaco-list-row", { hasText: "public" }).first().click();
    await page.locator(".pane-body .monaco-list-row", { hasText: "video" }).first().waitFor();
    await settled(bench);
    await bench.screenshot(path.join(out, "report-dark.png"));
    await report.locator("#largest-files").scrollIntoViewIfNeeded();
    await settled(bench);
    await page.emulateMedia({ colorScheme: "light" });
    await settled(bench);
    await bench.screenshot(path.join(out, "tables-light.png"));
    await page.setViewportSize({ width: 1200, height: 400 });
    await openFile(page, ".gitignore");
    await page.locator(".view-line", { hasText: "dist/42 files" }).waitFor({ timeout: 20_000 });
    await settled(bench);
    await bench.screenshot(path.join(out, "ignore-light.png"));
    return { passed: 1, failed: 0, log: [`passed: pictures, in ${out}`] };
  } catch (cause) {
    await bench.screenshot(path.join(home, "failed.png")).catch(() => {});
    return { passed: 0, failed: 1, log: [`FAILED: pictures\n${cause instanceof Error ? cause.stack : cause}`] };
  } finally {
    await bench.close();
    await server.stop();
    rmSync(application, { recursive: true });
  }
}

/** Opens a file by its name. @param {import("playwright-core").Page} page @param {string} name */
async function openFile(page, name) {
  await page.keyboard.press("Control+P");
  await page.locator(".quick-input-widget input").first().fill(name);
  await page.locator(".quick-input-list .monaco-list-row.focused", { hasText: name }).waitFor({ timeout: 20_000 });
  await page.keyboard.press("Enter");
}

/** Until notices are gone and what moves has come to rest. @param {import("./workbench.mjs").Workbench} bench */
async function settled({ page }) {
  await page.locator(".notification-toast").first().waitFor({ state: "hidden", timeout: 20_000 });
  await page.mouse.move(600, 755);
  await page.waitForTimeout(1200);
}

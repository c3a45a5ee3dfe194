// Uses the installed package as a person does: from the palette to the numbers in the report.
import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import axeCore from "axe-core";
import { startEditor } from "./editor-server.mjs";
import { askCommandLine, cards, expectedCards } from "./report-cards.mjs";
import { openView, openWorkbench, succeeds } from "./workbench.mjs";
import { makeLibrary, makeProject } from "./workspaces.mjs";

/** Themes of high contrast, which every version knows by these names, and what a webview calls them. */
const HIGH_CONTRAST = /** @type {const} */ ([
  { name: "contrast-dark", theme: "Default High Contrast", kind: "vscode-high-contrast" },
  { name: "contrast-light", theme: "Default High Contrast Light", kind: "vscode-high-contrast-light" },
]);

/**
 * @typedef {object} Installed
 * @property {import("./editors.mjs").Editor} editor
 * @property {import("playwright-core").Browser} browser
 * @property {string} home
 * @property {string} file the .vsix
 * @property {string} artefacts where pictures go
 * @property {string} large a folder of many files
 * @property {string} medium a folder of 20,000 files
 */

/**
 * @param {Installed} options
 * @returns {Promise<{ passed: number, failed: number, log: string[], measures: string[] }>}
 */
export async function runInstalled(options) {
  const { editor, browser, home, file, artefacts, large, medium } = options;
  /** @type {string[]} */
  const log = [];
  /** @type {string[]} */
  const measures = [];
  const project = makeProject(path.join(home, "project"));
  const library = makeLibrary(path.join(home, "library"));
  const both = path.join(home, "both.code-workspace");
  writeFileSync(both, JSON.stringify({ folders: [{ path: project }, { path: library }] }));
  const settings = path.join(home, "data/User/settings.json");
  let server = await startEditor({ editor, home, install: file });

  /** @type {Record<string, () => Promise<void>>} */
  const cases = {
    async "from the palette to the report: the numbers are those of the command line"() {
      await within(`folder=${project}`, async (bench) => {
        await bench.command("Transect: Profile Workspace");
        assert.deepEqual(await cards(bench), expectedCards([project]));
        const item = bench.page.locator(".statusbar-item", { hasText: "103.9 KiB" });
        await item.waitFor({ timeout: 10_000 });
        await bench.screenshot(path.join(artefacts, "report.png"));
        await axe(bench);
        assert.deepEqual(bench.complaints, []);
        // The map, by the keyboard alone.
        const frame = await bench.reportFrame();
        await bench.report.locator(".tile").first().focus();
        await bench.page.keyboard.press("Enter");
        assert.equal(await frame.evaluate(() => document.activeElement?.classList.contains("tile")), true);
        await bench.page.keyboard.press("Backspace");
        // A file is opened in the editor.
        await bench.report.locator("#largest-files .place", { hasText: "b.ts" }).click();
        await bench.page.locator(".tab", { hasText: "b.ts" }).waitFor({ timeout: 10_000 });
      });
    },
    async "light and dark, without violations, and follows a change while it is open"() {
      await within(`folder=${project}`, async (bench) => {
        await bench.command("Transect: Profile Workspace");
        await bench.report.locator(".card").first().waitFor({ timeout: 30_000 });
        await openView(bench);
        for (const colorScheme of /** @type {const} */ (["dark", "light", "dark"])) {
          await bench.page.emulateMedia({ colorScheme });
          await themed(bench, `vscode-${colorScheme}`);
          await bench.screenshot(path.join(artefacts, `report-${colorScheme}.png`));
          await axe(bench);
        }
      });
    },
    async "in high contrast, without violations"() {
      // Read when the workbench opens: nobody watches the file here.
      const before = readFileSync(settings, "utf8");
      try {
        for (const { name, theme, kind } of HIGH_CONTRAST) {
          const own = { "workbench.colorTheme": theme, "window.autoDetectColorScheme": false };
          writeFileSync(settings, JSON.stringify({ ...JSON.parse(before), ...own }));
          await within(`folder=${project}`, async (bench) => {
            await bench.command("Transect: Profile Workspace");
            await bench.report.locator(".card").first().waitFor({ timeout: 30_000 });
            await openView(bench);
            await themed(bench, kind);
            await bench.screenshot(path.join(artefacts, `report-${name}.png`));
            await axe(bench);
          });
        }
      } finally {
        writeFileSync(settings, before);
      }
    },
    async "shows folders and files by size in its view, the largest first, with exact bytes"() {
      await within(`folder=${project}`, async (bench) => {
        await openView(bench);
        await bench.page
          .locator(".welcome-view-content", { hasText: "Profile Workspace" })
          .waitFor({ timeout: 15_000 });
        await bench.screenshot(path.join(artefacts, "view-empty.png"));
        await bench.page.locator(".welcome-view-content .monaco-button", { hasText: "Profile Workspace" }).click();
        const rows = bench.page.locator(".pane-body .monaco-list-row");
        await rows.first().waitFor({ timeout: 30_000 });
        const labels = await rows.evaluateAll((all) => all.map((row) => row.getAttribute("aria-label") ?? ""));
        assert.deepEqual(
          labels.map((label) => label.split(",").slice(0, 2).join(",")),
          [
            "docs, 73.2 KiB",
            "src, 30.3 KiB",
            "out, 300 B",
            ".gitignore, 26 B",
            "package.json, 22 B",
            "old.log, 7 B",
            "empty, 0 B",
          ],
        );
        const hover = bench.page.locator(".monaco-hover", { hasText: "31,012 bytes" });
        for (let tries = 0; tries < 10 && !(await hover.isVisible()); tries++) {
          // A row that is drawn anew under the pointer shows nothing until the pointer comes again.
          await bench.page.mouse.move(700, 500);
          await rows.nth(1).locator(".label-name").hover();
          await succeeds(hover.waitFor({ timeout: 3000 }));
        }
        assert.equal(await hover.isVisible(), true);
        await rows.nth(1).click();
        await bench.page.locator(".pane-body .monaco-list-row", { hasText: "deep" }).waitFor({ timeout: 10_000 });
        await bench.screenshot(path.join(artefacts, "view-dark.png"));
      });
    },
    async "several folders: each and together"() {
      await within(`workspace=${both}`, async (bench) => {
        await bench.command("Transect: Profile Workspace");
        assert.deepEqual(await cards(bench), expectedCards([project, library]));
        assert.equal(await bench.report.locator("h1").textContent(), "2 roots");
        const rows = await bench.report.locator("#roots tbody tr").count();
        assert.equal(rows, 2);
        await bench.screenshot(path.join(artefacts, "several-folders.png"));
      });
    },
    async "an unreadable folder is in the report"() {
      const folder = makeProject(path.join(home, "partial"));
      const locked = path.join(folder, "locked");
      mkdirSync(locked, { recursive: true });
      chmodSync(locked, 0);
      try {
        await within(`folder=${folder}`, async (bench) => {
          await bench.command("Transect: Profile Workspace");
          await bench.report.locator(".state.partial").waitFor({ timeout: 30_000 });
          assert.match((await bench.report.locator(".notice").textContent()) ?? "", /1 place could not be read/);
          await bench.screenshot(path.join(artefacts, "unreadable.png"));
          await axe(bench);
        });
      } finally {
        chmodSync(locked, 0o755);
      }
    },
    async "tells how far it is, and stops where it is cancelled, with what it found"() {
      const before = JSON.parse(readFileSync(settings, "utf8"));
      writeFileSync(settings, JSON.stringify({ ...before, "transect.backend": "sequential" }));
      try {
        await within("folder=/", async (bench) => {
          await bench.command("Transect: Profile Workspace");
          await bench.report
            .locator(".message", { hasText: /[\d,]+ files in [\d,]+ folders/ })
            .waitFor({ timeout: 30_000 });
          await bench.screenshot(path.join(artefacts, "waiting.png"));
          await bench.page
            .locator(".notification-list-item", { hasText: "Transect is profiling" })
            .waitFor({ timeout: 30_000 });
          await bench.page.locator(".notification-list-item .monaco-button", { hasText: "Cancel" }).click();
          const asked = Date.now();
          await bench.report.locator(".state.cancelled").waitFor({ timeout: 30_000 });
          measures.push(`from Cancel to the partial report on the page: ${Date.now() - asked} ms`);
          await bench.screenshot(path.join(artefacts, "cancelled.png"));
          await axe(bench);
        });
      } finally {
        writeFileSync(settings, JSON.stringify(before));
      }
    },
    async "exports the report where it is told to"() {
      await within(`folder=${project}`, async (bench) => {
        await bench.command("Transect: Profile Workspace");
        await bench.report.locator(".card").first().waitFor({ timeout: 30_000 });
        await bench.command("Transect: Export Report");
        await bench.page.locator(".quick-input-list .monaco-list-row", { hasText: "All of it, for other" }).click();
        const target = path.join(home, "exported.json");
        rmSync(target, { force: true });
        await answerSaveDialog(bench, target);
        // Told once the file is whole.
        for (let tries = 0; tries < 300 && !(await told(bench, `The report is in ${target}`)); tries++)
          await bench.page.waitForTimeout(100);
        const { totals } = JSON.parse(readFileSync(target, "utf8"));
        assert.deepEqual(totals, askCommandLine([project]).totals);
      });
    },
    async "first paint of 20,000 files, and a map of many files that zooms"() {
      await within(`folder=${medium}`, async (bench) => {
        await server.atRest();
        measures.push(`first report of 20,000 files: ${await timeToReport(bench)} ms after Enter`);
        measures.push(`second report of 20,000 files: ${await timeToReport(bench)} ms after Enter`);
      });
      await within(`folder=${large}`, async (bench) => {
        const { files } = askCommandLine([large]).totals;
        await server.atRest();
        measures.push(`report of ${files} files: ${await timeToReport(bench)} ms after Enter`);
        assert.equal((await cards(bench)).files, files.toLocaleString("en"));
        const frame = await bench.reportFrame();
        const zoom = await frame.evaluate(async () => {
          const tile = document.querySelector(".tile.folder");
          const started = performance.now();
          if (tile instanceof HTMLElement) tile.click();
          await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
          return performance.now() - started;
        });
        measures.push(`zoom of its map: ${Math.round(zoom)} ms`);
        // The zoom moves for a while.
        await bench.page.waitForTimeout(1000);
        await bench.screenshot(path.join(artefacts, "many-files.png"));
      });
    },
    async "Restricted Mode: profiles, and starts no program that the workspace names"() {
      await server.stop();
      const folder = makeProject(path.join(home, "untrusted"));
      const proof = path.join(home, "started");
      const evil = path.join(folder, "evil.cjs");
      writeFileSync(evil, `require("node:fs").writeFileSync(${JSON.stringify(proof)}, "")`);
      mkdirSync(path.join(folder, ".vscode"), { recursive: true });
      writeFileSync(path.join(folder, ".vscode/settings.json"), JSON.stringify({ "transect.server.path": evil }));
      server = await startEditor({ editor, home, trust: false });
      await within(`folder=${folder}`, async (bench) => {
        await bench.page.locator(".statusbar-item", { hasText: "Restricted Mode" }).waitFor({ timeout: 20_000 });
        await bench.command("Transect: Profile Workspace");
        assert.deepEqual(await cards(bench), expectedCards([folder]));
        assert.equal(existsSync(proof), false);
        await bench.screenshot(path.join(artefacts, "restricted.png"));
      });
    },
  };

  let passed = 0;
  let failed = 0;
  const note = (/** @type {string} */ line) => {
    log.push(line);
    console.log(line);
  };
  try {
    for (const [name, check] of Object.entries(cases)) {
      if (process.env["TRANSECT_CASE"] !== undefined && !name.includes(process.env["TRANSECT_CASE"])) continue;
      const first = await attempt(check);
      if (first === undefined) {
        passed += 1;
        note(`passed: ${name}`);
        continue;
      }
      note(`not at first: ${name}\n${first}`);
      const again = await attempt(check);
      if (again === undefined) passed += 1;
      else failed += 1;
      note(again === undefined ? `passed at the second try: ${name}` : `FAILED: ${name}\n${again}`);
    }
  } finally {
    await server.stop();
  }
  return { passed, failed, log, measures };

  /** @param {string} open @param {(bench: import("./workbench.mjs").Workbench) => Promise<void>} use */
  async function within(open, use) {
    const bench = await openWorkbench(browser, `${server.origin}/?${open}`);
    try {
      await use(bench);
    } catch (cause) {
      await bench.screenshot(path.join(artefacts, "failed.png")).catch(() => {});
      throw new Error(`${String(cause)}\n${await whatWasSaid(bench)}`, { cause });
    } finally {
      await bench.close();
    }
  }
}

/** What the workbench told its user until something failed. @param {import("./workbench.mjs").Workbench} bench */
async function whatWasSaid({ notices, complaints, page }) {
  const told = await notices().catch(() => []);
  const tabs = await page
    .locator(".tab")
    .allTextContents()
    .catch(() => []);
  return JSON.stringify({ told, tabs, complaints });
}

/**
 * Why a case failed, if it did. Each has two tries: what it presses belongs to an editor that draws, moves focus and
 * closes lists at times of its own. A fault of ours is there both times.
 *
 * @param {() => Promise<void>} check
 * @returns {Promise<string | undefined>}
 */
async function attempt(check) {
  try {
    await check();
    return undefined;
  } catch (cause) {
    return String(cause instanceof Error ? cause.stack : cause);
  }
}

/**
 * How many milliseconds it takes from Enter to a report that is painted.
 *
 * @param {import("./workbench.mjs").Workbench} bench
 */
async function timeToReport({ page, command, reportFrame }) {
  // The palette is shown first; the time begins with Enter, which `command` presses last.
  await page.evaluate(() => {
    addEventListener(
      "keydown",
      (event) => {
        if (event.key === "Enter") Reflect.set(globalThis, "transectEntered", Date.now());
      },
      { capture: true },
    );
  });
  const open = page.frames().find((frame) => frame.name() === "active-frame");
  const before = await open?.evaluate(() => document.querySelector(".ran")?.textContent);
  await command("Transect: Profile Workspace");
  const painted = await (await reportFrame()).evaluate(async (before) => {
    const next = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    for (;;) {
      const ran = document.querySelector(".ran")?.textContent ?? "";
      await next();
      if (ran !== "" && ran !== before && document.querySelector(".card") !== null) return Date.now();
    }
  }, before);
  return painted - (await page.evaluate(() => Reflect.get(globalThis, "transectEntered")));
}

/** No rule of axe-core is broken within the report. @param {import("./workbench.mjs").Workbench} bench */
async function axe(bench) {
  const frame = await bench.reportFrame();
  const violations = await frame.evaluate(async (source) => {
    // The page's policy forbids scripts from elsewhere; this comes through the debugger.
    new Function(source)();
    const { violations } = await Reflect.get(globalThis, "axe").run(document);
    return violations.map(
      (/** @type {{ id: string, nodes: { html: string }[] }} */ { id, nodes }) => `${id}: ${nodes[0]?.html}`,
    );
  }, axeCore.source);
  assert.deepEqual(violations, []);
}

/**
 * Types a path into the dialogue that asks where to save, and answers it. The dialogue puts a path of its own in while
 * it opens, and takes no answer while it looks at what was typed: both are tried again.
 *
 * @param {import("./workbench.mjs").Workbench} bench
 * @param {string} target
 */
async function answerSaveDialog({ page }, target) {
  const ok = page.locator(".quick-input-widget .monaco-button", { hasText: "OK" });
  const input = page.locator(".quick-input-widget input[type=text]").first();
  await ok.waitFor({ timeout: 30_000 });
  for (let tries = 0; tries < 20; tries++) {
    await input.fill(target, { timeout: 1000 }).catch(() => {});
    await page.waitForTimeout(500);
    if ((await input.inputValue({ timeout: 1000 }).catch(() => "")) !== target) continue;
    await ok.click({ timeout: 1000 }).catch(() => {});
    const closed = ok.waitFor({ state: "hidden", timeout: 2000 });
    if (await succeeds(closed)) return;
  }
  throw new Error(`the dialogue did not take ${target}`);
}

/** @param {import("./workbench.mjs").Workbench} bench @param {string} text */
async function told(bench, text) {
  return (await bench.notices()).some((notice) => notice.includes(text));
}

/** Waits until the report has taken a theme on. @param {import("./workbench.mjs").Workbench} bench @param {string} kind as a webview calls it */
async function themed(bench, kind) {
  const frame = await bench.reportFrame();
  let now = "";
  for (let tries = 0; tries < 150; tries++) {
    now = await frame.evaluate(() => document.body.getAttribute("data-vscode-theme-kind") ?? "");
    if (now === kind) return bench.page.waitForTimeout(700);
    await bench.page.waitForTimeout(100);
  }
  throw new Error(`the theme is ${now}, not ${kind}`);
}

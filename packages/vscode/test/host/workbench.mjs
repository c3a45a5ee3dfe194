// The workbench of an editor in a real Chromium, used as a person uses it.
import { chromium } from "playwright-core";
import { findChromium } from "./editors.mjs";

const FLAGS =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync".split(
    " ",
  );

/** Starts the browser. It reaches nothing but this machine. */
export function launchBrowser() {
  return chromium.launch({
    executablePath: findChromium(),
    args: [...FLAGS, "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"],
  });
}

/**
 * @typedef {object} Workbench
 * @property {import("playwright-core").Page} page
 * @property {import("playwright-core").FrameLocator} report the page within the webview
 * @property {() => Promise<import("playwright-core").Frame>} reportFrame the same, to evaluate in
 * @property {(title: string) => Promise<void>} command runs a command from the palette
 * @property {() => Promise<readonly string[]>} notices the texts of all notifications so far
 * @property {readonly string[]} complaints what the page's policy refused, and errors of its scripts
 * @property {readonly string[]} output what the workbench wrote to the browser's console
 * @property {(file: string) => Promise<void>} screenshot
 * @property {() => Promise<void>} close
 */

/**
 * Opens a workbench and waits until it can be used.
 *
 * @param {import("playwright-core").Browser} browser
 * @param {string} url
 * @param {(page: import("playwright-core").Page) => Promise<void>} [prepare]
 * @returns {Promise<Workbench>}
 */
export async function openWorkbench(browser, url, prepare) {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, colorScheme: "dark" });
  await context.addInitScript(recordNotices);
  const page = await context.newPage();
  /** @type {string[]} */
  const complaints = [];
  /** @type {string[]} */
  const output = [];
  page.on("console", (message) => {
    const text = message.text();
    output.push(text);
    const ours = message.location().url.includes("fake.html") || /Transect|transect/.test(text);
    if (/Content Security Policy|Refused to/.test(text) && ours) complaints.push(text);
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await prepare?.(page);
  await page.goto(url);
  await page.locator(".monaco-workbench").waitFor({ timeout: 60_000 });
  await page.locator(".statusbar-item").first().waitFor({ timeout: 60_000 });
  return {
    page,
    complaints,
    output,
    report: page.frameLocator("iframe.webview.ready").frameLocator("iframe#active-frame"),
    async reportFrame() {
      for (let tries = 0; tries < 600; tries++) {
        for (const frame of page.frames()) {
          if (
            frame.name() === "active-frame" ||
            (await frame
              .locator("#transect-report")
              .count()
              .catch(() => 0)) > 0
          )
            return frame;
        }
        await page.waitForTimeout(10);
      }
      throw new Error("the report's frame did not come");
    },
    command: (title) => runCommand(page, title),
    notices: () => page.evaluate(() => Reflect.get(globalThis, "transectNotices") ?? []),
    async screenshot(file) {
      await page.screenshot({ path: file });
    },
    close: () => context.close(),
  };
}

/**
 * Commands are in the palette once the extensions were read, and not in one that was opened before: tries again. Enter
 * runs the row that has the focus, which is another one until the list has taken the text in.
 *
 * @param {import("playwright-core").Page} page
 * @param {string} title
 */
async function runCommand(page, title) {
  const row = page.locator(".quick-input-list .monaco-list-row.focused", { hasText: title }).first();
  for (let tries = 0; tries < 30; tries++) {
    await page.keyboard.press("F1");
    const input = page.locator(".quick-input-widget input").first();
    await input.waitFor({ timeout: 5000 }).catch(() => {});
    await input.fill(`>${title}`).catch(() => {});
    if (await succeeds(row.waitFor({ timeout: 1500 }))) {
      await page.keyboard.press("Enter");
      return;
    }
    await page.keyboard.press("Escape");
  }
  throw new Error(`the palette does not show ${title}`);
}

/** Shows the view of folders and files by size. @param {Workbench} bench */
export async function openView(bench) {
  await bench.command("View: Show Transect");
  await bench.page.locator(".sidebar .composite.title", { hasText: /transect/i }).waitFor({ timeout: 15_000 });
}

/** @param {Promise<unknown>} wait whether it ends well, and in time */
export function succeeds(wait) {
  return wait.then(
    () => true,
    () => false,
  );
}

/** Runs in the page: notes the text of each notification, since short ones are gone before anybody can look. */
function recordNotices() {
  /** @type {Set<string>} */
  const seen = new Set();
  Object.defineProperty(globalThis, "transectNotices", { get: () => [...seen] });
  new MutationObserver(() => {
    for (const element of document.querySelectorAll(
      ".notification-list-item-message, .notifications-toasts .notification-list-item",
    ))
      if (element.textContent) seen.add(element.textContent);
  }).observe(document, { subtree: true, childList: true, characterData: true });
}

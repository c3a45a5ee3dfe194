import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import type { ChangeReport, Report } from "@transect/core";
import { renderChangesHtml, renderHtml } from "@transect/report/html";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";

/** Where Chromium is, if it is here: `chromium` on PATH, as Debian has it. */
export const CHROMIUM: string | undefined = (process.env["PATH"] ?? "")
  .split(path.delimiter)
  .map((folder) => path.join(folder, "chromium"))
  .find(isExecutable);

const FLAGS =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

/** A page in a real browser, with all that went against its policy or wrong on it. */
interface OpenedPage {
  readonly page: Page;
  /** Errors, what the policy refused, and connections that were tried. Empty on a good page. */
  readonly complaints: readonly string[];
}

/** How a page is opened. */
interface OpenOptions extends BrowserContextOptions {
  /** Runs before the page's own script, as text. */
  readonly before?: string;
}

/** A browser for the tests of one file. */
export interface TestBrowser {
  /** Writes a report as a page into a folder of the test's own and opens it from there, as a reader would; the page before is closed. */
  open(report: Report | ChangeReport | undefined, options?: OpenOptions): Promise<OpenedPage>;
  close(): Promise<void>;
}

/** The nonce of pages in tests. */
const NONCE = "a-nonce-of-the-tests";

/** Starts Chromium without a window. */
export async function startBrowser(): Promise<TestBrowser> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "transect-page-"));
  const browser: Browser = await chromium.launch({ executablePath: CHROMIUM ?? "chromium", args: FLAGS.split(" ") });
  let opened = 0;
  let context: BrowserContext | undefined;
  return {
    async open(report, { before, ...options } = {}) {
      opened += 1;
      const file = path.join(folder, `report-${opened}.html`);
      const html =
        report?.format === "transect-changes"
          ? renderChangesHtml(report, { nonce: NONCE })
          : renderHtml(report, { nonce: NONCE });
      writeFileSync(file, html);
      await context?.close();
      context = await browser.newContext({
        viewport: { width: 1280, height: 900 },
        reducedMotion: "reduce",
        permissions: ["clipboard-read", "clipboard-write"],
        ...options,
      });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on("console", (message) => complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("request", (request) => {
        if (request.url() !== pathToFileURL(file).href) complaints.push(request.url());
      });
      if (before !== undefined) await page.addInitScript(before);
      await page.goto(pathToFileURL(file).href);
      return { page, complaints };
    },
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

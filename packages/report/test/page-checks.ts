import { mkdirSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import axe from "axe-core";
import type { Page } from "playwright-core";

/** Where pictures of the page are kept, if anybody wants them. */
const PICTURES = process.env["TRANSECT_PICTURES"];

/** The numbers in one column of a table, all rows of it shown. */
export async function numbers(page: Page, panel: string, column: number): Promise<number[]> {
  await showAll(page, panel);
  const cells = await page.locator(`#${panel} tbody tr td:nth-child(${column + 1})`).all();
  return Promise.all(cells.map(async (cell) => Number(await cell.getAttribute("data-value"))));
}

/** The paths in the first column of a table, all rows of it shown. */
export async function texts(page: Page, panel: string): Promise<(string | null)[]> {
  await showAll(page, panel);
  return page.locator(`#${panel} tbody tr td:first-child .path`).allTextContents();
}

async function showAll(page: Page, panel: string): Promise<void> {
  const more = page.locator(`#${panel} .more`);
  while (await more.isVisible()) await more.click();
}

/** What axe finds against WCAG 2.2 A and AA and its own best practices. */
export async function violations(page: Page): Promise<unknown[]> {
  // Not by an element: the page's policy would rightly refuse it.
  await page.evaluate(axe.source);
  const found = await page.evaluate<{
    violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
  }>("axe.run()");
  return found.violations.map(({ id, nodes }) => [
    id,
    ...nodes.slice(0, 3).map((node) => `${node.html.slice(0, 200)} ${node.failureSummary}`),
  ]);
}

/** Keeps a picture of the page, if anybody wants it. */
export async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: path.join(PICTURES, `${name.replaceAll(" ", "-")}.png`), fullPage: true });
}

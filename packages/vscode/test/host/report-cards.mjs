import { execFileSync } from "node:child_process";
import path from "node:path";
import process from "node:process";

const CLI = path.join(import.meta.dirname, "../../../cli/bin/transect.js");

/** The report of the command line. @param {readonly string[]} roots */
export function askCommandLine(roots) {
  const args = [CLI, "--json", "--would-ignore", "git", ...roots];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8", maxBuffer: 1 << 28 }));
}

/** What the cards of the report on the page must show. @param {readonly string[]} roots */
export function expectedCards(roots) {
  const { totals } = askCommandLine(roots);
  return {
    allocated: `${totals.allocatedBytes.toLocaleString("en")} bytes`,
    apparent: `${totals.apparentBytes.toLocaleString("en")} bytes`,
    files: totals.files.toLocaleString("en"),
    folders: totals.directories.toLocaleString("en"),
  };
}

/** What the cards of the report on the page show: exact bytes, and counts. @param {import("./workbench.mjs").Workbench} bench */
export async function cards({ report }) {
  const card = (/** @type {string} */ name, /** @type {string} */ part) =>
    report.locator(`[data-total="${name}"] ${part}`);
  await card("files", ".large").waitFor({ timeout: 60_000 });
  const text = async (/** @type {string} */ name, /** @type {string} */ part) =>
    (await card(name, part).textContent()) ?? "";
  return {
    allocated: await text("allocated", ".small-print"),
    apparent: await text("apparent", ".small-print"),
    files: await text("files", ".large"),
    folders: await text("folders", ".large"),
  };
}

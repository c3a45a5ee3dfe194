import { closeSync, openSync, readSync } from "node:fs";
import process from "node:process";

/**
 * The name of this platform in the names of addons and their packages: `linux-x64-gnu`, `darwin-arm64`,
 * `win32-x64-msvc`. Starts no other program. Names every platform, also those that no addon is published for.
 */
export function platformTriple(): string {
  const base = `${process.platform}-${process.arch}`;
  if (process.platform === "linux") return `${base}-${usesMusl() ? "musl" : "gnu"}`;
  return process.platform === "win32" ? `${base}-msvc` : base;
}

/** Whether this Node is linked to musl: the head of its own file names the loader, which is quicker than a report. */
function usesMusl(): boolean {
  const head = Buffer.alloc(4096);
  try {
    const file = openSync(process.execPath, "r");
    try {
      readSync(file, head, 0, head.length, 0);
    } finally {
      closeSync(file);
    }
  } catch {
    return reportsNoGlibc();
  }
  if (head.includes("/ld-linux")) return false;
  return head.includes("/ld-musl") || reportsNoGlibc();
}

/** The same from Node's own report, without the look-ups of host names that it may make for it. */
function reportsNoGlibc(): boolean {
  const report: (NodeJS.ProcessReport & { excludeNetwork?: boolean }) | undefined = process.report;
  if (report === undefined) return false;
  const { excludeNetwork = false } = report;
  report.excludeNetwork = true;
  try {
    const { header } = report.getReport() as { header?: { glibcVersionRuntime?: string } };
    return header?.glibcVersionRuntime === undefined;
  } finally {
    report.excludeNetwork = excludeNetwork;
  }
}

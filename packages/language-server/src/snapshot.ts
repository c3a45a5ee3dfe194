import { mkdir, readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { OptionError, parseReport, type Report, serializeReport } from "@transect/core";

/**
 * Writes a report to a file as JSON: to another name first, so that nobody ever reads half of it. Makes the folder.
 * Replaces a file of that name. Returns how many bytes were written.
 *
 * Throws an `OptionError` where the file lies in a tree that was profiled: those are never written to.
 */
export async function saveSnapshot(report: Report, file: string): Promise<number> {
  const folder = path.dirname(file);
  for (const { root } of report.roots) {
    if (isWithin(await realPlace(root), await realPlace(folder))) {
      throw new OptionError({
        option: "file",
        value: file,
        expected: `a place outside of ${root}, which was profiled`,
      });
    }
  }
  await mkdir(folder, { recursive: true });
  const text = serializeReport(report);
  const unfinished = `${file}.${Date.now().toString(36)}.tmp`;
  try {
    await writeFile(unfinished, text, { flag: "wx" });
    await rename(unfinished, file);
  } catch (cause) {
    await rm(unfinished, { force: true });
    throw cause;
  }
  return Buffer.byteLength(text);
}

/** Reads a snapshot. Rejects with a system error where it cannot be read, and as `parseReport` where it is none. */
export async function readSnapshot(file: string): Promise<Report> {
  return parseReport(await readFile(file, "utf8"));
}

function isWithin(folder: string, place: string): boolean {
  const relative = path.relative(folder, place);
  return relative === "" || !(relative === ".." || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative));
}

/** A place with its links resolved, as far up as it is there. */
async function realPlace(place: string): Promise<string> {
  try {
    return await realpath(place);
  } catch {
    const parent = path.dirname(place);
    return parent === place ? place : path.join(await realPlace(parent), path.basename(place));
  }
}

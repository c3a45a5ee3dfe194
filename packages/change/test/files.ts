import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll } from "vitest";

const made: string[] = [];

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A new folder that is gone after the tests of the file. */
export function makeFolder(): string {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), "transect-change-")));
  made.push(folder);
  return folder;
}

/** A folder with files of the given contents; a path that ends with `/` is an empty folder. */
export function makeFiles(files: Readonly<Record<string, string>>): string {
  const folder = makeFolder();
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(name.endsWith("/") ? file : path.dirname(file), { recursive: true });
    if (!name.endsWith("/")) writeFileSync(file, content);
  }
  return folder;
}

/**
 * What `find` says of each entry below a root, by its path, one character of Latin-1 a byte: type and, of what is no
 * folder, size and time of modification in microseconds.
 */
export function findLines(root: string): Map<string, string> {
  const format = ["-type", "d", "-printf", "%y %P\\0", "-o", "-printf", "%y,%s,%T@ %P\\0"];
  const output = execFileSync("find", [root, ...format], { maxBuffer: 1 << 30 }).toString("latin1");
  return new Map(
    output
      .split("\0")
      .slice(0, -1)
      .map((line) => {
        const space = line.indexOf(" ");
        const [type = "", size, time] = line.slice(0, space).split(",");
        return [
          line.slice(space + 1) || ".",
          size === undefined ? type : `${type} ${size} ${toMicroseconds(time ?? "")}`,
        ];
      }),
  );
}

/** As a double of milliseconds tells it: what a snapshot knows. */
function toMicroseconds(seconds: string): number {
  const [whole = "", fraction = ""] = seconds.split(".");
  const nanoseconds = Number(fraction.padEnd(9, "0").slice(0, 9));
  return Math.round((Number(whole) * 1000 + nanoseconds / 1e6) * 1000);
}

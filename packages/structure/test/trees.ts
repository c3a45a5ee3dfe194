import { execFileSync, spawnSync } from "node:child_process";
import { lstatSync } from "node:fs";
import path from "node:path";

/** What `diff -r` says of two trees: nothing where they hold the same names and contents. */
export function diff(a: string, b: string): string {
  const { stdout, stderr, status } = spawnSync("diff", ["-r", "--no-dereference", a, b]);
  return status === 0 ? "" : `${stdout}${stderr}` || `diff ended with ${status}`;
}

/** All paths below a folder, with their permissions, sorted; folders end with a slash. */
export function listed(folder: string): string[] {
  const output = execFileSync("find", [folder, "-mindepth", "1", "-printf", "%P %m %y\\0"]).toString("latin1");
  return output.split("\0").slice(0, -1).sort();
}

/** Paths below a folder, sorted. */
export function pathsIn(folder: string): string[] {
  return listed(folder).map((line) => line.split(" ").slice(0, -2).join(" "));
}

/** The permissions and the time of a file, as far as copying keeps them. */
export function attributes(file: string): readonly [mode: string, mtimeMs: number] {
  const { mode, mtimeMs } = lstatSync(file);
  return [(mode & 0o7777).toString(8), Math.round(mtimeMs * 100) / 100];
}

/** Names under which unfinished files are, anywhere below a folder. */
export function unfinished(folder: string): string[] {
  return pathsIn(folder).filter((at) => path.basename(at).startsWith(".transect-"));
}

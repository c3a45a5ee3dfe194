import { execFileSync } from "node:child_process";
import type { Entry } from "@transect/core";

/** What `find` says of one entry; the path is one character of Latin-1 for each byte. */
export interface Found {
  readonly type: "file" | "directory" | "symlink" | "other";
  readonly size: number;
  readonly blocks: number;
  readonly links: number;
  /** Device and inode. */
  readonly identity: string;
  readonly depth: number;
  readonly path: string;
}

/** Everything that `find` sees below a root, the root included. */
export function find(root: string, ...tests: readonly string[]): Found[] {
  const output = findOutput(["-P"], root, [...tests, "-printf", "%y %s %b %n %D %i %d %P\\0"]);
  return output.map((line) => {
    const [type = "", size, blocks, links, device, inode, depth, ...path] = line.split(" ");
    return {
      type: TYPES[type] ?? "other",
      size: Number(size),
      blocks: Number(blocks),
      links: Number(links),
      identity: `${device}:${inode}`,
      depth: Number(depth),
      path: path.join(" ") || ".",
    };
  });
}

/** The paths below a root that pass the tests, as bytes in Latin-1. */
export function findPaths(root: string, ...tests: readonly string[]): string[] {
  return findOutput(["-P"], root, [...tests, "-printf", "%P\\0"]).map((path) => path || ".");
}

/** As {@link findPaths}, with links looked through; loops are left out, as `find` says. */
export function findThroughLinks(root: string, ...tests: readonly string[]): string[] {
  return findOutput(["-L"], root, [...tests, "-printf", "%P\\0"]).map((path) => path || ".");
}

function findOutput(flags: readonly string[], root: string, rest: readonly string[]): string[] {
  try {
    return split(execFileSync("find", [...flags, root, ...rest], OUTPUT));
  } catch (cause) {
    // Exit status 1 says that something could not be read; the rest is printed all the same.
    const stdout = cause instanceof Error && "stdout" in cause ? cause.stdout : undefined;
    if (stdout instanceof Buffer) return split(stdout);
    throw cause;
  }
}

function split(output: Buffer): string[] {
  return output.toString("latin1").split("\0").slice(0, -1);
}

/** What `du` prints in bytes for a tree. */
export function du(root: string, ...flags: readonly string[]): number {
  return Number.parseInt(execFileSync("du", ["-s", "-B1", ...flags, "--", root], OUTPUT).toString(), 10);
}

const OUTPUT = { maxBuffer: 1 << 30, stdio: ["ignore", "pipe", "ignore"] as ["ignore", "pipe", "ignore"] };

/** The version of coreutils as a number, such as 9.1; 0 where there is none. */
export function coreutilsVersion(): number {
  try {
    const [line = ""] = execFileSync("du", ["--version"], OUTPUT).toString().split("\n");
    return Number.parseFloat(/coreutils\) (\d+\.\d+)/.exec(line)?.[1] ?? "0");
  } catch {
    return 0;
  }
}

const TYPES: Readonly<Record<string, Found["type"]>> = { f: "file", d: "directory", l: "symlink" };

/** One line that says everything of an entry, to compare what `find` saw with what a walk gave. */
export function lineOfFound({ type, size, blocks, links, identity, depth, path }: Found): string {
  return `${type} ${size} ${blocks} ${links} ${identity} ${depth} ${path}`;
}

/** As {@link lineOfFound}. */
export function lineOfEntry(entry: Entry): string {
  const { type, stat, depth } = entry;
  return `${type} ${stat?.size} ${stat?.blocks} ${stat?.nlink} ${stat?.dev}:${stat?.ino} ${depth} ${bytePath(entry)}`;
}

/** The path of an entry, one character of Latin-1 for each byte. */
export function bytePath(entry: Entry): string {
  return Buffer.from(entry.pathBytes ?? entry.path).toString("latin1");
}

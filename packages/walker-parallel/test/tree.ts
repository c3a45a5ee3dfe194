import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  ftruncateSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { MemoryNode } from "@transect/core";
import { afterAll } from "vitest";

/** Windows has no FIFOs, lets few people make links, fills holes, and takes names as they are where paths are text. */
export const WINDOWS: boolean = process.platform === "win32";

// Trees are data: the same nodes make a tree in memory (`memorySource`) and on the disk (`makeTree`).

/** A directory. */
export function dir(name: string | Uint8Array, ...children: readonly MemoryNode[]): MemoryNode {
  return { name, type: "directory", children };
}

/** A regular file of a size. */
export function file(name: string | Uint8Array, size = 0, mtimeMs?: number): MemoryNode {
  return { name, type: "file", stat: mtimeMs === undefined ? { size } : { size, mtimeMs } };
}

/** A file that is all hole: apparent size, no blocks. */
export function hole(name: string, size: number): MemoryNode {
  return { name, type: "file", stat: { size, blocks: 0 } };
}

/** A file that is a hole but for so many blocks of 512 bytes at its end. */
export function holey(name: string, size: number, blocks: number): MemoryNode {
  return { name, type: "file", stat: { size, blocks } };
}

/** One of several names of a file. */
export function hardLink(name: string | Uint8Array, identity: string, size: number, nlink: number): MemoryNode {
  return { name, type: "file", identity, stat: { size, nlink } };
}

/** A symbolic link; its target is a path from the top of the tree. */
export function link(name: string | Uint8Array, target: string): MemoryNode {
  return { name, type: "symlink", target, stat: { size: target.length } };
}

/** One of several names of a symbolic link that leads nowhere. */
export function hardLinkedLink(name: string | Uint8Array, identity: string, nlink: number): MemoryNode {
  return { name, type: "symlink", identity, target: "nowhere", stat: { size: 7, nlink } };
}

/** A FIFO, which nothing may open. */
export function fifo(name: string): MemoryNode {
  return { name, type: "other" };
}

/** A name out of bytes, one a character of Latin-1, as they need not be valid UTF-8. */
export function bytes(latin1: string): Uint8Array {
  return Uint8Array.from(Buffer.from(latin1, "latin1"));
}

const made = new Set<string>();

afterAll(() => {
  for (const folder of made) removeTree(folder);
}, 600_000);

/** A new folder that everybody may read and that is gone after the tests of the file. */
export function makeFolder(parent: string = tmpdir()): string {
  const folder = realpathSync(mkdtempSync(path.join(parent, "transect-")));
  chmodSync(folder, 0o755);
  made.add(folder);
  return folder;
}

/** Makes the tree in a new folder and returns the folder's path. */
export function makeTree(nodes: readonly MemoryNode[]): string {
  const folder = makeFolder();
  writeTree(folder, nodes);
  return folder;
}

/** How many folders this process holds open; not files: a pool of threads has some of its own. Only Linux says so. */
export function openFolders(): number {
  const isFolder = (descriptor: string): boolean =>
    statSync(`/proc/self/fd/${descriptor}`, { throwIfNoEntry: false })?.isDirectory() === true;
  return readdirSync("/proc/self/fd").filter(isFolder).length;
}

/** Removes a tree, however deep: `rm` steps down into it, where a path would be too long. */
export function removeTree(folder: string): void {
  made.delete(folder);
  if (WINDOWS) {
    rmSync(folder, { recursive: true, force: true });
    return;
  }
  spawnSync("chmod", ["-R", "u+rwX", folder], { stdio: "ignore" });
  execFileSync("rm", ["-rf", folder]);
}

/** Makes the tree in a folder that is there. */
export function writeTree(folder: string, nodes: readonly MemoryNode[]): void {
  const shared = new Map<string, string | Buffer>();
  const fifos: Buffer[] = [];
  // A link comes when what it leads to is there: on Windows it is of another kind where that is a folder.
  const links: (() => void)[] = [];
  write(Buffer.from(folder), nodes, 0);
  for (const makeLink of links) makeLink();
  // Arguments that are no text reach a command through xargs alone.
  if (fifos.length > 0) execFileSync("xargs", ["-0", "mkfifo", "--"], { input: Buffer.concat(fifos) });

  function write(parent: Buffer, children: readonly MemoryNode[], depth: number): void {
    for (const node of children) {
      const at = Buffer.concat([parent, Buffer.from("/"), Buffer.from(node.name)]);
      if (node.type === "other") fifos.push(at, Buffer.of(0));
      else writeNode(WINDOWS ? at.toString() : at, node, depth);
      if (node.children !== undefined) write(at, node.children, depth + 1);
    }
  }

  function writeNode(at: string | Buffer, node: MemoryNode, depth: number): void {
    const { stat, identity } = node;
    const type = node.type ?? (node.children !== undefined ? "directory" : "file");
    const first = identity === undefined ? undefined : shared.get(identity);
    if (first !== undefined) {
      if (type === "symlink") links.push(() => linkSync(first, at));
      else linkSync(first, at);
      return;
    }
    if (identity !== undefined) shared.set(identity, at);
    if (type === "directory") mkdirSync(at);
    else if (type === "symlink") {
      const target = "../".repeat(depth) + (node.target ?? "nowhere");
      links.push(() => symlinkSync(target, at));
    } else {
      writeContent(at, Number(stat?.size ?? 0), stat?.blocks);
      if (stat?.mtimeMs !== undefined) utimesSync(at, stat.mtimeMs / 1000, stat.mtimeMs / 1000);
    }
  }
}

/** Writes so many blocks at the end of a file, and makes the rest of it a hole; without a number all of it. */
function writeContent(at: string | Buffer, size: number, blocks = Number.POSITIVE_INFINITY): void {
  const written = Buffer.alloc(Math.min(size, blocks * 512), "x");
  if (written.length === size) {
    writeFileSync(at, written);
    return;
  }
  const descriptor = openSync(at, "w");
  ftruncateSync(descriptor, size);
  writeSync(descriptor, written, 0, written.length, size - written.length);
  closeSync(descriptor);
}

/**
 * Makes a chain of directories of one name, on Linux to any depth, and hands `atBottom` a path to the last one that is
 * short enough to use.
 */
export function makeChain(folder: string, levels: number, name = "d", atBottom?: (bottom: string) => void): void {
  const step = Math.max(1, Math.floor(2000 / (Buffer.byteLength(name) + 1)));
  let descriptor = openSync(folder, "r");
  for (let left = levels; left > 0; left -= step) {
    const next = `/proc/self/fd/${descriptor}${`/${name}`.repeat(Math.min(step, left))}`;
    mkdirSync(next, { recursive: true });
    const below = openSync(next, "r");
    closeSync(descriptor);
    descriptor = below;
  }
  atBottom?.(`/proc/self/fd/${descriptor}`);
  closeSync(descriptor);
}

/** Makes a socket that stays though nobody listens. */
export async function makeSocket(at: string): Promise<void> {
  const server = createServer();
  const listening = `${at}~`;
  await new Promise<void>((resolve) => server.listen(listening, resolve));
  linkSync(listening, at);
  await new Promise((resolve) => server.close(resolve));
}

/** Runs a walk as somebody whom permissions bind: as nobody where the tests run as root. */
export async function withoutPrivileges<T>(run: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0 || process.seteuid === undefined) return run();
  process.seteuid(NOBODY);
  try {
    return await run();
  } finally {
    process.seteuid(0);
  }
}

const NOBODY = 65534;

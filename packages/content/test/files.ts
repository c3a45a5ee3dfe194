import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { backends } from "@transect/walker-parallel";
import { afterAll } from "vitest";

/** Files by their paths; a path in Latin-1 after `bytes:` stands for these bytes. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** Only Linux takes names that are not UTF-8 and reaches on from an open folder. */
export const NOT_LINUX: boolean = process.platform !== "linux";

/** The backends that are here: each has its own way to read, and all give the same. */
export const BACKENDS: readonly ("native" | "threads" | "sequential")[] = (await backends())
  .filter(({ available }) => available)
  .map(({ name }) => name);

const made: string[] = [];

afterAll(() => {
  for (const folder of made) {
    if (process.platform !== "win32") spawnSync("chmod", ["-R", "u+rwX", folder], { stdio: "ignore" });
    rmSync(folder, { recursive: true, force: true });
  }
});

/** A new folder that everybody may read and write, with files in it, gone after the tests of the file. */
export function makeFiles(files: Files = {}): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "transect-content-")));
  chmodSync(folder, 0o777);
  made.push(folder);
  addFiles(folder, files);
  return folder;
}

/** Writes files into a folder, and the folders they lie in. */
export function addFiles(folder: string, files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    const at = Buffer.concat([Buffer.from(`${folder}/`), nameBytes(name)]);
    mkdirSync(at.subarray(0, at.lastIndexOf("/")), { recursive: true });
    writeFileSync(at, content);
  }
}

/** The bytes of a path as {@link Files} writes it. */
export function nameBytes(name: string): Buffer {
  return name.startsWith("bytes:") ? Buffer.from(name.slice("bytes:".length), "latin1") : Buffer.from(name);
}

/** Runs something as somebody whom permissions bind: as nobody where the tests run as root. */
export async function withoutPrivileges<T>(run: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0 || process.seteuid === undefined) return run();
  process.seteuid(65534);
  try {
    return await run();
  } finally {
    process.seteuid(0);
  }
}

/** What `sha256sum` prints for every file below a folder: the hash by the path, one character of Latin-1 for a byte. */
export function sha256sums(folder: string): Map<string, string> {
  const script = "find . -type f -print0 | xargs -0r sha256sum --zero --";
  const output = execFileSync("sh", ["-c", script], { cwd: folder, maxBuffer: 1 << 28 }).toString("latin1");
  const lines = output.split("\0").slice(0, -1);
  return new Map(lines.map((line) => [line.slice(66).replace(/^\.\//, ""), line.slice(0, 64)]));
}

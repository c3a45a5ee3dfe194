import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";

/**
 * The pinned pnpm: the one on PATH where its version is the pin, otherwise through npx.
 *
 * @param {string} root the folder of the package.json that pins it
 * @returns {string[]} the command and its first arguments
 */
export function findPnpm(root) {
  /** @type {{ packageManager: string }} */
  const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const pin = manifest.packageManager.replace(/^pnpm@/, "").replace(/\+.*$/, "");
  const onPath = spawnSync("pnpm", ["--version"], { cwd: root, encoding: "utf8", shell: process.platform === "win32" });
  if (onPath.status === 0 && onPath.stdout.trim() === pin) return ["pnpm"];
  return ["npx", "--yes", `pnpm@${pin}`];
}

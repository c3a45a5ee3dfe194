import path from "node:path";
import process from "node:process";

/**
 * Where snapshots are kept that were given a name and no place: `transect/snapshots` in the user's cache folder, which
 * is `$XDG_CACHE_HOME` or `~/.cache` on Linux, `~/Library/Caches` on macOS, `%LOCALAPPDATA%` on Windows. A relative
 * `XDG_CACHE_HOME` is none, as the XDG Base Directory Specification has it.
 */
export async function snapshotFolder(): Promise<string> {
  const { env } = process;
  if (env["XDG_CACHE_HOME"] !== undefined && !path.isAbsolute(env["XDG_CACHE_HOME"])) delete env["XDG_CACHE_HOME"];
  const { default: envPaths } = await import("env-paths");
  return path.join(envPaths("transect", { suffix: "" }).cache, "snapshots");
}

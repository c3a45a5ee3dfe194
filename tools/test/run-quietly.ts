import { execFileSync } from "node:child_process";
import process from "node:process";

/**
 * Runs a command to its end, with nothing to read and no colours, and gives what it printed. Throws where it fails,
 * with what it printed.
 */
export function runQuietly(command: string, args: readonly string[], cwd: string): string {
  const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0", CI: "true" };
  try {
    return execFileSync(command, args, {
      cwd,
      env,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      // On Windows npm and npx are .cmd files, which only a shell starts.
      shell: process.platform === "win32" && command !== process.execPath,
    });
  } catch (cause) {
    const { stdout, stderr } = cause as { stdout?: string; stderr?: string };
    throw new Error(`${command} ${args.join(" ")} failed:\n${stdout ?? ""}${stderr ?? ""}`, { cause });
  }
}

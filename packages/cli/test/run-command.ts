import { type SpawnOptions, spawn, spawnSync } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** The built command. */
export const COMMAND = fileURLToPath(new URL("../bin/transect.js", import.meta.url));

/** What a run of the command came to. */
export interface CommandResult {
  readonly status: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/**
 * Runs the built command to its end, without a terminal. `onStart` may signal it or close its output; with `reads:
 * false` its output is taken by nobody.
 */
export async function runCommand(
  args: readonly string[],
  options: SpawnOptions & { onStart?: (child: ReturnType<typeof spawn>) => void; reads?: boolean } = {},
): Promise<CommandResult> {
  const { onStart, reads = true, ...rest } = options;
  const env = { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined, LC_ALL: "C.UTF-8", ...rest.env };
  const child = spawn(process.execPath, [COMMAND, ...args], { ...rest, env, stdio: ["ignore", "pipe", "pipe"] });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  if (reads) child.stdout?.on("data", (data: Buffer) => stdout.push(data));
  child.stderr?.on("data", (data: Buffer) => stderr.push(data));
  onStart?.(child);
  const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { status, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() };
}

/**
 * How to run the command as somebody whom permissions hold back: nothing to add where that is so already, another
 * user where we are root; `undefined` where that user cannot run it.
 */
export function unprivileged(): { uid?: number; gid?: number } | undefined {
  if (process.getuid?.() !== 0) return {};
  const identity = { uid: 65534, gid: 65534 };
  return spawnSync(process.execPath, [COMMAND, "--version"], identity).status === 0 ? identity : undefined;
}

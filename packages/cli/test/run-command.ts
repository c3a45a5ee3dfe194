import { type SpawnOptions, spawn } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** The built command. */
const COMMAND = fileURLToPath(new URL("../bin/transect.js", import.meta.url));

/** What a run of the command came to. */
export interface CommandResult {
  readonly status: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs the built command to its end, without a terminal. `onStart` may signal it or close its output. */
export async function runCommand(
  args: readonly string[],
  options: SpawnOptions & { onStart?: (child: ReturnType<typeof spawn>) => void } = {},
): Promise<CommandResult> {
  const { onStart, ...rest } = options;
  const env = { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined, LC_ALL: "C.UTF-8", ...rest.env };
  const child = spawn(process.execPath, [COMMAND, ...args], { ...rest, env, stdio: ["ignore", "pipe", "pipe"] });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout?.on("data", (data: Buffer) => stdout.push(data));
  child.stderr?.on("data", (data: Buffer) => stderr.push(data));
  onStart?.(child);
  const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { status, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() };
}

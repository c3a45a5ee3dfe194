import { type SpawnOptions, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { CopyReport, StructurePattern } from "@transect/structure";

const COPIER = fileURLToPath(new URL("./copier.mjs", import.meta.url));

/** What a process that copied came to. */
export interface CopierResult {
  readonly signal: NodeJS.Signals | null;
  /** What it said at its end; `undefined` where it did not come to it. */
  readonly report: CopyReport | undefined;
  readonly stderr: string;
}

/** How to run the process that copies. */
export interface CopierOptions extends SpawnOptions {
  readonly root: string;
  readonly destination: string;
  readonly pattern: StructurePattern;
  /** Kills it so many milliseconds after it has begun to write. */
  readonly killAfterMs?: number;
  /** Shell commands to run before it, in its own process. */
  readonly setUp?: string;
}

/** Copies in a process of its own, of the built package. */
export async function runCopier(options: CopierOptions): Promise<CopierResult> {
  const { root, destination, pattern, killAfterMs, setUp, ...rest } = options;
  const command = [process.execPath, COPIER, root, destination, JSON.stringify(pattern)];
  const [program = "", ...args] = setUp === undefined ? command : ["sh", "-c", `${setUp}; exec "$@"`, "sh", ...command];
  const child = spawn(program, args, { ...rest, stdio: ["ignore", "pipe", "pipe"] });
  const output: Record<"stdout" | "stderr", string> = { stdout: "", stderr: "" };
  let timer: NodeJS.Timeout | undefined;
  child.stdout?.on("data", (data: Buffer) => {
    output.stdout += data;
    if (killAfterMs !== undefined) timer ??= setTimeout(() => child.kill("SIGKILL"), killAfterMs);
  });
  child.stderr?.on("data", (data: Buffer) => {
    output.stderr += data;
  });
  const signal = await new Promise<NodeJS.Signals | null>((resolve) => child.on("close", (_code, by) => resolve(by)));
  clearTimeout(timer);
  const last = output.stdout.trim().split("\n").at(-1) ?? "";
  return { signal, report: last.startsWith("{") ? JSON.parse(last) : undefined, stderr: output.stderr };
}

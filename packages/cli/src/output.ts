import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import process from "node:process";
import { UsageError } from "./usage-error.js";

/** Where the result goes: standard output, or a file that must not be there yet unless `force` is given. */
export interface OutputFlags {
  readonly output?: string;
  readonly force?: true;
}

/** Whoever read standard output has closed it: there is nobody left to write for. */
export class ClosedPipeError extends Error {
  override readonly name = "ClosedPipeError";
}

/** Writes a whole result. Never overwrites a file unasked. */
export async function writeResult(text: string, flags: OutputFlags): Promise<void> {
  if (flags.output === undefined) return writeOut(text);
  try {
    await writeFile(flags.output, text, { flag: flags.force ? "w" : "wx" });
  } catch (cause) {
    const code = codeOf(cause);
    const why = code === "EEXIST" ? "it exists already; add --force to replace it" : (code ?? String(cause));
    throw new UsageError(`cannot write ${flags.output}: ${why}`);
  }
}

/** Writes to standard output and waits until it takes more. */
export async function writeOut(data: string | Uint8Array): Promise<void> {
  listenForFailure();
  if (failure !== undefined) throw failure;
  if (!process.stdout.write(data)) await Promise.race([once(process.stdout, "drain"), failed]);
  if (failure !== undefined) throw failure;
}

/** Waits until all that was written has gone out. */
export async function flushOut(): Promise<void> {
  if (failure !== undefined) throw failure;
  await Promise.race([new Promise((resolve) => process.stdout.write("", resolve)), failed]);
  if (failure !== undefined) throw failure;
}

let failure: Error | undefined;
let listening = false;
let tellFailed: () => void = () => {};
const failed = new Promise<void>((resolve) => {
  tellFailed = resolve;
});

function listenForFailure(): void {
  if (listening) return;
  listening = true;
  process.stdout.on("error", (cause: Error) => {
    const code = codeOf(cause);
    failure ??=
      code === "EPIPE" ? new ClosedPipeError() : new UsageError(`cannot write the output: ${code ?? cause.message}`);
    tellFailed();
  });
}

function codeOf(cause: unknown): string | undefined {
  return cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
}

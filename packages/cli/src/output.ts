import { once } from "node:events";
import { constants } from "node:fs";
import { access, realpath, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { systemCode, systemSentence } from "@transect/core";

/** Where the result goes: standard output, or a file that must not be there yet unless `force` is given. */
export interface OutputFlags {
  readonly output?: string;
  readonly force?: true;
}

/** Whoever read standard output has closed it: there is nobody left to write for. */
export class ClosedPipeError extends Error {
  override readonly name = "ClosedPipeError";
}

/** The output cannot be written: its message is one line that says where and why. */
export class OutputError extends Error {
  override readonly name = "OutputError";
}

/** Throws an {@link OutputError} where {@link writeResult} is sure to, before any work is done. Creates nothing. */
export async function checkOutput({ output, force }: OutputFlags): Promise<void> {
  if (output === undefined) return;
  const found = await stat(output).catch(() => undefined);
  if (found !== undefined && force === undefined) throw outputError(output, "EEXIST");
  if (found?.isDirectory()) throw outputError(output, "EISDIR");
  try {
    // A file is replaced by a new one beside it; a device and its like are written to.
    const isNew = found === undefined || found.isFile();
    await access(isNew ? path.dirname(await realpath(output).catch(() => output)) : output, constants.W_OK);
  } catch (cause) {
    throw failureOf(output, cause);
  }
}

/**
 * Writes a whole result. Never overwrites a file unasked; whatever fails leaves what was there, and no half of a file.
 * Throws an {@link OutputError}.
 */
export async function writeResult(text: string, { output, force }: OutputFlags): Promise<void> {
  if (output === undefined) return writeOut(text);
  try {
    const found = await stat(output).catch(() => undefined);
    if (force && found?.isFile() === false) await writeFile(output, text);
    else await writeNewFile(output, text, force === true);
  } catch (cause) {
    throw failureOf(output, cause);
  }
}

async function writeNewFile(file: string, text: string, overwrite: boolean): Promise<void> {
  const { createNewFile } = await import("@transect/content");
  const output = await createNewFile({ file, overwrite });
  try {
    await output.write(Buffer.from(text));
    await output.commit();
  } finally {
    await output.abandon();
  }
}

/** Writes to standard output and waits until it takes more. */
export async function writeOut(data: string | Uint8Array): Promise<void> {
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

/**
 * Listens for standard streams that fail, from before anything is written. What standard output meets is thrown by
 * {@link writeOut} and {@link flushOut}; without standard error the work goes on, and its status still tells.
 */
export function watchStreams(): void {
  process.stdout.on("error", (cause: Error) => {
    failure ??= systemCode(cause) === "EPIPE" ? new ClosedPipeError() : failureOf("the output", cause);
    tellFailed();
  });
  process.stderr.on("error", () => {});
}

let failure: Error | undefined;
let tellFailed: () => void = () => {};
const failed = new Promise<void>((resolve) => {
  tellFailed = resolve;
});

/** Throws an {@link OutputError} for what the system said when a file was written. */
export function throwWriteFailure(file: string, cause: unknown): never {
  throw failureOf(file, cause);
}

function failureOf(where: string, cause: unknown): OutputError {
  return outputError(where, systemCode(cause), systemSentence(cause));
}

function outputError(where: string, code: string, sentence = code): OutputError {
  return new OutputError(`cannot write ${where}: ${REASONS.get(code) ?? sentence}`);
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ["EEXIST", "it exists already; add --force to replace it"],
  ["EISDIR", "it is a folder; name a file"],
  ["EINVAL", "it is no regular file"],
  ["ENOENT", "there is no such folder; make it first"],
  ["ENOTDIR", "there is no such folder; make it first"],
  ["EACCES", "permission denied (EACCES)"],
  ["EPERM", "permission denied (EPERM)"],
  ["EROFS", "the file system is read-only (EROFS)"],
  ["ENOSPC", "no space is left (ENOSPC)"],
]);

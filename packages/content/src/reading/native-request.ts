import { getSystemErrorMap } from "node:util";
import type { NativeDigestRequest, NativeDigests } from "@transect/native";
import { isBeyondPathMax } from "./open-file.js";
import type { FileToRead, ReadContext, ReadError } from "./task.js";

/** Whether the native core can open these files: it takes no path that must be opened step by step. */
export function isForNative(files: readonly FileToRead[]): boolean {
  return !files.some(({ path }) => isBeyondPathMax(path));
}

/** What is common to all requests. */
export function requestFor(
  files: readonly FileToRead[],
  { words, follow }: ReadContext,
): Pick<NativeDigestRequest, "paths" | "expected" | "follow" | "words"> {
  return { paths: joined(files.map(({ path }) => path)), expected: expectedOf(files), follow, words };
}

/** What is expected of files, all of them or none, in one column. */
function expectedOf(files: readonly FileToRead[]): Float64Array {
  if (files[0]?.expected === undefined) return new Float64Array();
  const column = new Float64Array(files.length * 4);
  let at = 0;
  for (const { expected } of files) {
    column[at++] = expected?.size ?? 0;
    column[at++] = expected?.mtimeMs ?? 0;
    column[at++] = expected?.dev ?? 0;
    column[at++] = expected?.ino ?? 0;
  }
  return column;
}

/** Texts and bytes one after the other, each with a NUL behind it. */
export function joined(parts: readonly (string | Uint8Array)[]): Uint8Array {
  if (parts.every((part) => typeof part === "string"))
    return Buffer.from(`${parts.join("\0")}${parts.length > 0 ? "\0" : ""}`);
  return Buffer.concat(parts.flatMap((part) => [typeof part === "string" ? Buffer.from(part) : part, NUL]));
}

/** What could not be read, as readers in TypeScript say it. */
export function errorsOf(faults: NativeDigests["faults"]): ReadError[] {
  return Array.from({ length: faults.length / 3 }, (_, place) => {
    const [index = 0, call = 0, reason = 0] = faults.subarray(place * 3);
    const [code, text] = CHANGES.get(reason) ?? getSystemErrorMap().get(-reason) ?? ["EIO", `error ${reason}`];
    return { index, operation: CALLS[call] ?? "read", code, message: `${code}: ${text}` };
  });
}

const NUL = Buffer.of(0);
const CALLS = ["open", "fstat", "read"];
/** `Reason` of the crate, below 0. */
const CHANGES: ReadonlyMap<number, readonly [code: string, text: string]> = new Map([
  [-1, ["ECHANGED", "it is no regular file any more"]],
  [-2, ["ECHANGED", "it changed since it was found"]],
  [-3, ["ECHANGED", "it changed while it was read"]],
  [-4, ["ECHANGED", "it is shorter than it was"]],
  [-5, ["ECHANGED", "it says that it is empty, and has no end"]],
]);

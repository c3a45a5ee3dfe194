import { getSystemErrorMap } from "node:util";
import type { NativeDigestRequest, NativeDigests } from "@transect/native";
import type { NativeDigest } from "./find-native-digest.js";
import { isBeyondPathMax } from "./open-file.js";
import type { Digests, DigestTask, FileToRead, ReadContext, ReadError } from "./task.js";

/** Whether the native core can open these files: it takes no path that must be opened step by step. */
export function isForNative(files: readonly FileToRead[]): boolean {
  return !files.some(({ path }) => isBeyondPathMax(path));
}

/** Does a task in the native core, on a thread of its own. */
export async function digestNatively(digest: NativeDigest, task: DigestTask, context: ReadContext): Promise<Digests> {
  const { algorithm, files, stretch } = task;
  const answer = await digest({ ...requestFor(files, context), algorithm, from: stretch?.[0], to: stretch?.[1] });
  return { digests: answer.digests, bytes: answer.bytes, done: answer.done, errors: errorsOf(answer) };
}

/** What is common to all requests. */
export function requestFor(
  files: readonly FileToRead[],
  { words, follow }: ReadContext,
): Omit<NativeDigestRequest, "algorithm"> {
  const expected = files.flatMap(({ expected }) =>
    expected === undefined ? [] : [expected.size, expected.mtimeMs, expected.dev, expected.ino],
  );
  return { paths: joined(files.map(({ path }) => path)), expected: Float64Array.from(expected), follow, words };
}

/** Texts and bytes one after the other, each with a NUL behind it. */
export function joined(parts: readonly (string | Uint8Array)[]): Uint8Array {
  if (parts.every((part) => typeof part === "string")) return Buffer.from(parts.map((part) => `${part}\0`).join(""));
  return Buffer.concat(parts.flatMap((part) => [typeof part === "string" ? Buffer.from(part) : part, NUL]));
}

/** What could not be read, as readers in TypeScript say it. */
export function errorsOf({ faults }: Pick<NativeDigests, "faults">): ReadError[] {
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

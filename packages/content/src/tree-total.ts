import { addBytes, type Bytes } from "@transect/core";
import type { Call } from "./call.js";
import { accessPath } from "./entry-path.js";
import { stateOf } from "./find-files.js";
import { createHasher, type HashAlgorithm, hexOf } from "./hash-algorithm.js";
import type { OrderedFile } from "./ordered-files.js";
import { errorsOf, isForNative, joined, requestFor } from "./reading/native-request.js";
import type { ReadSegment } from "./reading/read-in-order.js";

/** What comes of all files together. */
export interface Total {
  readonly files: number;
  readonly bytes: Bytes;
  /** The hash of all, in hexadecimal. */
  digest(): string;
}

/** Has the native core do all of it, where it can: nothing but the hash comes back. What failed goes to the log. */
export async function digestInOne(
  files: readonly OrderedFile[],
  { call, algorithm }: { readonly call: Call; readonly algorithm: HashAlgorithm },
): Promise<Total | undefined> {
  const toRead = files.map(({ entry }) => ({ path: accessPath(entry), expected: stateOf(entry) }));
  if (call.native === undefined || !isForNative(toRead)) return undefined;
  const context = { words: call.halt.words, follow: call.options.follow ?? false };
  const frames = joined(files.map(({ path, pathBytes }) => pathBytes ?? path));
  const answer = await call.native.digestFiles({ ...requestFor(toRead, context), algorithm, frames });
  const errors = errorsOf(answer.faults);
  for (const error of errors) {
    const file = files[error.index];
    if (file !== undefined) call.log.add(file.entry, error);
  }
  return {
    files: answer.done - errors.length,
    bytes: answer.bytes.reduce<Bytes>(addBytes, 0),
    digest: () => hexOf(answer.digests),
  };
}

/** What comes of segments together. */
export interface SegmentTotal extends Total {
  add(read: ReadSegment): void;
}

/** Hashes segments as they come, in order, and writes down what could not be read: once for each file. */
export function createTotal(
  files: readonly OrderedFile[],
  { call, algorithm }: { readonly call: Call; readonly algorithm: HashAlgorithm },
): SegmentTotal {
  const hasher = createHasher(algorithm);
  const failed = new Set<number>();
  let count = 0;
  let bytes: Bytes = 0;
  return {
    get files() {
      return count;
    },
    get bytes() {
      return bytes;
    },
    add({ planned, segment }) {
      for (const error of segment.errors) {
        const index = planned.files[error.index] ?? 0;
        const entry = files[index]?.entry;
        if (entry !== undefined && !failed.has(index)) call.log.add(entry, error);
        failed.add(index);
      }
      hasher.update(new Uint8Array(segment.memory, 0, segment.length));
      for (const [place, part] of planned.parts.entries()) {
        bytes = addBytes(bytes, (segment.bounds[place * 2 + 1] ?? 0) - (segment.bounds[place * 2] ?? 0));
        if (part.to === part.expected.size && !failed.has(planned.files[place] ?? 0)) count += 1;
      }
    },
    digest: () => hexOf(hasher.digest()),
  };
}

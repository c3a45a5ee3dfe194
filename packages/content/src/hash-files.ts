import { addBytes, type Bytes, type Completeness, type Entry } from "@transect/core";
import { type Call, runCall } from "./call.js";
import { pathOrder } from "./entry-order.js";
import { accessPath, placeOf } from "./entry-path.js";
import type { FileOptions } from "./file-options.js";
import { findFiles, sizeOf, sumOfSizes } from "./find-files.js";
import { checkAlgorithm, DIGEST_BYTES, HASH_DEFAULTS, type HashAlgorithm, hexOf } from "./hash-algorithm.js";
import type { FileHash } from "./hash-tree.js";
import { inBatches } from "./reading/batches.js";
import { performAll } from "./reading/perform-all.js";
import type { DigestTask } from "./reading/task.js";

/** Which files to hash, each for itself, and how. */
export interface HashFilesOptions extends FileOptions {
  /** Default `sha256`. */
  readonly algorithm?: HashAlgorithm | undefined;
}

/** The hashes of many files. */
export interface FileHashes {
  readonly algorithm: HashAlgorithm;
  /** In the order of the roots as given, then of paths by their bytes. */
  readonly list: readonly FileHash[];
  /** The bytes of all files that are listed. */
  readonly bytes: Bytes;
  readonly completeness: Completeness;
}

/**
 * Hashes every file below roots, each for itself: what `sha256sum` or `b3sum` prints. As fast as it can be done, on as
 * many threads as the machine has; memory stays bounded however large files are.
 *
 * A file that lies in two roots comes twice. What cannot be read, and what changes while it is read, is in
 * `completeness`. Rejects with an `OptionError` for a bad option and a `PatternError` for a bad pattern.
 */
export async function hashFiles(
  roots: string | readonly string[],
  { algorithm = HASH_DEFAULTS.algorithm, ...options }: HashFilesOptions = {},
): Promise<FileHashes> {
  checkAlgorithm(algorithm);
  return runCall(options, async (call) => {
    const found = await findFiles(roots, options, call);
    const list = await hashEach(
      pathOrder(roots).sorted(found, (entry) => entry),
      { call, algorithm },
    );
    return {
      algorithm,
      list,
      bytes: list.reduce<Bytes>((sum, { bytes }) => addBytes(sum, bytes), 0),
      completeness: call.log.finish(call.halt.state),
    };
  });
}

/** Of each digest. */
const HEX_DIGITS = DIGEST_BYTES * 2;

async function hashEach(
  files: readonly Entry[],
  { call, algorithm }: { readonly call: Call; readonly algorithm: HashAlgorithm },
): Promise<FileHash[]> {
  const hashes = new Array<FileHash | undefined>(files.length);
  call.meter.startReading(files.length, sumOfSizes(files));
  const jobs = inBatches(files, sizeOf).map(({ indexes, weight }) => {
    const entries = indexes.flatMap((index) => files[index] ?? []);
    const task = (): DigestTask => ({
      kind: "digest",
      algorithm,
      files: entries.map((entry) => ({ path: accessPath(entry) })),
    });
    return { weight, about: { indexes, entries }, task };
  });
  await performAll(jobs, call, ({ indexes, entries }, { digests, bytes, done, errors }) => {
    const failed = new Map(errors.map((error) => [error.index, error]));
    const hex = hexOf(digests);
    for (const [place, entry] of entries.slice(0, done).entries()) {
      const error = failed.get(place);
      if (error !== undefined) call.log.add(entry, error);
      else {
        const hash = hex.slice(place * HEX_DIGITS, (place + 1) * HEX_DIGITS);
        hashes[indexes[place] ?? 0] = { ...placeOf(entry), hash, bytes: bytes[place] ?? 0 };
      }
    }
  });
  return hashes.filter((hash) => hash !== undefined);
}

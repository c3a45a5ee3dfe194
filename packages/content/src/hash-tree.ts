import type { Bytes, Completeness, Place } from "@transect/core";
import { type Call, runCall } from "./call.js";
import { placeOf } from "./entry-path.js";
import { checkOption } from "./file-options.js";
import { sumOfSizes } from "./find-files.js";
import {
  checkAlgorithm,
  createHasher,
  DIGEST_BYTES,
  HASH_DEFAULTS,
  type HashAlgorithm,
  type Hasher,
  hexOf,
} from "./hash-algorithm.js";
import { findOrdered, type OrderedFile, type OrderedOptions } from "./ordered-files.js";
import { type ReadSegment, readInOrder } from "./reading/read-in-order.js";
import { createTotal, digestInOne, type Total } from "./tree-total.js";

/** Which files to hash, and how. */
export interface HashTreeOptions extends OrderedOptions {
  /** Default `sha256`. */
  readonly algorithm?: HashAlgorithm | undefined;
  /** Whether the result also lists the hash of each file. Each is read once all the same. Default false. */
  readonly each?: boolean | undefined;
}

/** The hash of one file: what `sha256sum` or `b3sum` prints. */
export interface FileHash extends Place {
  /** In hexadecimal, lower case. */
  readonly hash: string;
  /** How many bytes were hashed. */
  readonly bytes: Bytes;
}

/** The hash of a tree. */
export interface TreeHash {
  /** The root as it was given. */
  readonly root: string;
  readonly algorithm: HashAlgorithm;
  /** In hexadecimal, lower case. `undefined` unless all was read: the hash of a part would pass for that of the whole. */
  readonly hash: string | undefined;
  /** How many files were read. */
  readonly files: number;
  readonly bytes: Bytes;
  /** The hash of each file that was read, in build order; only with the option `each`. */
  readonly list?: readonly FileHash[] | undefined;
  readonly completeness: Completeness;
}

/**
 * Hashes a tree of files: one value that differs as soon as a file's bytes or path differ, or a file comes or goes.
 *
 * It is the hash over, for each file in build order: its path from the root in UTF-8 (the exact bytes, where it is not
 * valid UTF-8), a NUL, its bytes, a NUL. Nothing else bears on it: no time, mode, owner, empty folder or link. The path
 * of a root that is a file is its name.
 *
 * Threads read, one hashes: a hash over all bytes in order is no faster than that. Memory stays bounded however large
 * files are. What cannot be read, and what changes meanwhile, is in `completeness`, and leaves the result without a
 * hash. Rejects with an `OptionError` for a bad option and a `PatternError` for a bad pattern.
 */
export async function hashTree(root: string, options: HashTreeOptions = {}): Promise<TreeHash> {
  const { algorithm = HASH_DEFAULTS.algorithm, each = HASH_DEFAULTS.each, ...ordered } = options;
  checkAlgorithm(algorithm);
  checkOption("each", each, (value) => typeof value === "boolean", "true or false");
  return runCall(ordered, async (call) => {
    const files = await findOrdered(root, ordered, call);
    call.meter.startReading(files.length, sumOfSizes(files.map(({ entry }) => entry)));
    const inOne = each ? undefined : await digestInOne(files, { call, algorithm });
    const { total, list } = inOne === undefined ? await readAll(files, { call, algorithm, each }) : { total: inOne };
    const completeness = call.log.finish(call.halt.state);
    const hash = completeness.state === "complete" ? total.digest() : undefined;
    return { root, algorithm, hash, files: total.files, bytes: total.bytes, list, completeness };
  });
}

async function readAll(
  files: readonly OrderedFile[],
  { call, algorithm, each }: { readonly call: Call; readonly algorithm: HashAlgorithm; readonly each: boolean },
): Promise<{ readonly total: Total; readonly list: readonly FileHash[] | undefined }> {
  const total = createTotal(files, { call, algorithm });
  const list = each ? createFileList(files, algorithm) : undefined;
  for await (const read of readInOrder(files, { call, algorithm: each ? algorithm : undefined })) {
    total.add(read);
    list?.add(read);
  }
  return { total, list: list?.hashes };
}

/** Gathers the hash of each file out of segments. */
function createFileList(
  files: readonly OrderedFile[],
  algorithm: HashAlgorithm,
): { readonly hashes: readonly FileHash[]; add(read: ReadSegment): void } {
  const hashes: FileHash[] = [];
  /** For the one file that goes on from segment to segment. */
  let going: { readonly hasher: Hasher; bytes: number; failed: boolean } | undefined;

  return {
    hashes,
    add({ planned, segment }) {
      const failed = new Set(segment.errors.map(({ index }) => index));
      for (const [place, { from, to, expected }] of planned.parts.entries()) {
        const entry = files[planned.files[place] ?? 0]?.entry;
        const [start = 0, end = 0] = segment.bounds.subarray(place * 2);
        if (entry === undefined) continue;
        if (from === 0 && to === expected.size) {
          const digest = segment.digests.subarray(place * DIGEST_BYTES, (place + 1) * DIGEST_BYTES);
          if (!failed.has(place)) hashes.push({ ...placeOf(entry), hash: hexOf(digest), bytes: end - start });
          continue;
        }
        if (from === 0 || going === undefined) going = { hasher: createHasher(algorithm), bytes: 0, failed: false };
        going.hasher.update(new Uint8Array(segment.memory, start, end - start));
        going.bytes += end - start;
        going.failed ||= failed.has(place);
        if (to === expected.size && !going.failed) {
          hashes.push({ ...placeOf(entry), hash: hexOf(going.hasher.digest()), bytes: going.bytes });
        }
      }
    },
  };
}

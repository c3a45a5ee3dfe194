import { type Entry, WalkError, type WalkOperation } from "@transect/core";
import type { NativeAddon } from "@transect/native";
import type { PackedPaths, WalkJob } from "../backend.js";
import { stoppedAt } from "../stop.js";
import { describeErrno } from "../system-error.js";
import { entryAt } from "./native-place.js";
import { packedBatches } from "./packed-batches.js";

/** Walks natively for paths alone, with the byte `end` after each: no entry is made, here or there. */
export async function* nativePaths(addon: NativeAddon, job: WalkJob, end: number): AsyncGenerator<PackedPaths> {
  const { roots, plan, stop } = job;
  const { select } = plan;
  const entries = roots.filter((root): root is Entry => root.type !== "error");
  const given = plan.paths?.givesRoots === false ? [] : entries;
  yield packRoots(
    given.filter((root) => select === undefined || select(root)),
    roots.filter((root): root is WalkError => root.type === "error"),
    end,
  );
  const folders = entries.filter(({ type }) => type === "directory");
  for await (const packed of packedBatches({ addon, job, folders, pathEnd: end })) yield readPaths(packed, folders);
  const [first] = roots;
  if (stop.code !== undefined && first !== undefined) {
    yield packRoots([], [stoppedAt(first.type === "error" ? first.entry : first, stop.code)], end);
  }
}

function packRoots(roots: readonly Entry[], errors: readonly WalkError[], end: number): PackedPaths {
  const countOf = (type: Entry["type"]): number => roots.filter((root) => root.type === type).length;
  return {
    bytes: Buffer.from(roots.map(({ name }) => name + String.fromCharCode(end)).join("")),
    ascii: false,
    entries: roots.length,
    files: countOf("file"),
    directories: countOf("directory"),
    errors,
  };
}

/**
 * Words before the paths: how many bytes they take, how many the errors take, whether all of it is ASCII, and how many
 * entries, files and directories there are.
 */
const HEADER = 6;

/** An error as the native core writes it where only paths are wanted: `BatchError` in `batches.rs`. */
interface NativeError {
  /** The root, as a place among those that were opened. */
  readonly folder: number;
  /** The path below it. */
  readonly name: readonly number[];
  readonly operation: WalkOperation;
  readonly errno: number;
}

/** Reads what `Batch::pack_paths` in the core's `batches.rs` writes: paths with their end after each, errors as JSON. */
function readPaths({ buffer, byteOffset }: Uint8Array, folders: readonly Entry[]): PackedPaths {
  const [pathBytes = 0, errorBytes = 0, ascii = 0, entries = 0, files = 0, directories = 0] = new Uint32Array(
    buffer,
    byteOffset,
    HEADER,
  );
  const start = byteOffset + HEADER * Uint32Array.BYTES_PER_ELEMENT;
  const bytes = new Uint8Array(buffer, start, pathBytes);
  const written =
    errorBytes === 0
      ? []
      : (JSON.parse(Buffer.from(buffer, start + pathBytes, errorBytes).toString()) as NativeError[]);
  const errors = written.flatMap((error) => makeError(error, folders));
  return { bytes, ascii: ascii === 1, entries, files, directories, errors };
}

function makeError({ folder, name, operation, errno }: NativeError, folders: readonly Entry[]): WalkError[] {
  const root = folders[folder];
  if (root === undefined) return [];
  const entry = entryAt(root, Uint8Array.from(name), "other");
  return [new WalkError({ entry, operation, ...describeErrno(errno) })];
}

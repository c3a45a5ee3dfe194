import { type Entry, WalkError, type WalkOperation } from "@transect/core";
import type { NativeAddon } from "@transect/native";
import type { PathBatch, WalkJob } from "../backend.js";
import { stoppedAt } from "../stop.js";
import { describeErrno } from "../system-error.js";
import { entryAt } from "./native-place.js";
import { packedBatches } from "./packed-batches.js";

/** Walks natively for paths alone: no entry is made, here or there. */
export async function* nativePaths(addon: NativeAddon, job: WalkJob): AsyncGenerator<PathBatch> {
  const { roots, plan, stop } = job;
  const { select } = plan;
  const entries = roots.filter((root): root is Entry => root.type !== "error");
  const given = plan.paths?.givesRoots === false ? [] : entries;
  yield {
    paths: given.filter((root) => select === undefined || select(root)).map(({ name }) => name),
    errors: roots.filter((root): root is WalkError => root.type === "error"),
  };
  const folders = entries.filter(({ type }) => type === "directory");
  for await (const packed of packedBatches({ addon, job, folders, paths: true })) yield readPaths(packed, folders);
  const [first] = roots;
  if (stop.code !== undefined && first !== undefined) {
    yield { paths: [], errors: [stoppedAt(first.type === "error" ? first.entry : first, stop.code)] };
  }
}

/** Words before the paths: how many bytes they take, how many the errors take, and whether all of it is ASCII. */
const HEADER = 4;

/** An error as the native core writes it where only paths are wanted: `BatchError` in `batches.rs`. */
interface NativeError {
  /** The root, as a place among those that were opened. */
  readonly folder: number;
  /** The path below it. */
  readonly name: readonly number[];
  readonly operation: WalkOperation;
  readonly errno: number;
}

/** Reads what `Batch::pack_paths` in the core's `batches.rs` writes: paths with a NUL after each, and errors as JSON. */
function readPaths(packed: Uint8Array, folders: readonly Entry[]): PathBatch {
  const { buffer, byteOffset } = packed;
  const [pathBytes = 0, errorBytes = 0, ascii = 0] = new Uint32Array(buffer, byteOffset, HEADER);
  const start = byteOffset + HEADER * Uint32Array.BYTES_PER_ELEMENT;
  const text = Buffer.from(buffer, start, pathBytes).toString(ascii === 1 ? "latin1" : "utf8");
  const paths = text.split("\0");
  // There is a NUL after the last one as well.
  paths.pop();
  if (errorBytes === 0) return { paths, errors: [] };
  const written = JSON.parse(Buffer.from(buffer, start + pathBytes, errorBytes).toString()) as NativeError[];
  return { paths, errors: written.flatMap((error) => makeError(error, folders)) };
}

function makeError({ folder, name, operation, errno }: NativeError, folders: readonly Entry[]): WalkError[] {
  const root = folders[folder];
  if (root === undefined) return [];
  const entry = entryAt(root, Uint8Array.from(name), "other");
  return [new WalkError({ entry, operation, ...describeErrno(errno) })];
}

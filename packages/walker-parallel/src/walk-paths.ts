import { type Entry, OptionError, rootedPath, type WalkError } from "@transect/core";
import type { PackedPaths } from "./backend.js";
import type { WalkOptions } from "./options.js";
import { prepareWalk } from "./prepared-walk.js";
import { createProgressMeter, type Gain } from "./progress-meter.js";
import { gainOfSteps } from "./step-gain.js";
import { walkBatches } from "./walk.js";

/** What {@link walkPaths} does beside walking. Of its progress `apparentBytes` stays 0: no sizes come with paths. */
export interface PathWalkOptions extends Omit<WalkOptions, "stat"> {
  /** Told what could not be read, and that the walk was stopped. Without it the first such error ends the walk, thrown. */
  readonly onError?: ((error: WalkError) => void) | undefined;
}

/** What {@link walkPathBytes} does beside walking. */
export interface PathBytesOptions extends PathWalkOptions {
  /** What comes after each path: a NUL, which no path has in it, or a newline, which one may have. Default: NUL. */
  readonly terminator?: "\0" | "\n" | undefined;
}

/** The defaults of {@link PathBytesOptions}. */
export const PATH_BYTES_DEFAULTS: Required<Pick<PathBytesOptions, "terminator">> = { terminator: "\0" };

/**
 * The paths that a walk gives, in batches, each with its root in front as `find` prints it: the fastest way to have
 * every path as text. The order is that of {@link walkBatches}.
 *
 * A name that is not valid UTF-8 reads with U+FFFD in the place of what is not; {@link walkPathBytes} has its bytes.
 *
 * Throws an `OptionError` for a bad option, at once.
 */
export function walkPaths(
  roots: string | readonly string[],
  options: PathWalkOptions = {},
): AsyncGenerator<readonly string[]> {
  const pathOf = createPathJoiner();
  return walkAs(roots, options, {
    end: 0,
    ofPacked({ bytes, ascii }) {
      const { buffer, byteOffset, byteLength } = bytes;
      const paths = Buffer.from(buffer, byteOffset, byteLength)
        .toString(ascii ? "latin1" : "utf8")
        .split("\0");
      // There is a NUL after the last one as well.
      paths.pop();
      return paths;
    },
    ofEntries: (entries) => entries.map(pathOf),
  });
}

/**
 * As {@link walkPaths}, in the very bytes that the file system has, and with a terminator after each path: what `find`
 * prints, and `find -print0`. To be written to a file or a pipe as it is: no path becomes a string on the way where the
 * core is native.
 */
export function walkPathBytes(
  roots: string | readonly string[],
  options: PathBytesOptions = {},
): AsyncGenerator<Uint8Array> {
  const { terminator = PATH_BYTES_DEFAULTS.terminator, ...rest } = options;
  if (terminator !== "\0" && terminator !== "\n") {
    throw new OptionError({ option: "terminator", value: terminator, expected: '"\\0" or "\\n"' });
  }
  const pathOf = createPathJoiner();
  return walkAs(roots, rest, {
    end: terminator.charCodeAt(0),
    ofPacked: ({ bytes }) => bytes,
    ofEntries(entries) {
      const text = entries.map((entry) => pathOf(entry) + terminator).join("");
      // Wherever a text does not give all bytes back it says so with this character.
      if (!text.includes("\uFFFD")) return Buffer.from(text);
      return Buffer.concat(entries.flatMap((entry) => [exactPath(entry), Buffer.from(terminator)]));
    },
  });
}

/** A way to hand on paths. */
interface PathForm<T> {
  /** The byte after each packed path. */
  readonly end: number;
  ofPacked(packed: PackedPaths): T;
  ofEntries(entries: readonly Entry[]): T;
}

/** Some paths of a walk, and what else there is to say. */
interface PathBatch<T> {
  readonly paths: T;
  readonly gain: Gain;
  readonly errors: readonly WalkError[];
}

/** Checks everything now; walks when asked for the first batch. */
function walkAs<T>(
  roots: string | readonly string[],
  { onError = fail, ...options }: PathWalkOptions,
  form: PathForm<T>,
): AsyncGenerator<T> {
  const { backend, run } = prepareWalk(roots, options);
  const { paths: pack } = backend;
  // A filter is asked of entries.
  return given(
    pack === undefined || options.filter !== undefined
      ? fromEntries(walkBatches(roots, { ...options, onProgress: undefined }))
      : fromPacked(run((job) => pack(job, form.end))),
  );

  async function* given(batches: AsyncIterable<PathBatch<T>>): AsyncGenerator<T> {
    const meter = createProgressMeter(options);
    for await (const { paths, gain, errors } of batches) {
      for (const error of errors) onError(error);
      meter?.(gain);
      if (gain.entries > 0) yield paths;
    }
  }

  async function* fromPacked(batches: AsyncIterable<PackedPaths>): AsyncGenerator<PathBatch<T>> {
    for await (const packed of batches) {
      const { entries, files, directories, errors } = packed;
      const directory = (): string => lastDirectory(packed.bytes);
      const gain = { entries, files, directories, apparentBytes: 0, errors: errors.length, directory };
      yield { paths: form.ofPacked(packed), gain, errors };
    }
  }

  async function* fromEntries(batches: ReturnType<typeof walkBatches>): AsyncGenerator<PathBatch<T>> {
    for await (const batch of batches) {
      const entries = batch.filter((item): item is Entry => item.type !== "error");
      const errors = batch.filter((item): item is WalkError => item.type === "error");
      yield { paths: form.ofEntries(entries), gain: { ...gainOfSteps(batch), apparentBytes: 0 }, errors };
    }
  }
}

/** The directory that the last one of packed paths lies in. */
function lastDirectory(bytes: Uint8Array): string {
  const packed = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = packed.at(-1) ?? 0;
  const path = packed.toString("utf8", packed.lastIndexOf(end, -2) + 1, packed.length - 1);
  const slash = path.lastIndexOf("/");
  // The only one may be at the front.
  return slash === -1 ? path : path.slice(0, Math.max(1, slash));
}

/** An entry's path with its root in front, in the bytes of the file system. */
function exactPath({ root, path, pathBytes }: Entry): Uint8Array {
  if (pathBytes === undefined) return Buffer.from(rootedPath(root.name, path));
  return Buffer.concat([Buffer.from(rootedPath(root.name, "")), pathBytes]);
}

/** Joins paths of entries that come folder by folder: what goes before a name is made once for each folder. */
function createPathJoiner(): (entry: Entry) => string {
  const prefixes = new WeakMap<Entry, string>();
  let lastParent: Entry | undefined;
  let lastPrefix = "";

  return ({ parent, name }) => {
    if (parent === undefined) return name;
    if (parent !== lastParent) {
      lastPrefix = prefixOf(parent);
      lastParent = parent;
    }
    return lastPrefix + name;
  };

  function prefixOf(directory: Entry): string {
    const known = prefixes.get(directory);
    if (known !== undefined) return known;
    const above = directory.parent === undefined ? undefined : prefixes.get(directory.parent);
    const prefix =
      above === undefined
        ? rootedPath(rootedPath(directory.root.name, directory.path), "")
        : `${above}${directory.name}/`;
    prefixes.set(directory, prefix);
    return prefix;
  }
}

function fail(error: WalkError): never {
  throw new Error(`${error.path}: ${error.message}`, { cause: error });
}

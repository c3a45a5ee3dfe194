import { realpathSync } from "node:fs";
import path from "node:path";
import { type Awaitable, addBytes, type Bytes, OptionError, type Place } from "@transect/core";
import { BuildError, incompleteBuild } from "./build-error.js";
import { type BuildOutput, type OutputState, openOutput } from "./build-output.js";
import { BINARY_FILES, type BinaryFiles, createBuildText } from "./build-text.js";
import { runCall } from "./call.js";
import { accessPath, placeOf } from "./entry-path.js";
import { checkChoice, checkOption } from "./file-options.js";
import { sumOfSizes } from "./find-files.js";
import { checkAlgorithm, HASH_DEFAULTS, type HashAlgorithm } from "./hash-algorithm.js";
import { isPartialOf } from "./new-file.js";
import { findOrdered, type OrderedFile, type OrderedOptions } from "./ordered-files.js";
import { readInOrder } from "./reading/read-in-order.js";
import { SEPARATORS, type Separator } from "./separator.js";
import { createTotal } from "./tree-total.js";

/** Which files to put into one, how, and where that one goes. */
export interface BuildOptions extends OrderedOptions {
  /** The folder that paths are relative to. Default `.`. */
  readonly root?: string | undefined;
  /** The file to write. Without it `write` takes the bytes. It is never one of its own inputs. */
  readonly output?: string | undefined;
  /** Takes the bytes as they come, where there is no `output`. It has them before it is known that all can be read. */
  readonly write?: ((bytes: Uint8Array) => Awaitable<void>) | undefined;
  /** Whether an output that is there and differs is replaced. Where not, that is an error. Default false. */
  readonly overwrite?: boolean | undefined;
  /** Whether to find out only if the output is as it should be, and to write nothing. Default false. */
  readonly dryRun?: boolean | undefined;
  /** What the build begins with. It gets a newline at its end if it has none. Default: nothing. */
  readonly header?: string | undefined;
  /** What goes before each file. Default `block`. */
  readonly separator?: Separator | undefined;
  /** What to do with files that are no text: no UTF-8, or a NUL, in their first 8,000 bytes. Default `refuse`. */
  readonly binary?: BinaryFiles | undefined;
  /** By what the files are hashed. Default `sha256`. */
  readonly algorithm?: HashAlgorithm | undefined;
}

/** The defaults of {@link BuildOptions} that are not those of the files' choice and order. */
export const BUILD_DEFAULTS: {
  readonly root: string;
  readonly overwrite: boolean;
  readonly dryRun: boolean;
  readonly header: string;
  readonly separator: Separator;
  readonly binary: BinaryFiles;
} = { root: ".", overwrite: false, dryRun: false, header: "", separator: "block", binary: "refuse" };

/** What came of a build. */
export interface BuildResult {
  /**
   * `written`; `unchanged` where the output was so already, and was not touched; `outdated` where it is not as it
   * should be and only that was to be found out.
   */
  readonly state: OutputState;
  readonly algorithm: HashAlgorithm;
  /** The hash of all that went in, as `hashTree` gives it for the same files. */
  readonly hash: string;
  /** How many files went in, those that were left out for being no text included. */
  readonly files: number;
  /** How many bytes came out. */
  readonly bytes: Bytes;
  /** The files that were left out for being no text. */
  readonly leftOut: readonly Place[];
}

/**
 * Puts many files into one, in order: a header, then each file behind its separator, with a newline at its end. The
 * bytes depend on the options and the files' paths and bytes alone: no time and no machine goes in. A byte order mark at
 * a file's beginning is left out, and nothing else of a file is changed.
 *
 * Each file is read once. An output that is so already is not touched, not even its time; a new one is written beside
 * it and takes its place at the end, at once, with the permissions of the old one.
 *
 * Rejects with a {@link BuildError}, and leaves everything as it was, where a file cannot be read, changes meanwhile or
 * is refused, where no file is chosen, where the output may not be replaced or cannot be written, and where the build
 * is stopped. Rejects with an `OptionError` for a bad option and a `PatternError` for a bad pattern.
 */
export async function buildFile(options: BuildOptions): Promise<BuildResult> {
  checkBuild(options);
  const { root = BUILD_DEFAULTS.root, output, algorithm = HASH_DEFAULTS.algorithm } = options;
  const { separator = BUILD_DEFAULTS.separator, binary = BUILD_DEFAULTS.binary } = options;
  return runCall(options, async (call) => {
    const chosen = withoutOutput(await findOrdered(root, orderedOptions(options), call), output);
    failIfIncomplete();
    if (chosen.length === 0) throw new BuildError("empty", `nothing was built: no file was chosen below ${root}`);
    const total = createTotal(chosen, { call, algorithm });
    const text = createBuildText(chosen, { call, separator, binary });
    call.meter.startReading(chosen.length, sumOfSizes(chosen.map(({ entry }) => entry)));
    const sink = await openSink(options);
    let bytes: Bytes = 0;
    try {
      await put(headerOf(options));
      for await (const read of readInOrder(chosen, { call })) {
        total.add(read);
        const added = text.add(read);
        // What cannot be read any more is still looked for: all of it is told.
        if (call.log.count === 0) await put(added);
      }
      failIfIncomplete();
      const state = await sink.finish();
      return { state, algorithm, hash: total.digest(), files: total.files, bytes, leftOut: text.leftOut.map(placeOf) };
    } finally {
      await sink.dispose();
    }

    async function put(added: Uint8Array): Promise<void> {
      if (added.length > 0) await sink.write(added);
      bytes = addBytes(bytes, added.length);
    }

    function failIfIncomplete(): void {
      const completeness = call.log.finish(call.halt.state);
      if (completeness.state !== "complete") throw incompleteBuild(completeness);
    }
  });
}

function checkBuild(options: BuildOptions): void {
  const { root, output, write, separator, binary, dryRun } = options;
  const isPath = (value: unknown): boolean => typeof value === "string" && value !== "" && !value.includes("\0");
  checkOption("root", root, isPath, "a path, not empty");
  checkOption("output", output, isPath, "a path, not empty");
  checkOption("write", write, (value) => typeof value === "function", "a function");
  if ((output === undefined) === (write === undefined)) {
    throw new OptionError({ option: "output", value: output, expected: "a path, or the option write in its place" });
  }
  for (const option of ["overwrite", "dryRun"] as const) {
    checkOption(option, options[option], (value) => typeof value === "boolean", "true or false");
  }
  if (dryRun && output === undefined) {
    throw new OptionError({ option: "dryRun", value: dryRun, expected: "false without an output" });
  }
  checkOption("header", options.header, (value) => typeof value === "string", "a text");
  checkChoice("binary", binary, BINARY_FILES);
  checkAlgorithm(options.algorithm);
  if (typeof separator !== "object") checkChoice("separator", separator, SEPARATORS);
  else checkOption("separator.template", separator.template, (value) => typeof value === "string", "a text");
  if (binary === "name" && separator === "none") {
    throw new OptionError({ option: "binary", value: binary, expected: "another way where there is no separator" });
  }
}

/** The options that choose files and put them in order. */
function orderedOptions(options: BuildOptions): OrderedOptions {
  const { root, output, write, overwrite, dryRun, header, separator, binary, algorithm, ...ordered } = options;
  return ordered;
}

function headerOf({ header = BUILD_DEFAULTS.header }: BuildOptions): Uint8Array {
  return Buffer.from(header === "" || header.endsWith("\n") ? header : `${header}\n`);
}

async function openSink({ output, write, overwrite, dryRun }: BuildOptions): Promise<BuildOutput> {
  if (output !== undefined) {
    return openOutput({
      output,
      overwrite: overwrite ?? BUILD_DEFAULTS.overwrite,
      dryRun: dryRun ?? BUILD_DEFAULTS.dryRun,
    });
  }
  return {
    write: async (bytes) => write?.(bytes),
    finish: async () => "written",
    dispose: async () => {},
  };
}

/** The files without the output, and without what a build of it left behind that was killed. */
function withoutOutput(files: readonly OrderedFile[], output: string | undefined): readonly OrderedFile[] {
  if (output === undefined) return files;
  const target = realPath(output);
  const [folder, name] = [path.dirname(target), path.basename(target)];
  return files.filter(({ entry }) => {
    const own = path.basename(entry.name);
    if (own !== name && !isPartialOf(own, name)) return true;
    const found = realPath(Buffer.from(accessPath(entry)).toString());
    return found !== target && !(isPartialOf(own, name) && path.dirname(found) === folder);
  });
}

/** The path with its links resolved; of a file that is not there, that of its folder. */
function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    const { dir, base } = path.parse(path.resolve(file));
    try {
      return path.join(realpathSync(dir), base);
    } catch {
      return path.join(dir, base);
    }
  }
}

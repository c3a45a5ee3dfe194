import process from "node:process";
import type { FileOptions, OrderedOptions } from "@transect/content";
import { type Capped, type Place, type ReportedError, rootedPath } from "@transect/core";
import { type Command, Option } from "commander";
import { EXIT, type ExitStatus } from "./exit-status.js";
import { interruptSignal } from "./interrupt.js";
import { createReadingLine } from "./progress-line.js";
import { repeated, toWalkOptions, type WalkFlags } from "./walk-flags.js";

/** Hashes and orders by name. Not taken from the package: it is loaded only once there is something to read. */
const ALGORITHMS: readonly NonNullable<ContentFlags["algorithm"]>[] = ["sha256", "blake3"];
const ORDERS: readonly NonNullable<OrderedOptions["sort"]>[] = ["path", "hex"];

/** The options of the verbs that put files in order, as they are given. */
export interface ContentFlags extends WalkFlags {
  readonly algorithm?: "sha256" | "blake3";
  readonly include?: readonly string[];
  readonly recursive: boolean;
  readonly sort?: "path" | "hex";
}

/** Adds the options of {@link ContentFlags} that are not those of a walk to a verb. */
export function addContentFlags(command: Command): Command {
  return command
    .addOption(new Option("-a, --algorithm <name>", "hash by this (default: sha256)").choices(ALGORITHMS))
    .addOption(
      new Option(
        "-i, --include <path>",
        "only this folder or file below the root; may be given again, and comes in that order",
      ).argParser(repeated),
    )
    .option("--no-recursive", "leave out folders in those that are included")
    .addOption(
      new Option("--sort <order>", "by paths, or by numbers that names begin with (default: path)").choices(ORDERS),
    );
}

/** The options that the flags stand for: what is included comes in the order in which it was given. */
export function toOrderedOptions(
  flags: ContentFlags,
): OrderedOptions & { algorithm?: "sha256" | "blake3" | undefined } {
  return {
    ...toFileOptions(flags),
    algorithm: flags.algorithm,
    include: flags.include?.map((path, order) => ({ path, order })),
    recursive: flags.recursive,
    sort: flags.sort,
  };
}

/** The walk's flags as options of a call that reads files. */
export function toFileOptions(flags: WalkFlags): FileOptions {
  const { types, stat, source, descend, onProgress, progressInterval, ...options } = toWalkOptions(flags);
  return options;
}

/** Runs what reads files, with a signal that an interrupt aborts and with progress on a terminal. */
export async function withProgress<T>(
  flags: WalkFlags,
  run: (options: Required<Pick<FileOptions, "signal" | "onProgress">>) => Promise<T>,
): Promise<T> {
  const progress = createReadingLine({ wanted: flags.progress !== false });
  const options = { signal: interruptSignal(), onProgress: progress?.onProgress };
  return run(options).finally(() => progress?.clear());
}

/** Says on standard error what could not be read, one line each, and how many more there were. */
export async function tellErrors(errors: Pick<Capped<ReportedError>, "leftOut" | "list">): Promise<void> {
  if (errors.list.length === 0 && errors.leftOut === 0) return;
  const { describeErrors } = await import("./describe-errors.js");
  process.stderr.write(describeErrors(errors));
}

/** The exit status for what came of reading files: nothing done where there is nothing to show for it. */
export function statusOf(complete: boolean, files: number): ExitStatus {
  if (complete) return EXIT.complete;
  return files === 0 ? EXIT.nothing : EXIT.partial;
}

/** A place's path with its root in front; bytes where it is not valid UTF-8. */
export function exactPath({ root, path, pathBase64 }: Place): string | Uint8Array {
  if (pathBase64 === undefined) return rootedPath(root, path);
  return Buffer.concat([Buffer.from(rootedPath(root, "")), Buffer.from(pathBase64, "base64")]);
}

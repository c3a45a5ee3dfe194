import { type Bytes, type EntryType, parseSize, SIZE_SYNTAX } from "@transect/core";
import type { BackendName, IgnoreSource, WalkOptions } from "@transect/walker-parallel";
import { Command, InvalidArgumentError, Option } from "commander";
import { DURATION_SYNTAX, MOMENT_SYNTAX, parseDuration, parseMoment } from "./parse-time.js";

/** The options that say how to walk, as they are given. */
export interface RunFlags {
  readonly maxDuration?: number;
  readonly backend?: BackendName;
  readonly jobs?: number;
  readonly progress?: boolean;
}

/** {@link RunFlags}, with the options that say what there is to see. */
export interface ViewFlags extends RunFlags {
  readonly maxDepth?: number;
  readonly hidden: boolean;
  readonly follow?: true;
  readonly oneFileSystem?: true;
  readonly exclude?: readonly string[];
  readonly dot?: true;
  readonly ignore?: IgnoreSource;
}

/** {@link ViewFlags}, with the options that choose entries out of what there is to see. */
export interface WalkFlags extends ViewFlags {
  readonly type?: readonly EntryType[];
  readonly match?: readonly string[];
  readonly minSize?: Bytes;
  readonly maxSize?: Bytes;
  readonly newerThan?: Date;
  readonly olderThan?: Date;
  readonly ext?: readonly string[];
}

/** Adds the options of {@link WalkFlags} to a verb, but for those that mean nothing to it. */
export function addWalkFlags(command: Command, without: readonly (keyof WalkFlags)[] = []): Command {
  const names: readonly string[] = without;
  const { options } = addViewFlags(addSelectionFlags(new Command()));
  for (const option of options) if (!names.includes(option.attributeName())) command.addOption(option);
  return command;
}

/** Adds the options of {@link ViewFlags} to a verb. */
export function addViewFlags(command: Command): Command {
  command
    .addOption(new Option("-d, --max-depth <depth>", "go down no further: 0 is the root alone").argParser(parseCount))
    .option("--no-hidden", "leave out names that begin with a dot, and all below them")
    .option("-L, --follow", "look through symbolic links; each real folder is visited once")
    .option("-x, --one-file-system", "stay on the root's file system")
    .addOption(
      new Option(
        "-X, --exclude <glob>",
        "leave out what this glob matches, and all below; may be given again",
      ).argParser(repeated),
    )
    .option("--dot", "let * and ** in globs match hidden names too")
    .addOption(
      new Option("--ignore <rules>", "leave out what git ignores: git; or by files of these names").argParser(
        parseIgnoreSource,
      ),
    );
  return addRunFlags(command);
}

/** Adds the options of {@link RunFlags} to a verb. */
export function addRunFlags(command: Command): Command {
  return command
    .addOption(
      new Option("--max-duration <time>", "stop after this long, such as 30s, with what was found").argParser(duration),
    )
    .addOption(new Option("--backend <name>", "how to walk; see transect backends").choices(BACKENDS))
    .addOption(
      new Option(
        "-j, --jobs <count>",
        "most workers (default: as many as there are cores, and more where they wait)",
      ).argParser(parseJobs),
    )
    .option("--progress", "show progress on a terminal, as is usual")
    .option("--no-progress", "show no progress, even on a terminal");
}

function addSelectionFlags(command: Command): Command {
  const before = Date.now();
  return command
    .addOption(
      new Option("-t, --type <types>", "only entries of these types: file, directory, symlink, other").argParser(types),
    )
    .addOption(
      new Option("-e, --ext <extensions>", "only files with these extensions, such as ts,js").argParser(listed),
    )
    .addOption(
      new Option("-m, --match <glob>", "only what this glob matches, from the root; may be given again").argParser(
        repeated,
      ),
    )
    .addOption(new Option("--min-size <size>", "only files of this size or more, such as 1.5M").argParser(size))
    .addOption(new Option("--max-size <size>", "only files of this size or less").argParser(size))
    .addOption(
      new Option("--newer-than <time>", "only what was modified since: a date, or an age such as 2d").argParser(moment),
    )
    .addOption(new Option("--older-than <time>", "only what was modified before").argParser(moment));

  function moment(text: string): Date {
    return parsed(parseMoment(text, before), MOMENT_SYNTAX);
  }
}

/** The walk's options that the flags stand for. */
export function toWalkOptions(flags: WalkFlags): WalkOptions {
  return {
    ...toViewOptions(flags),
    ...toRunOptions(flags),
    types: flags.type,
    extensions: flags.ext,
    match: flags.match,
    minSize: flags.minSize,
    maxSize: flags.maxSize,
    modifiedAfter: flags.newerThan,
    modifiedBefore: flags.olderThan,
  };
}

/** The options of the walk that say what there is to see. */
export function toViewOptions(
  flags: ViewFlags,
): Pick<WalkOptions, "maxDepth" | "hidden" | "follow" | "oneFileSystem" | "exclude" | "globOptions" | "ignore"> {
  return {
    maxDepth: flags.maxDepth,
    hidden: flags.hidden,
    follow: flags.follow,
    oneFileSystem: flags.oneFileSystem,
    exclude: flags.exclude,
    globOptions: { dot: flags.dot ?? false },
    ignore: flags.ignore,
  };
}

/** The options of the walk that say how to walk. */
export function toRunOptions(flags: RunFlags): Pick<WalkOptions, "maxDuration" | "backend" | "jobs"> {
  return { maxDuration: flags.maxDuration, backend: flags.backend, jobs: flags.jobs };
}

/** Backends by name, the fastest first. Not taken from the walker: it is loaded only once there is something to walk. */
const BACKENDS: readonly BackendName[] = ["auto", "native", "threads", "sequential"];

/** The most workers that can be asked for: beyond that it is a slip. */
const MOST_JOBS = 1024;

/** Types by the names and letters that `find` and `fd` know them by. */
export const TYPES: ReadonlyMap<string, EntryType> = new Map([
  ["file", "file"],
  ["directory", "directory"],
  ["symlink", "symlink"],
  ["other", "other"],
  ["f", "file"],
  ["d", "directory"],
  ["l", "symlink"],
]);

function types(text: string, before: readonly EntryType[] = []): EntryType[] {
  const expected = `one or more of ${[...TYPES.keys()].join(", ")}, with commas between them`;
  return [...before, ...text.split(",").map((type) => parsed(TYPES.get(type), expected))];
}

function listed(text: string, before: readonly string[] = []): string[] {
  return [...before, ...text.split(",")];
}

/** Gathers the values of an option that may be given again. */
export function repeated(text: string, before: readonly string[] = []): string[] {
  return [...before, text];
}

/** Reads which ignore rules to take: `git`, or the names of files with git's syntax. */
export function parseIgnoreSource(text: string): IgnoreSource {
  if (text === "git") return text;
  const names = text.split(",");
  return parsed(names.every((name) => name !== "" && !name.includes("/")) ? names : undefined, IGNORE_SYNTAX);
}

const IGNORE_SYNTAX = "git, or names of ignore files such as .dockerignore, with commas between them";

function size(text: string): Bytes {
  return parsed(parseSize(text), SIZE_SYNTAX);
}

function duration(text: string): number {
  return parsed(parseDuration(text), DURATION_SYNTAX);
}

/** Reads a whole number from 0 on, for an option's value. */
export function parseCount(text: string): number {
  return parsed(/^\d{1,15}$/.test(text) ? Number(text) : undefined, "a whole number from 0 on");
}

function parseJobs(text: string): number {
  const count = parseCount(text);
  return parsed(count >= 1 && count <= MOST_JOBS ? count : undefined, `a whole number from 1 to ${MOST_JOBS}`);
}

function parsed<T>(value: T | undefined, expected: string): T {
  if (value === undefined) throw new InvalidArgumentError(`Expected ${expected}.`);
  return value;
}

import type { Bytes, ResolvedProfileOptions } from "@transect/core";
import { globSet, type Program } from "@transect/matcher";
import type { IgnoreSource } from "../ignore-tracker.js";
import type { Jobs } from "../jobs.js";
import { type ProfileOptions, WALK_DEFAULTS } from "../options.js";
import { withDot } from "../selection.js";

/** A root as the native core takes it. */
interface NativeRoot {
  readonly path: string;
  /** It lies in another root, or is another one again: it gets totals of its own and is left out of all else. */
  readonly nested: boolean;
}

/** What {@link nativeRequest} makes a request of. */
export interface NativeRequestInit {
  readonly roots: readonly NativeRoot[];
  readonly jobs: Jobs;
  readonly options: Omit<ProfileOptions, "sizes">;
  readonly keep: ResolvedProfileOptions;
  /** Whether sizes, times and links are read. */
  readonly sizes: boolean;
}

/** Writes down for the native core what was asked for: `Request` in the core's `request.rs`, field for field. */
export function nativeRequest({ roots, jobs, options, keep, sizes }: NativeRequestInit): string {
  const request = {
    roots,
    jobs: jobs.most,
    eager: jobs.eager,
    maxDepth: limit(options.maxDepth ?? WALK_DEFAULTS.maxDepth),
    hidden: options.hidden ?? WALK_DEFAULTS.hidden,
    follow: options.follow ?? WALK_DEFAULTS.follow,
    oneFileSystem: options.oneFileSystem ?? WALK_DEFAULTS.oneFileSystem,
    types: options.types,
    extensions: options.extensions?.map(withDot),
    minSize: size(options.minSize),
    maxSize: size(options.maxSize),
    modifiedAfter: time(options.modifiedAfter),
    modifiedBefore: time(options.modifiedBefore),
    matching: program(options.match, options),
    exclude: program(options.exclude, options),
    ignore: rules(options.ignore),
    wouldIgnore: rules(options.wouldIgnore),
    sizes,
    hardLinks: keep.hardLinks,
    top: Math.min(keep.top, MOST_ROWS),
    listLimit: Math.min(keep.listLimit, MOST_ROWS),
    treeDepth: limit(keep.treeDepth),
    treeShare: keep.treeShare,
    trace: options.trace ?? false,
  };
  return JSON.stringify(request);
}

/** More rows than anything can have. */
const MOST_ROWS = 0xffff_ffff;

/** No depth comes near 32 bits: what does not fit is no limit. */
function limit(depth: number): number | null {
  return depth < MOST_ROWS ? depth : null;
}

/** Sizes may be beyond what JSON's readers take for exact: they cross as text. */
function size(bytes: Bytes | undefined): string | undefined {
  return bytes?.toString();
}

/** Milliseconds since 1970. JSON has no infinities: a bound that bounds nothing is left out. */
function time(moment: Date | number | undefined): number | undefined {
  const milliseconds = moment === undefined ? undefined : Number(moment);
  return Number.isFinite(milliseconds) ? milliseconds : undefined;
}

function program(
  globs: string | readonly string[] | undefined,
  options: Pick<ProfileOptions, "globOptions">,
): Program | undefined {
  if (globs === undefined) return undefined;
  return globSet(typeof globs === "string" ? [globs] : globs, options.globOptions).program;
}

/** Which ignore files the core is to read: `IgnoreRequest`. */
function rules(source: IgnoreSource | undefined): { git: boolean; names: readonly string[] } | undefined {
  if (source === undefined) return undefined;
  return source === "git" ? { git: true, names: [".gitignore"] } : { git: false, names: source };
}

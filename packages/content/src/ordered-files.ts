import { baseName, type Entry, OptionError, rootedPath, WalkError } from "@transect/core";
import { localSource, type WalkOptions } from "@transect/walker-parallel";
import { BUILD_ORDERS, type BuildOrder, orderKey, pathKey } from "./build-order.js";
import type { Call } from "./call.js";
import { checkChoice, checkOption, type FileOptions } from "./file-options.js";
import { findFiles } from "./find-files.js";

/** A folder or a file that a build takes, with what holds for it alone. */
export interface IncludedPath {
  /** The path below the root, separated by `/`. */
  readonly path: string;
  /** Globs of the paths to take, from this folder. Default: the option `match`. */
  readonly match?: WalkOptions["match"];
  /** Globs of the paths to leave out, from this folder. Default: the option `exclude`. */
  readonly exclude?: WalkOptions["exclude"];
  /** Whether folders in it are opened. Default: the option `recursive`. */
  readonly recursive?: boolean | undefined;
  /** All files of a smaller order come before those of a larger one, whatever their paths. Default 0. */
  readonly order?: number | undefined;
  /** Whether it may be missing. Where not, that is an error. Default false. */
  readonly optional?: boolean | undefined;
}

/** Which files make up a whole, and in which order. */
export interface OrderedOptions extends FileOptions {
  /**
   * Folders and files below the root. A file that several of them give is taken once: for the one with the least
   * `order`, and of those with the same for the first. Default: the root itself.
   */
  readonly include?: readonly (string | IncludedPath)[] | undefined;
  /** Whether folders below those included are opened. Default true. */
  readonly recursive?: boolean | undefined;
  /** How files of the same `order` are ordered. Default `path`. */
  readonly sort?: BuildOrder | undefined;
}

/** The defaults of {@link OrderedOptions}. */
export const ORDERED_DEFAULTS: {
  readonly include: readonly IncludedPath[];
  readonly recursive: boolean;
  readonly sort: BuildOrder;
} = { include: [{ path: "." }], recursive: true, sort: "path" };

/** A file at its place in a whole. */
export interface OrderedFile {
  readonly entry: Entry;
  /** The path below the root of the whole; for a root that is a file, its name. */
  readonly path: string;
  /** The exact bytes of the path, only where it is not valid UTF-8. */
  readonly pathBytes: Uint8Array | undefined;
}

/** Finds the files of a whole and puts them in order. Rejects with an `OptionError` for the first bad option. */
export async function findOrdered(
  root: string,
  { include = ORDERED_DEFAULTS.include, recursive = ORDERED_DEFAULTS.recursive, sort, ...options }: OrderedOptions,
  call: Call,
): Promise<OrderedFile[]> {
  checkChoice("sort", sort, BUILD_ORDERS);
  checkOption("recursive", recursive, (value) => typeof value === "boolean", "true or false");
  const found = new Map<string, { readonly file: OrderedFile; readonly order: number; readonly key: string }>();
  for (const included of readIncludes(include).sort((a, b) => (a.order ?? 0) - (b.order ?? 0))) {
    const start = included.path === "" ? root : rootedPath(root, included.path);
    if (included.optional && (await isMissing(start))) continue;
    const own = {
      ...options,
      match: included.match ?? options.match,
      exclude: included.exclude ?? options.exclude,
      ...((included.recursive ?? recursive) ? {} : { maxDepth: Math.min(1, options.maxDepth ?? 1) }),
    };
    for (const entry of await findFiles(start, own, call)) {
      const file = placedIn(entry, included.path);
      const key = pathKey(file);
      if (found.has(key)) continue;
      found.set(key, { file, order: included.order ?? 0, key: orderKey(key, sort ?? ORDERED_DEFAULTS.sort) });
    }
  }
  return [...found.values()]
    .sort((a, b) => a.order - b.order || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ file }) => file);
}

/** A file with its path below the root of the whole, of which the walk saw only what lies below an included path. */
function placedIn(entry: Entry, prefix: string): OrderedFile {
  if (entry.parent === undefined) return { entry, path: prefix || baseName(entry.name), pathBytes: undefined };
  const { path, pathBytes } = entry;
  if (prefix === "") return { entry, path, pathBytes };
  return {
    entry,
    path: `${prefix}/${path}`,
    pathBytes: pathBytes && Buffer.concat([Buffer.from(`${prefix}/`), pathBytes]),
  };
}

function readIncludes(include: readonly (string | IncludedPath)[]): IncludedPath[] {
  checkOption("include", include, (value) => Array.isArray(value) && value.length > 0, "an array of paths, not empty");
  return include.map((item, index) => {
    const included: IncludedPath = typeof item === "string" ? { path: item } : item;
    const option = `include[${index}]`;
    checkOption(option, included, (value) => typeof value === "object" && value !== null, "a path or an object");
    const parts = typeof included.path === "string" ? included.path.split("/") : [];
    const isBelow = parts.length > 0 && parts[0] !== "" && !parts.includes("..") && !included.path.includes("\0");
    if (!isBelow) {
      throw new OptionError({ option: `${option}.path`, value: included.path, expected: "a path below the root" });
    }
    checkOption(`${option}.order`, included.order, (value) => Number.isFinite(value), "a number");
    for (const name of ["recursive", "optional"] as const) {
      checkOption(`${option}.${name}`, included[name], (value) => typeof value === "boolean", "true or false");
    }
    return { ...included, path: parts.filter((part) => part !== "" && part !== ".").join("/") };
  });
}

async function isMissing(root: string): Promise<boolean> {
  const found = await localSource().root(root, { stat: false, identify: "links", follow: false });
  return found instanceof WalkError && found.code === "ENOENT";
}

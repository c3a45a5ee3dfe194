import type { EntryType } from "@transect/core";
import type { WalkOptions } from "@transect/walker-parallel";

/** Options of a walk that choose entries, as JSON holds them. Those that were not given are missing. */
export interface SnapshotRules {
  readonly maxDepth?: number;
  readonly hidden?: boolean;
  readonly follow?: boolean;
  readonly oneFileSystem?: boolean;
  readonly types?: readonly EntryType[];
  readonly extensions?: readonly string[];
  /** Integers as text: they may be beyond what a double holds. */
  readonly minSize?: string;
  readonly maxSize?: string;
  /** Milliseconds since 1970. */
  readonly modifiedAfter?: number;
  readonly modifiedBefore?: number;
  readonly match?: string | readonly string[];
  readonly exclude?: string | readonly string[];
  readonly globOptions?: { readonly [option: string]: unknown };
  readonly ignore?: "git" | readonly string[];
  /** That a function had a say, which cannot be written down. */
  readonly filter?: true;
}

/** Writes down what a walk is told. */
export function rulesOf(options: WalkOptions): SnapshotRules {
  const { minSize, maxSize, modifiedAfter, modifiedBefore } = options;
  const written = {
    maxDepth: options.maxDepth === Number.POSITIVE_INFINITY ? undefined : options.maxDepth,
    hidden: options.hidden,
    follow: options.follow,
    oneFileSystem: options.oneFileSystem,
    types: options.types,
    extensions: options.extensions,
    minSize: minSize?.toString(),
    maxSize: maxSize?.toString(),
    modifiedAfter: modifiedAfter === undefined ? undefined : Number(modifiedAfter),
    modifiedBefore: modifiedBefore === undefined ? undefined : Number(modifiedBefore),
    match: options.match,
    exclude: options.exclude,
    globOptions: options.globOptions,
    ignore: options.ignore,
    filter: options.filter === undefined && options.descend === undefined ? undefined : true,
  };
  return Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined));
}

/** The options that rules stand for: a walk with them chooses as the one did that they were written down for. */
export function walkOptionsOf(rules: SnapshotRules): WalkOptions {
  const { minSize, maxSize, filter: _filter, ...rest } = rules;
  return {
    ...rest,
    minSize: minSize === undefined ? undefined : BigInt(minSize),
    maxSize: maxSize === undefined ? undefined : BigInt(maxSize),
  };
}

/**
 * How a directory is built: what it is called, and which files and directories lie directly in it.
 *
 * The same keys in TypeScript and in JSON, those that pathvein writes. Every name is a pattern as Python's `fnmatch`
 * reads it: `*`, `?`, `[abc]`, `[!abc]`, `[a-z]`; case counts, `*` takes hidden names, there are no braces and there is
 * no escape (`[*]` is a star).
 */
export interface StructurePattern {
  /** What to call the pattern in reports and in `{pattern}`. Default: its `directory_name`. */
  readonly name?: string | undefined;
  /** What the directory is called. Default `*`. */
  readonly directory_name?: string | undefined;
  /** Each must match at least one file. One file may serve several. Default: none. */
  readonly files?: readonly string[] | undefined;
  /** Each must match at least one subdirectory. Default: none. */
  readonly directories?: readonly StructurePattern[] | undefined;
  /** Files that belong to the directory where they are there; they never decide. Default: none. */
  readonly optional_files?: readonly string[] | undefined;
  /** Subdirectories that belong to the directory where they match; they never decide. Default: none. */
  readonly optional_directories?: readonly StructurePattern[] | undefined;
}

/** The keys of {@link StructurePattern} that have a default. */
export type WholePattern = {
  readonly [K in Exclude<keyof StructurePattern, "name">]-?: NonNullable<StructurePattern[K]>;
};

/** The defaults of {@link StructurePattern}. */
export const PATTERN_DEFAULTS: WholePattern = {
  directory_name: "*",
  files: [],
  directories: [],
  optional_files: [],
  optional_directories: [],
};

/** A pattern with its defaults filled in; not those that are nested in it. */
export function wholePattern(pattern: StructurePattern): WholePattern {
  return {
    directory_name: pattern.directory_name ?? PATTERN_DEFAULTS.directory_name,
    files: pattern.files ?? PATTERN_DEFAULTS.files,
    directories: pattern.directories ?? PATTERN_DEFAULTS.directories,
    optional_files: pattern.optional_files ?? PATTERN_DEFAULTS.optional_files,
    optional_directories: pattern.optional_directories ?? PATTERN_DEFAULTS.optional_directories,
  };
}

/** What a pattern is called: its `name`, or else its `directory_name`. */
export function patternLabel(pattern: StructurePattern): string {
  return pattern.name ?? wholePattern(pattern).directory_name;
}

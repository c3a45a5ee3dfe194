import type { Entry, Source } from "@transect/core";
import { type FolderMatcher, type FolderState, type GlobOptions, globSet } from "@transect/matcher";
import { createIgnoreTracker, type IgnorePosition, type IgnoreSource } from "./ignore-tracker.js";

/** The options of a walk that choose by path. */
export interface PathOptions {
  /**
   * Globs of which one must match an entry's path from its root; a later one that begins with `!` takes back. Folders
   * below which none can match are not opened. Default: everything.
   */
  readonly match?: string | readonly string[] | undefined;
  /** Globs of entries to leave out, with all below them. Default: none. */
  readonly exclude?: string | readonly string[] | undefined;
  /** How the globs of `match` and `exclude` are read. Default: as bash does, where `*` leaves out hidden names. */
  readonly globOptions?: GlobOptions | undefined;
  /**
   * Leave out what git ignores: by `.gitignore` at every level up to the repository's top, `.git/info/exclude` and
   * `core.excludesFile`; `.git` too. Or, by files of the given names, in every directory from the root on, with the
   * same syntax. What is ignored is not opened; a root itself never is ignored. Default: nothing.
   */
  readonly ignore?: IgnoreSource | undefined;
}

/** Where a walk stands among its patterns: one for each open directory. */
export interface PathPosition {
  readonly match: FolderState | undefined;
  readonly exclude: FolderState | undefined;
  readonly ignore: IgnorePosition | undefined;
  readonly wouldIgnore: IgnorePosition | undefined;
}

/** Patterns that step along with a walk. */
export interface PathFilter {
  root(root: Entry): Promise<PathPosition>;
  enter(position: PathPosition, directory: Entry): Promise<PathPosition>;
  /** Whether an entry takes part at all: one that does not is neither given nor opened. */
  keeps(position: PathPosition, entry: Entry): boolean;
  /** Whether an entry that takes part is given. */
  gives(position: PathPosition, entry: Entry): boolean;
  /** Whether a directory can hold anything to give. */
  opens(position: PathPosition, directory: Entry): boolean;
  /** Whether the rules that are only asked, not followed, would leave an entry out. */
  wouldIgnore(position: PathPosition, entry: Entry): boolean;
  /** Whether a root is given itself: it has no path for a pattern to match. */
  readonly givesRoots: boolean;
  /** Whether there are rules that are only asked. */
  readonly asks: boolean;
}

/** Compiles the patterns of a walk; `undefined` where there are none. Throws a `PatternError` for a bad one. */
export function createPathFilter(
  options: PathOptions & { readonly wouldIgnore?: IgnoreSource | undefined },
  source: Source,
): PathFilter | undefined {
  const { match, exclude, ignore, wouldIgnore } = options;
  if ([match, exclude, ignore, wouldIgnore].every((option) => option === undefined)) return undefined;
  const matched = match === undefined ? undefined : globSet(toList(match), options.globOptions);
  const excluded = exclude === undefined ? undefined : globSet(toList(exclude), options.globOptions);
  const ignored = ignore === undefined ? undefined : createIgnoreTracker(ignore, source.ignoreAccess);
  const asked = wouldIgnore === undefined ? undefined : createIgnoreTracker(wouldIgnore, source.ignoreAccess);

  return {
    givesRoots: matched === undefined,
    asks: asked !== undefined,
    async root(root) {
      return {
        match: matched?.root(),
        exclude: excluded?.root(),
        ignore: await ignored?.root(root),
        wouldIgnore: await asked?.root(root),
      };
    },
    async enter(position, directory) {
      return {
        match: step(matched, position.match, directory),
        exclude: step(excluded, position.exclude, directory),
        ignore: position.ignore && (await ignored?.enter(position.ignore, directory)),
        wouldIgnore: position.wouldIgnore && (await asked?.enter(position.wouldIgnore, directory)),
      };
    },
    keeps(position, entry) {
      if (matches(excluded, position.exclude, entry) === true) return false;
      return position.ignore === undefined || ignored?.ignores(position.ignore, entry) !== true;
    },
    gives: (position, entry) => matches(matched, position.match, entry) ?? true,
    opens(position, directory) {
      const below = step(matched, position.match, directory);
      return below === undefined || matched === undefined || matched.canMatchBelow(below);
    },
    wouldIgnore: (position, entry) =>
      position.wouldIgnore !== undefined && asked?.ignores(position.wouldIgnore, entry) === true,
  };
}

function toList(patterns: string | readonly string[]): readonly string[] {
  return typeof patterns === "string" ? [patterns] : patterns;
}

function step(globs: FolderMatcher | undefined, state: FolderState | undefined, entry: Entry): FolderState | undefined {
  return state === undefined ? undefined : globs?.enter(state, entry.nameBytes ?? entry.name);
}

function matches(globs: FolderMatcher | undefined, state: FolderState | undefined, entry: Entry): boolean | undefined {
  return state === undefined
    ? undefined
    : globs?.matches(state, entry.nameBytes ?? entry.name, entry.type === "directory");
}

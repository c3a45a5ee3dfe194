import { DEFAULT_LIMITS, type MatcherLimits } from "./limits.js";

/** Options of {@link compileGlob} and {@link globSet}. */
export interface GlobOptions {
  /** Wildcards match names that begin with a dot, as bash's `dotglob`. Default false. */
  readonly dot?: boolean;
  /** Letters match either case, as bash's `nocaseglob`. Default false. */
  readonly nocase?: boolean;
  /** A pattern without a slash is compared with the last name of a path, wherever it is. Default false. */
  readonly matchBase?: boolean;
  /** Limits other than the default ones; each one left out keeps its default. */
  readonly limits?: Partial<MatcherLimits>;
}

/** The options in force unless they are given. */
export const DEFAULT_GLOB_OPTIONS: Required<GlobOptions> = {
  dot: false,
  nocase: false,
  matchBase: false,
  limits: DEFAULT_LIMITS,
};

/** What a matcher tells of one path. */
export interface Result {
  glob: string | readonly string[];
  input: string;
  /** The path as it was compared: after `format`. */
  output: string;
  isMatch: boolean;
}

/** The options of picomatch that are understood; any other one that would change an answer is refused. */
export interface PicomatchOptions {
  /** Wildcards match names that begin with a dot. Default false. */
  readonly dot?: boolean | undefined;
  /** Letters match either case. Default false. */
  readonly nocase?: boolean | undefined;
  /** A pattern without a slash is compared with the last name of a path. Default false. */
  readonly matchBase?: boolean | undefined;
  /** The same as `matchBase`. */
  readonly basename?: boolean | undefined;
  /** What matches one of these does not match after all. Default: none. */
  readonly ignore?: string | readonly string[] | undefined;
  /** A leading `!` has no meaning. Default false. */
  readonly nonegate?: boolean | undefined;
  /** Changes a path before it is compared. */
  readonly format?: ((path: string) => string) | undefined;
  /** Called for each path that matches. */
  readonly onMatch?: ((result: Result) => void) | undefined;
  /** Called for each path. */
  readonly onResult?: ((result: Result) => void) | undefined;
  /** Called for each path that matches and is ignored. */
  readonly onIgnore?: ((result: Result) => void) | undefined;
  /** Longest pattern. Default: the limit `maxPatternLength`. */
  readonly maxLength?: number | undefined;
  /** Options of picomatch beyond these. */
  readonly [option: string]: unknown;
}

/** An option of picomatch that would change an answer and is not supported. */
export class PicomatchOptionError extends TypeError {
  override readonly name: string = "PicomatchOptionError";
  /** The option's name. */
  readonly option: string;

  constructor(option: string) {
    super(`@transect/matcher/picomatch does not support picomatch's option "${option}"`);
    this.option = option;
  }
}

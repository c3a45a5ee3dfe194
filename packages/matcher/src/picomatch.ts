import { compileGlob } from "./compile-glob.js";
import type { GlobOptions } from "./glob-options.js";
import { makeRe, parse } from "./make-re.js";
import { PicomatchOptionError, type PicomatchOptions, type Result } from "./picomatch-options.js";
import { scan } from "./scan-glob.js";

/** A function that says whether a path matches; with `true` as second argument it returns a {@link Result}. */
export interface Matcher {
  (path: string): boolean;
  (path: string, returnObject: true): Result;
}

const SUPPORTED = new Set<string>([
  ...["dot", "nocase", "matchBase", "basename", "ignore", "nonegate", "format"],
  ...["onMatch", "onResult", "onIgnore", "maxLength"],
]);

/** Options that change nothing here: each asks for what bash does anyway, or only for how picomatch does it. */
const WITHOUT_EFFECT = new Set<string>([
  ...["bash", "posix", "debug", "fastpaths", "unescape", "strictSlashes", "lookbehinds", "prepend", "regex", "tokens"],
  ...["maxExtglobRecursion", "literalBrackets", "keepQuotes", "cwd", "parts", "scanToEnd"],
]);

/**
 * Compiles a glob, or a list of which any may match, the way `picomatch(glob, options)` is called. The patterns mean
 * what bash says they mean (see the README for where picomatch differs); a leading `!` negates, and a path is taken
 * for a file or a directory alike, so `a/**` matches `a`.
 *
 * @throws TypeError for an empty pattern, PicomatchOptionError for an option that would change the answer and is not
 * supported, PatternError for a pattern over a limit.
 */
function create(glob: string | readonly string[], options: PicomatchOptions = {}): Matcher {
  checkOptions(options);
  const globs = typeof glob === "string" ? [glob] : glob;
  if (!Array.isArray(globs) || globs.length === 0 || globs.some((one) => typeof one !== "string" || one === "")) {
    throw new TypeError("Expected pattern to be a non-empty string");
  }
  const tests = globs.map((one) => single(one, options));
  const { ignore } = options;
  const ignored =
    ignore === undefined
      ? undefined
      : create(ignore, { ...options, ignore: undefined, onMatch: undefined, onResult: undefined });
  function matcher(path: string): boolean;
  function matcher(path: string, returnObject: true): Result;
  function matcher(path: string, returnObject = false): boolean | Result {
    if (typeof path !== "string") throw new TypeError("Expected input to be a string");
    const output = options.format ? options.format(path) : path;
    const glob = globs.length === 1 ? (globs[0] as string) : globs;
    const matched = path !== "" && (path === glob || output === glob || tests.some((test) => test(output)));
    if (!returnObject && !options.onResult && !options.onMatch && !options.onIgnore) {
      return matched && !(ignored?.(path) ?? false);
    }
    const result: Result = { glob, input: path, output, isMatch: matched };
    options.onResult?.(result);
    if (matched && ignored?.(path)) {
      result.isMatch = false;
      options.onIgnore?.(result);
    } else if (matched) options.onMatch?.(result);
    return returnObject ? result : result.isMatch;
  }
  return matcher;
}

/** Whether a path matches a glob, or any of a list. */
export function isMatch(path: string, glob: string | readonly string[], options: PicomatchOptions = {}): boolean {
  return create(glob, options)(path);
}

export { makeRe, PicomatchOptionError, type PicomatchOptions, parse, type Result, scan };

/** `picomatch(glob, options)`, with the other functions as its properties. */
export interface Picomatch {
  (glob: string | readonly string[], options?: PicomatchOptions): Matcher;
  readonly isMatch: typeof isMatch;
  readonly scan: typeof scan;
  readonly makeRe: typeof makeRe;
  readonly parse: typeof parse;
}

const picomatch: Picomatch = Object.assign(create, { isMatch, scan, makeRe, parse });
export default picomatch;

function single(pattern: string, options: PicomatchOptions): (path: string) => boolean {
  const bangs = options.nonegate ? 0 : (/^(?:!(?!\())*/.exec(pattern)?.[0].length ?? 0);
  const text = pattern.slice(bangs);
  const globOptions: GlobOptions = {
    dot: options.dot ?? false,
    nocase: options.nocase ?? false,
    matchBase: options.matchBase ?? options.basename ?? false,
    ...(options.maxLength === undefined ? {} : { limits: { maxPatternLength: options.maxLength } }),
  };
  const { test } = compileGlob(text, globOptions);
  const folder = text.endsWith("/");
  const positive = (path: string): boolean => test(path, !folder || path.endsWith("/"));
  return bangs % 2 === 1 ? (path) => !positive(path) : positive;
}

function checkOptions(options: PicomatchOptions): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || value === false || SUPPORTED.has(name) || WITHOUT_EFFECT.has(name)) continue;
    throw new PicomatchOptionError(name);
  }
}

/** What {@link scan} finds. */
export interface ScanResult {
  readonly prefix: string;
  readonly input: string;
  readonly start: number;
  /** The folder, without wildcards, below which everything that matches lies; "" for none. */
  readonly base: string;
  /** The rest of the pattern; "" when it has no wildcard. */
  readonly glob: string;
  readonly isBrace: boolean;
  readonly isBracket: boolean;
  readonly isGlob: boolean;
  readonly isExtglob: boolean;
  readonly isGlobstar: boolean;
  readonly negated: boolean;
  readonly negatedExtglob: boolean;
}

/**
 * Parts a pattern into the folder it begins with and its glob, as `picomatch.scan` does, without compiling it. It does
 * not list tokens or parts.
 */
export function scan(input: string): ScanResult {
  let start = 0;
  if (input.startsWith("./")) start = 2;
  const negated = /^!(?!\()/.test(input.slice(start));
  if (negated) start++;
  if (negated && input.startsWith("./", start)) start += 2;
  const prefix = input.slice(0, start);
  const text = input.slice(start);
  const bare = text.replace(/\\./g, "__");
  const isBracket = /\[[^\]]+\]/.test(bare);
  const isBrace = /\{[^{}]*(?:,|\.\.)[^{}]*\}/.test(bare);
  const isExtglob = /[?*+@!]\(/.test(bare);
  const special = bare.search(/[*?[{]|[?*+@!]\(|\(/);
  const found = special >= 0 && (/[*?]/.test(bare) || isBracket || isBrace || isExtglob || /\([^)]*\)/.test(bare));
  const slash = found ? bare.lastIndexOf("/", special) : -1;
  const base = found ? text.slice(0, Math.max(slash, text.startsWith("/") ? 1 : 0)) : text;
  return {
    prefix,
    input,
    start,
    base: (base === "/" ? base : base.replace(/\/$/, "")).replace(/\\(.)/g, "$1"),
    glob: found ? text.slice(slash + 1) : "",
    isBrace,
    isBracket,
    isGlob: found,
    isExtglob,
    isGlobstar: /\*\*/.test(bare),
    negated,
    negatedExtglob: /!\(/.test(bare),
  };
}

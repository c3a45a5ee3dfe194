/** A line of an ignore file that is a rule: not empty, no comment. */
export interface RuleLine {
  /** From 1. */
  readonly line: number;
  /** The line as it stands there, without its end. */
  readonly text: string;
  readonly negated: boolean;
}

/** The rules of an ignore file, in their order. */
export function ruleLines(content: string): readonly RuleLine[] {
  return content.split(/\r?\n/).flatMap((raw, index) => {
    const text = index === 0 ? raw.replace(/^\ufeff/, "") : raw;
    if (text.trim() === "" || text.startsWith("#")) return [];
    return [{ line: index + 1, text, negated: text.trimStart().startsWith("!") && !text.startsWith("\\") }];
  });
}

/**
 * The path that a rule names, where it has no wildcards: from the folder of its file, without a slash at either end.
 * `undefined` where it has some.
 */
export function literalPath(text: string): string | undefined {
  const bare = text.replace(/^!/, "").trim();
  if (/(^|[^\\])[*?[\]{}]/.test(bare)) return undefined;
  const path = bare.replace(/\\(.)/g, "$1").replace(/^\/|\/$/g, "");
  return path === "" ? undefined : path;
}

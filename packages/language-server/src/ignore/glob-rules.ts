import { type GlobSet, globSet, type IgnoreExplanation } from "@transect/matcher";
import type { IgnoreDialect } from "./ignore-dialect.js";
import { type RuleLine, ruleLines } from "./rule-lines.js";

/** Rules that are globs from the folder of their file: Docker's and those of VS Code's packager. */
export interface GlobRules {
  /** The line that decides over a path, if any does. */
  explain(path: string, isDirectory: boolean): IgnoreExplanation | undefined;
}

/**
 * Compiles the rules of a file. A rule holds for what it matches and for all below that. The last rule decides, but
 * with `vsce` an exception decides before any other.
 *
 * Throws a `PatternError` for a rule that is over a limit.
 */
export function globRules(
  file: string,
  content: string,
  dialect: Extract<IgnoreDialect, "docker" | "vsce">,
): GlobRules {
  const lines = [...ruleLines(content)];
  if (dialect === "vsce") lines.sort((a, b) => Number(a.negated) - Number(b.negated) || a.line - b.line);
  const owners: RuleLine[] = [];
  const patterns: string[] = [];
  for (const line of lines) {
    for (const pattern of dialect === "docker" ? dockerPatterns(line.text) : vscePatterns(line.text)) {
      owners.push(line);
      patterns.push(pattern);
    }
  }
  const set: GlobSet = globSet(patterns, { dot: true });
  return {
    explain(path, isDirectory) {
      const last = set.which(path, isDirectory).at(-1);
      const owner = last === undefined ? undefined : owners[last];
      return owner && { file, line: owner.line, rule: owner.text, ignored: !owner.negated };
    },
  };
}

/** As moby's `ignorefile` and `patternmatcher` read a line: cleaned as a path, `[^…]` negates, no braces or groups. */
function dockerPatterns(text: string): string[] {
  const bare = text.trim().replace(/^!\s*/, "");
  const names = bare.split("/").filter((name) => name !== "" && name !== ".");
  const cleaned: string[] = [];
  for (const name of names) {
    if (name === ".." && cleaned.length > 0) cleaned.pop();
    else cleaned.push(name);
  }
  if (cleaned.length === 0) return [];
  const glob = cleaned
    .join("/")
    .replace(/\\.|\[!|[{}()|!]/g, (part) => (part.startsWith("\\") ? part : part === "[!" ? "[\\!" : `\\${part}`));
  return [glob, `${glob}/**`];
}

/** As vsce reads a line: minimatch with braces and groups; a name without a star stands for a folder too. */
function vscePatterns(text: string): string[] {
  const bare = text.trim().replace(/^!/, "");
  if (/(^|\/)[^/]*\*[^/]*$/.test(bare)) return [bare];
  return [bare.replace(/\/$/, ""), bare.endsWith("/") ? `${bare}**` : `${bare}/**`];
}

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A tree of files for bash to expand patterns over. Paths with a slash at the end are directories. */
export interface BashTree {
  /** What each pattern expands to: existing paths, or nothing; a directory may come with a slash at its end. */
  readonly expand: (patterns: readonly string[], options: { dot: boolean; nocase: boolean }) => string[][];
  readonly remove: () => void;
}

/** The words that brace expansion makes of each pattern, without empty ones and with backslashes taken off, as bash. */
export function bashBraces(patterns: readonly string[]): string[][] {
  // The patterns hold nothing that eval could take for anything but braces and backslashes.
  const script = `set -f; IFS=; while read -r -d '' p; do eval "set -- $p"; for f; do printf '%s\\0' "$f"; done; printf '/\\0'; done`;
  return ask(script, patterns);
}

function ask(script: string, patterns: readonly string[], cwd = "/"): string[][] {
  const { stdout, stderr, status } = spawnSync("bash", ["--norc", "-c", script], {
    cwd,
    env: { ...process.env, LC_ALL: "C.UTF-8" },
    input: patterns.map((pattern) => `${pattern}\0`).join(""),
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`bash: ${stderr}`);
  const out: string[][] = [];
  let current: string[] = [];
  for (const field of stdout.toString("utf8").split("\0").slice(0, -1)) {
    if (field === "/") {
      out.push(current);
      current = [];
    } else current.push(field);
  }
  if (out.length !== patterns.length) throw new Error(`bash answered ${out.length} of ${patterns.length}: ${stderr}`);
  return out;
}

export function bashTree(paths: readonly string[]): BashTree {
  const base = mkdtempSync(join(tmpdir(), "transect-bash-"));
  const tree = join(base, "tree");
  mkdirSync(tree);
  for (const path of paths) {
    if (path.endsWith("/")) mkdirSync(join(tree, path), { recursive: true });
    else {
      mkdirSync(join(tree, path, ".."), { recursive: true });
      writeFileSync(join(tree, path), "");
    }
  }
  return {
    expand: (patterns, { dot, nocase }) => {
      const set = `shopt -s extglob globstar nullglob; shopt ${dot ? "-s" : "-u"} dotglob; shopt ${nocase ? "-s" : "-u"} nocaseglob;`;
      // IFS is empty, so an unquoted variable undergoes pathname expansion and nothing else.
      const one = `if [[ $p = w* ]]; then eval "set -- \${p#w}"; else p=\${p#v}; set -- $p; fi`;
      const script = `${set} IFS=; while read -r -d '' p; do ${one}; for f; do if [[ -e $f ]]; then printf '%s\\0' "$f"; fi; done; printf '/\\0'; done`;
      return ask(
        script,
        patterns.map((pattern) => (isWord(pattern) ? `w${pattern}` : `v${pattern}`)),
        tree,
      );
    },
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
}

/** Whether a shell reads a pattern as one word, so that braces expand and backslashes are taken off a literal one. */
function isWord(pattern: string): boolean {
  const bare = pattern.replace(/\\./gs, "");
  if (pattern === "" || /(?:^|[^?*+@!])\(|\\$|^~/.test(bare)) return false;
  return bare.split("(").length === bare.split(")").length && (bare.includes("(") || !bare.includes("|"));
}

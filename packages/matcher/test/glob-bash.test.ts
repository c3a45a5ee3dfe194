import { compileGlob, type Glob, type GlobOptions, PatternError } from "@transect/matcher";
import { describe, expect, it } from "vitest";
import { isBashArtefact } from "./bash-artefacts.js";
import { bashTree } from "./bash-oracle.js";
import table from "./bash-table.json" with { type: "json" };
import { type Random, random } from "./random.js";

const { TRANSECT_SEED = "20260102" } = process.env;
const seed = Number(TRANSECT_SEED);
const { tree: TREE, patterns: TABLE } = table;

const PIECES = [
  ..."aabbceéA.-1_".split(""),
  ..."*****???".split(""),
  ...[
    "**",
    "**",
    "/",
    "/",
    "/",
    "/**/",
    "**/",
    "/**",
    "d",
    "e",
    "d/",
    "e/",
    "*/",
    "*.ts",
    ".ts",
    "[ab]",
    "[!a]",
    "[^a]",
    "[a-c]",
    "[A-C]",
    "[c-a]",
  ],
  ...[
    "[]a]",
    "[!]a]",
    "[a-]",
    "[-a]",
    "[[:alpha:]]",
    "[![:alpha:]]",
    "[[:upper:]]",
    "[[:digit:]]",
    "[[:punct:]]",
    "[[:alnum:]_]",
    "[[.a.]]",
    "[[=a=]]",
    "[\\]]",
    "[\\a-c]",
    "[a\\-c]",
    "[.]",
    "[!.]",
  ],
  ...["\\a", "\\*", "\\?", "\\[", "\\.", "!", "@", "+", "]", "^", "日", ".a", ".*", "ab"],
];

function randomName(r: Random, depth: number): string {
  let text = "";
  const count = 1 + r.below(3);
  for (let i = 0; i < count; i++) {
    if (depth < 3 && r.chance(0.22)) {
      const alternatives = Array.from({ length: 1 + r.below(3) }, () =>
        r.chance(0.1) ? "" : randomName(r, depth + 1),
      );
      text += `${r.pick(["?", "*", "+", "@", "!"])}(${alternatives.join("|")})`;
    } else {
      const piece = r.pick(PIECES);
      text += depth > 0 ? piece.replaceAll("/", "") : piece;
    }
  }
  return text;
}

/** bash's own artefacts that a pattern may meet whatever the path; the README lists them with their reasons. */
function isOwnOfBash(pattern: string, nocase: boolean): boolean {
  // bash reads an equivalence class one character too far, takes two slashes after a double star for a name that is
  // empty, and prints the path with the dot where one is escaped.
  if (/\[=|\*\*\/\/|^\\\.\//.test(pattern)) return true;
  // Without regard to case bash still looks a literal name up as it is written.
  const bare = pattern.replace(/\\./g, "");
  return nocase && bare.split("/").some((name) => !/[*?[]|[@!+]\(/.test(name));
}

/** A glob, or nothing when its negated groups take more states than the limit. */
function withinLimits(pattern: string, options: GlobOptions): Glob | undefined {
  try {
    return compileGlob(pattern, options);
  } catch (error) {
    if (error instanceof PatternError && error.limit === "maxNegationStates") return undefined;
    throw error;
  }
}

/** Every path of the tree, and whether it is a directory. */
function allPaths(): Map<string, boolean> {
  const all = new Map<string, boolean>();
  for (const path of TREE) {
    const parts = path.replace(/\/$/, "").split("/");
    for (let k = 1; k < parts.length; k++) all.set(parts.slice(0, k).join("/"), true);
    if (!all.has(parts.join("/"))) all.set(parts.join("/"), path.endsWith("/"));
  }
  return all;
}

/** A path that bash printed, without `./`, slashes in a row, or a slash at the end. */
function normal(path: string): string {
  return path
    .replace(/^(\.\/)+/, "")
    .replace(/\/+/g, "/")
    .replace(/\/$/, "");
}

describe("globs and bash", () => {
  for (const [dot, nocase] of [
    [false, false],
    [true, false],
    [false, true],
  ] as const) {
    const name = `agree over a tree of files on random patterns${dot ? ", dot" : ""}${nocase ? ", nocase" : ""}`;
    it(name, { timeout: 120_000 }, () => {
      const tree = bashTree(TREE);
      try {
        const all = allPaths();
        const r = random(seed + Number(dot) + 2 * Number(nocase));
        const patterns = Array.from({ length: nocase ? 3_000 : 2_000 }, () =>
          randomName(r, 0).replace(/^\/+/, ""),
        ).filter((pattern) => !isOwnOfBash(pattern, nocase));
        const answers = tree.expand(patterns, { dot, nocase });
        const report: string[] = [];
        let pairs = 0;
        patterns.forEach((pattern, i) => {
          const theirs = new Set(answers[i]?.map(normal));
          const glob = withinLimits(pattern, { dot, nocase });
          if (glob === undefined) return;
          for (const [path, isDirectory] of all) {
            pairs++;
            const ours = glob.test(path, isDirectory);
            if (ours !== theirs.has(path) && !isBashArtefact(pattern, path, ours)) {
              report.push(JSON.stringify({ pattern, path, ours }));
              break;
            }
          }
        });
        expect(
          report.slice(0, 40).join("\n"),
          `seed ${seed}: ${report.length} patterns of ${patterns.length} differ`,
        ).toBe("");
        expect(pairs).toBeGreaterThan(50_000);
      } finally {
        tree.remove();
      }
    });
  }

  for (const dot of [false, true]) {
    it(`agree on every row of a table made by hand${dot ? ", dot" : ""}`, () => {
      const tree = bashTree(TREE);
      try {
        const all = [...allPaths()];
        const answers = tree.expand(TABLE, { dot, nocase: false });
        TABLE.forEach((pattern, i) => {
          const glob = compileGlob(pattern, { dot });
          const ours = all.filter(([path, isDirectory]) => glob.test(path, isDirectory)).map(([path]) => path);
          const theirs = new Set(answers[i]?.map(normal));
          expect(new Set(ours), pattern).toEqual(theirs);
        });
      } finally {
        tree.remove();
      }
    });
  }
});

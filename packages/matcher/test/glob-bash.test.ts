import { compileGlob } from "@transect/matcher";
import { describe, expect, it } from "vitest";
import { bashTree } from "./bash-oracle.js";
import { type Random, random } from "./random.js";

const { TRANSECT_SEED = "20260102" } = process.env;
const seed = Number(TRANSECT_SEED);

const TREE = [
  "a",
  "b",
  "ab",
  "abab",
  "aab",
  "A",
  "B",
  "Ab",
  "c",
  "a.b",
  "a.ts",
  "b.ts",
  "a.test.ts",
  "x.js",
  "1",
  "07",
  "10",
  "-",
  "a-b",
  "é",
  "éa",
  "日本",
  "[",
  "]",
  "[a]",
  "a[",
  "!a",
  "^",
  "(a)",
  "(a|b)",
  "a(b",
  "*",
  "?",
  "**",
  "a*",
  "@",
  "+",
  "{a",
  "a}",
  "{a,b}",
  "~",
  "a b",
  "=",
  "a|b",
  ".",
  ".a",
  ".b.ts",
  ".ab",
  "..a",
  "_",
  "d/",
  "d/a",
  "d/b",
  "d/.a",
  "d/a.ts",
  "d/ab",
  "d/e/",
  "d/e/a",
  "d/e/b.ts",
  "d/e/.a",
  "d/.h/",
  "d/.h/a",
  "d/.h/b.ts",
  "d/e/f/a",
  "d/e/f/ab",
  ".h/",
  ".h/a",
  ".h/.a",
  ".h/e/a",
  "e/",
  "e/a/",
  "e/a/a",
  "e/a/b",
  "e/d/a",
  "Q/",
  "Q/A",
  "Q/a.TS",
  "e.d/",
  "e.d/x.js",
  "e.d/a-b",
].filter((path) => path !== ".");

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
function isArtefact(pattern: string, nocase: boolean): boolean {
  const bare = pattern.replace(/\\./g, "");
  // Without regard to case bash still looks a literal name up as it is written.
  if (nocase && bare.split("/").some((name) => !/[*?[]|[@!+]\(/.test(name))) return true;
  return bare.includes("[=") || bare.includes("//") || pattern.startsWith("\\./") || !/[*?[]|[@!+]\(/.test(bare);
}

/**
 * bash lets a star before a group take the whole rest of a name only if the group cannot be empty; and it does not
 * see the dot after a group that is empty.
 */
function isGroupArtefact(pattern: string, path: string, ours: boolean): boolean {
  if (/\*[*?]*[?@+!*]\(/.test(pattern) && (ours || pattern.includes("!("))) return true;
  return ours && /(?:^|\/)\./.test(path) && /(?:^|\/)[?*+@]\(/.test(pattern);
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
        const all = new Map<string, boolean>();
        for (const path of TREE) {
          const parts = path.replace(/\/$/, "").split("/");
          for (let k = 1; k < parts.length; k++) all.set(parts.slice(0, k).join("/"), true);
          if (!all.has(parts.join("/"))) all.set(parts.join("/"), path.endsWith("/"));
        }
        const r = random(seed + Number(dot) + 2 * Number(nocase));
        const patterns = Array.from({ length: nocase ? 3_000 : 2_000 }, () =>
          randomName(r, 0).replace(/^\/+/, ""),
        ).filter((pattern) => !isArtefact(pattern, nocase));
        const answers = tree.expand(patterns, { dot, nocase });
        const report: string[] = [];
        let pairs = 0;
        patterns.forEach((pattern, i) => {
          const theirs = new Set(
            answers[i]?.map((path) =>
              path
                .replace(/^(\.\/)+/, "")
                .replace(/\/+/g, "/")
                .replace(/\/$/, ""),
            ),
          );
          const glob = compileGlob(pattern, { dot, nocase });
          for (const [path, isDirectory] of all) {
            pairs++;
            const ours = glob.test(path, isDirectory);
            if (ours !== theirs.has(path) && !isGroupArtefact(pattern, path, ours)) {
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
});

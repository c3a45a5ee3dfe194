import { compileGlob, type FolderState, type Glob, globSet, PatternError, programMatcher } from "@transect/matcher";
import { describe, expect, it } from "vitest";
import { random } from "./random.js";

const NAMES = ["a", "b", "ab", ".a", "a.ts", ".ts", "src", "a.test.ts", "é.ts", "node_modules", "x"];
const PLAIN = [
  "a",
  "src/a.ts",
  "*.ts",
  "a*",
  "src/*",
  "src/*.ts",
  "**/*.ts",
  "**/a",
  "**/.a",
  "src/**/*.ts",
  "src/**/a",
  "src/**",
  "**",
  "**/src/**",
  "**/*",
  "a*ts",
  "**/a.*",
  "**/*.{ts,tsx}",
  "{src,a}/**",
  "!(a)*",
  "**/src/*.ts",
  "[ab]",
  "?.ts",
  "**/",
  "src/",
];

function paths(count: number, seed: number): string[] {
  const r = random(seed);
  return Array.from({ length: count }, () => Array.from({ length: 1 + r.below(4) }, () => r.pick(NAMES)).join("/"));
}

/** The answer got by walking down a path with the incremental form. */
function walked(glob: Glob, path: string, isDirectory: boolean, bytes: boolean): boolean {
  const names = path.split("/").map((name) => (bytes ? new TextEncoder().encode(name) : name));
  let folder: FolderState = glob.root();
  for (const name of names.slice(0, -1)) {
    const next = glob.enter(folder, name);
    if (!glob.canMatchBelow(next)) return false;
    if (glob.matchesAllBelow(next)) return true;
    folder = next;
  }
  return glob.matches(folder, names[names.length - 1] as string, isDirectory);
}

describe("globs", () => {
  it("give the same answer by their literal ends, by the automaton, folder by folder, over bytes and after JSON", () => {
    for (const dot of [false, true]) {
      for (const matchBase of [false, true]) {
        for (const pattern of PLAIN) {
          const glob = compileGlob(pattern, { dot, matchBase });
          const copy = programMatcher(JSON.parse(JSON.stringify(glob.program)));
          for (const path of paths(300, 7)) {
            for (const directory of [false, true]) {
              const label = `${pattern} on ${path}, dot ${dot}, matchBase ${matchBase}, directory ${directory}`;
              const expected = copy.test(path, directory);
              expect(glob.test(path, directory), label).toBe(expected);
              expect(walked(glob, path, directory, false), label).toBe(expected);
              expect(walked(glob, path, directory, true), label).toBe(expected);
              expect(glob.test(new TextEncoder().encode(path), directory), label).toBe(expected);
              if (directory) expect(glob.test(`${path}/`), label).toBe(expected);
            }
          }
        }
      }
    }
  });

  it("keep names apart that are not UTF-8", () => {
    const name = Uint8Array.of(0x61, 0xff, 0xfe);
    expect(compileGlob("a??").test(name)).toBe(true);
    expect(compileGlob("a?").test(name)).toBe(false);
    expect(compileGlob("a\ufffd\ufffd").test(name)).toBe(false);
    expect(compileGlob("?").test("😀")).toBe(true);
  });

  it("answer the same from a cache too small to hold anything", () => {
    const patterns = PLAIN.concat("!(*b|*a)x", "+(a|b)*(.ts)");
    const large = globSet(patterns.slice(0, -1));
    const small = globSet(patterns.slice(0, -1), { limits: { maxCacheBytes: 4_096 } });
    const folder = small.enter(small.root(), "src");
    for (const path of paths(3_000, 11)) {
      expect(small.test(path), path).toBe(large.test(path));
      expect(small.which(path), path).toEqual(large.which(path));
      expect(small.cacheBytes()).toBeLessThan(65_536);
    }
    expect(small.matches(folder, "a.ts", false)).toBe(true);
  });

  it("keep the states of a large cache below the limit", () => {
    const r = random(3);
    const set = globSet(
      Array.from({ length: 300 }, (_, i) => `**/*${i}*${i % 7}*x`),
      { limits: { maxCacheBytes: 200_000 } },
    );
    for (let i = 0; i < 2_000; i++) set.test(Array.from({ length: 40 }, () => r.pick([..."0123456789x"])).join(""));
    expect(set.cacheBytes()).toBeLessThanOrEqual(200_000);
  });

  it("take back and bring back in order, in a set", () => {
    const set = globSet(["**/*.ts", "!**/*.test.ts", "src/keep.test.ts"]);
    expect(["a.ts", "a.test.ts", "src/keep.test.ts", "a.js"].map((path) => set.test(path))).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect(set.which("src/keep.test.ts")).toEqual([0, 1, 2]);
    expect(globSet(["!**/*.test.ts"]).test("a.js")).toBe(true);
    expect(globSet([]).test("a")).toBe(false);
    expect(globSet(["\\!a"]).test("!a")).toBe(true);
  });

  it("say which folders need not be opened, and which need not be asked again", () => {
    const glob = compileGlob("src/**/*.ts");
    expect(glob.canMatchBelow(glob.enter(glob.root(), "docs"))).toBe(false);
    expect(glob.canMatchBelow(glob.enter(glob.root(), "src"))).toBe(true);
    const all = compileGlob("src/**", { dot: true });
    expect(all.matchesAllBelow(all.enter(all.root(), "src"))).toBe(true);
    expect(all.matchesAllBelow(all.root())).toBe(false);
    expect(all.matchesAllBelow(all.enter(all.enter(all.root(), "src"), ".git"))).toBe(true);
    // Without the option a hidden name may always come, and what is below it then does not match.
    const visible = compileGlob("src/**");
    expect(visible.matchesAllBelow(visible.enter(visible.root(), "src"))).toBe(false);
    const folders = compileGlob("src/**/", { dot: true });
    expect(folders.matchesAllBelow(folders.enter(folders.root(), "src"))).toBe(false);
    const set = globSet(["src/**", "!src/a"], { dot: true });
    expect(set.matchesAllBelow(set.enter(set.root(), "src"))).toBe(false);
  });

  it("name the pattern, the place and the limit when they are refused", () => {
    const check = (pattern: string, message: RegExp, index: number): void => {
      let error: unknown;
      try {
        compileGlob(pattern);
      } catch (thrown) {
        error = thrown;
      }
      expect(error).toBeInstanceOf(PatternError);
      expect((error as PatternError).message).toMatch(message);
      expect((error as PatternError).index).toBe(index);
    };
    check("src/{1..99999}", /limit maxExpansions\)\n {2}src\/\{1\.\.99999\}\n {6}\^/, 4);
    check("a!(*a????????????)", /limit maxNegationStates/, 1);
    check("a\0b", /NUL/, 1);
    check("a".repeat(20_000), /limit maxPatternLength/, 8_192);
  });

  it("take time in proportion to the length of the path", () => {
    const r = random(5);
    const pieces = ["*", "a", "b", "?", "[ab]", "*(a|b)", "+(ab)", "!(a*b)", "@(a|*b)", "**/", "/", "*(!(b))"];
    for (let i = 0; i < 150; i++) {
      const pattern = Array.from({ length: 6 }, () => r.pick(pieces)).join("");
      const glob = compileGlob(pattern);
      const time = (length: number): number => {
        const path = Array.from({ length }, () => r.pick(["a", "b", "a", "b", "/a"])).join("");
        return Math.min(
          ...Array.from({ length: 5 }, () => {
            const begin = performance.now();
            glob.test(path);
            return performance.now() - begin;
          }),
        );
      };
      time(2_000);
      const [short, long] = [time(20_000), time(200_000)];
      // A second is for a busy machine: time by the square of the length would be half a minute.
      expect(long, `seed 5, ${pattern}: ${short} ms, then ${long} ms`).toBeLessThan(25 * short + 1_000);
    }
  });
});

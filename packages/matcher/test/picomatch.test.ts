import picomatch, { isMatch, makeRe, PicomatchOptionError, type Result, scan } from "@transect/matcher/picomatch";
import peer from "picomatch";
import { describe, expect, it } from "vitest";

const PATHS = [
  "a",
  "a/b",
  "a/b/c.ts",
  "a.ts",
  "a.js",
  ".a",
  "a/.b",
  "src/x.ts",
  "src/x.test.ts",
  "src/",
  "b.md",
  "ab",
  "aab",
  "A.TS",
  "node_modules/x/i.js",
  "a/b/",
  "foo.bar",
];
const GLOBS = [
  "*",
  "**",
  "*.ts",
  "**/*.ts",
  "a/**",
  "src/*",
  "*.{ts,js}",
  "a*",
  "?",
  "[ab]",
  "+(a|b)",
  "@(a|b).ts",
  "!(a).ts",
  "!*.ts",
  "**/node_modules/**",
  "a/*/c.ts",
  "?(a)b",
  "*.!(ts)",
  ".*",
  "src/**/*.test.ts",
];

describe("the picomatch subpath", () => {
  it("answers as picomatch does for what tools write", () => {
    const report: string[] = [];
    for (const options of [{}, { dot: true }, { nocase: true }, { matchBase: true }, { ignore: "**/*.test.ts" }]) {
      for (const glob of GLOBS) {
        // picomatch compares even a pattern with a slash with the last name only; its documentation says otherwise.
        if ("matchBase" in options && glob.includes("/")) continue;
        for (const path of PATHS) {
          const ours = picomatch(glob, options)(path);
          if (ours !== peer(glob, options)(path))
            report.push(`${glob} on ${path} with ${JSON.stringify(options)}: ${ours}`);
        }
      }
    }
    expect(report).toEqual([]);
  });

  it("takes lists, results and callbacks", () => {
    const seen: Result[] = [];
    const match = picomatch(["*.ts", "*.js"], { onMatch: (result) => seen.push(result), ignore: ["b*"] });
    expect([match("a.ts"), match("a.md"), match("b.ts")]).toEqual([true, false, false]);
    expect(seen.map((result) => result.input)).toEqual(["a.ts"]);
    expect(picomatch("*.ts")("a.ts", true)).toMatchObject({
      isMatch: true,
      input: "a.ts",
      output: "a.ts",
      glob: "*.ts",
    });
    expect(isMatch("a.ts", "*.ts")).toBe(true);
    expect(picomatch.isMatch("a.ts", "*.js")).toBe(false);
  });

  it("gives a regular expression that answers alike, where there is one", () => {
    for (const glob of GLOBS.filter((one) => !one.includes("!"))) {
      for (const dot of [false, true]) {
        const pattern = makeRe(glob, { dot });
        const match = picomatch(glob, { dot });
        for (const path of PATHS) expect(pattern.test(path), `${glob} ${pattern} on ${path}`).toBe(match(path));
      }
    }
    expect(() => makeRe("!(a)")).toThrow(/negated group/);
  });

  it("scans as picomatch does", () => {
    for (const glob of ["a/b/*.ts", "*.ts", "./a/*.js", "!a/*.js", "a/{b,c}/d", "a/b", "a/@(b)/c", "/a/*"]) {
      const { base, glob: rest, isGlob, isExtglob, negated } = peer.scan(glob);
      expect(scan(glob), glob).toMatchObject({ base, glob: rest, isGlob, isExtglob, negated });
    }
  });

  it("refuses an option it would get wrong, and an empty pattern", () => {
    expect(() => picomatch("*", { contains: true })).toThrow(PicomatchOptionError);
    expect(() => picomatch("*", { noextglob: true })).toThrow(/noextglob/);
    expect(() => picomatch("")).toThrow(TypeError);
  });
});

import { chmodSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import v8 from "node:v8";
import vm from "node:vm";
import { Entry, memorySource, OptionError, type Source } from "@transect/core";
import { findStructures, matchPath, type StructurePattern, StructurePatternError } from "@transect/structure";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asyncSource } from "../../walker-parallel/test/async-source.js";
import { BACKENDS, NOT_LINUX } from "../../walker-parallel/test/backends.js";
import { randomTree } from "../../walker-parallel/test/random-tree.js";
import { bytes, dir, file, link, makeTree, withoutPrivileges } from "../../walker-parallel/test/tree.js";
import { EXPERIMENT, EXPERIMENTS } from "./cases.js";
import { findAll, findPaths, toArray } from "./found.js";
import { anyPattern, anyTree, pathsBuiltAs } from "./model.js";

const ANY: StructurePattern = {};

describe("findStructures", () => {
  it.each(["memory", "async", ...BACKENDS] as const)("finds the complete experiments (%s)", async (kind) => {
    const memory = memorySource(EXPERIMENTS);
    const found =
      kind === "memory" || kind === "async"
        ? await findPaths(".", EXPERIMENT, { source: kind === "async" ? asyncSource(memory) : memory })
        : await findPaths(makeTree(EXPERIMENTS), EXPERIMENT, { backend: kind });
    expect(found).toEqual(["exp_1", "g/exp_1"]);
  });

  it("matches roots too, by the names they go by, and what lies in other matches", async () => {
    const root = makeTree([dir("exp_1", file("a.csv"), dir("exp_2", file("a.csv")), dir("no"))]);
    const pattern = { directory_name: "exp_*", files: ["a.csv"] };
    expect(await findPaths(path.join(root, "exp_1"), pattern)).toEqual([".", "exp_2"]);
    expect(await findPaths(`${root}/exp_1/`, pattern)).toEqual([".", "exp_2"]);
    expect(await findPaths(`${root}/exp_1/no/..`, pattern)).toEqual([".", "exp_2"]);
    const source = memorySource([dir("exp_1", dir("exp_2", file("a.csv")))]);
    expect(await findPaths(["exp_1/exp_2", "exp_1"], pattern, { source })).toEqual([".", "exp_2"]);
  });

  it("gives one directory once for each pattern, in one walk", async () => {
    let listed = 0;
    const source = memorySource(EXPERIMENTS);
    const counting: Source = {
      ...source,
      list(directory, request) {
        listed += 1;
        return source.list(directory, request);
      },
    };
    const patterns = [EXPERIMENT, { directory_name: "raw" }, { directory_name: "exp_1" }, { directory_name: "none" }];
    expect(await findPaths(".", patterns, { source: counting })).toEqual([
      "0 exp_1",
      "0 g/exp_1",
      "1 exp_1/raw",
      "1 exp_2/raw",
      "1 g/exp_1/raw",
      "2 exp_1",
      "2 g/exp_1",
    ]);
    expect(listed).toBe(8);
  });

  it("finds the same for the same patterns, whatever was looked for in between, and at the same time", async () => {
    const source = memorySource(Array.from({ length: 20 }, (_, n) => dir(`d${n}`, file(`f${n}`))));
    const lookFor = async (n: number): Promise<void> => {
      const pattern = { directory_name: "d*", files: [`f${n}`] };
      const { matches } = await findAll(".", pattern, { source });
      expect(matches.map(({ directory }) => directory.path)).toEqual([`d${n}`]);
      expect(matches[0]?.pattern).toEqual(pattern);
    };
    for (const n of [...Array(20).keys(), ...Array(20).keys()]) await lookFor(n);
    await Promise.all([3, 4, 3, 3].map(lookFor));
  });

  it("lets one file serve several patterns, and asks for each of them", async () => {
    const source = memorySource([dir("one", file("a.csv")), dir("two", file("b.csv")), dir("three")]);
    const pattern = { directory_name: "*[!.]", files: ["a*", "*.csv", "?.csv"] };
    expect(await findPaths(".", pattern, { source })).toEqual(["one"]);
  });

  it("needs no optional part, and every other one", async () => {
    const source = memorySource([
      dir("x", file("f"), dir("d", file("g"))),
      dir("y", file("f"), dir("d"), dir("e", file("g"))),
      dir("z", dir("f"), dir("d", file("g"))),
    ]);
    const pattern = { directory_name: "[xyz]", files: ["f"], directories: [{ directory_name: "d", files: ["g"] }] };
    expect(await findPaths(".", pattern, { source })).toEqual(["x"]);
    const optional = { directory_name: "[xyz]", optional_files: ["f"], optional_directories: pattern.directories };
    expect(await findPaths(".", optional, { source })).toEqual(["x", "y", "z"]);
  });

  it("more than 32 requirements are told apart", async () => {
    const names = Array.from({ length: 70 }, (_, n) => `f${n}`);
    const all = names.map((name) => file(name));
    const source = memorySource([
      dir("all", ...all),
      ...names.map((name) => dir(`no-${name}`, ...all.filter((one) => one.name !== name))),
    ]);
    expect(await findPaths(".", { files: names }, { source })).toEqual(["all"]);
  });

  it("a name that is not UTF-8 is a name", async () => {
    const source = memorySource([dir(bytes("exp\xff"), file(bytes("\xfe.csv")))]);
    const { matches } = await findAll(".", { directory_name: "exp?", files: ["?.csv"] }, { source });
    expect(matches.map(({ directory }) => directory.pathBytes)).toEqual([bytes("exp\xff")]);
  });

  it("follows links only when asked, and no loop is trouble", async () => {
    const root = makeTree([
      dir("exp_1", file("a.csv"), dir("raw", file("1.csv")), link("again", "exp_1"), link("up", ".")),
      dir("real", file("1.csv")),
      dir("exp_2", file("a.csv"), link("raw", "real")),
      dir("exp_3", link("a.csv", "exp_1/a.csv"), dir("raw", file("3.csv"))),
    ]);
    expect(await findPaths(root, EXPERIMENT)).toEqual(["exp_1"]);
    const { matches, errors } = await findAll(root, EXPERIMENT, { follow: true });
    // Each real directory is walked once: `real` has been by the time that the link in exp_2 is looked through.
    expect(matches.map(({ directory }) => directory.path).sort()).toEqual(["exp_1", "exp_3"]);
    expect(errors.map(({ path: at, code }) => `${at} ${code}`).sort()).toEqual(["exp_1/again ELOOP", "exp_1/up ELOOP"]);
  });

  it("remembers nothing from search to search", async () => {
    const root = makeTree(EXPERIMENTS);
    expect(await findPaths(root, EXPERIMENT)).toEqual(["exp_1", "g/exp_1"]);
    rmSync(path.join(root, "exp_1/a.csv"));
    writeFileSync(path.join(root, "exp_2/raw/x.csv"), "");
    expect(await findPaths(root, EXPERIMENT)).toEqual(["exp_2", "g/exp_1"]);
  });

  it("sees what the options of the walk let it see", async () => {
    const source = memorySource([
      dir("exp_1", file(".a.csv")),
      dir("deep", dir("exp_2", file(".a.csv"))),
      dir(".h", dir("exp_3", file(".a.csv"))),
    ]);
    const pattern = { directory_name: "exp_*", files: ["*a.csv"] };
    expect(await findPaths(".", pattern, { source })).toEqual([".h/exp_3", "deep/exp_2", "exp_1"]);
    expect(await findPaths(".", pattern, { source, hidden: false })).toEqual([]);
    expect(await findPaths(".", pattern, { source, maxDepth: 2 })).toEqual(["exp_1"]);
    expect(await findPaths(".", pattern, { source, exclude: "deep" })).toEqual([".h/exp_3", "exp_1"]);
    expect(await findPaths(".", pattern, { source, descend: ({ name }) => name !== ".h" })).toEqual([
      "deep/exp_2",
      "exp_1",
    ]);
  });

  it("refuses what it cannot take, at once", () => {
    expect(() => findStructures(".", { files: "a.csv" } as never)).toThrow(StructurePatternError);
    expect(() => findStructures(".", ANY, { order: "size" as never })).toThrow(OptionError);
    expect(() => findStructures(".", ANY, { maxDepth: -1 })).toThrow(OptionError);
    expect(() => findStructures([], ANY)).toThrow(OptionError);
  });

  it("errors stand in the stream, and the rest goes on", async () => {
    const source = memorySource([{ name: "shut", children: [], unreadable: "EACCES" }, ...EXPERIMENTS]);
    const { matches, errors } = await findAll(["gone", "."], EXPERIMENT, { source });
    expect(errors.map(({ code }) => code)).toEqual(["ENOENT", "EACCES"]);
    expect(matches.length).toBe(2);
  });

  it.skipIf(NOT_LINUX)("what permissions hide is an error", async () => {
    const root = makeTree(EXPERIMENTS);
    chmodSync(path.join(root, "exp_1/raw"), 0);
    const { matches, errors } = await withoutPrivileges(() => findAll(root, EXPERIMENT, { backend: "sequential" }));
    expect(matches.map(({ directory }) => directory.path)).toEqual(["g/exp_1"]);
    expect(errors.map(({ path: at, code }) => `${at} ${code}`)).toEqual(["exp_1/raw EACCES"]);
  });

  it("a tree such as nobody would make gives each directory once", async () => {
    const root = realpathSync(makeTree(randomTree(4)));
    for (const backend of BACKENDS) {
      const { matches } = await findAll(root, ANY, { backend });
      const paths = matches.map(({ directory }) =>
        Buffer.from(directory.pathBytes ?? directory.path).toString("latin1"),
      );
      expect(new Set(paths).size).toBe(paths.length);
      expect(paths.length).toBeGreaterThan(10);
    }
  });
});

describe("the order", () => {
  it("is that of the paths when asked for: roots, then paths, then patterns", async () => {
    const root = makeTree(EXPERIMENTS);
    const roots = [path.join(root, "g"), path.join(root, "exp_2"), path.join(root, "exp_1")];
    const patterns = [{ directory_name: "*" }, { directory_name: "raw" }];
    for (const backend of BACKENDS) {
      const items = await toArray(findStructures(roots, patterns, { backend, order: "path" }));
      const lines = items.map((item) =>
        item.type === "match" ? `${item.patternIndex} ${path.relative(root, matchPath(item))}` : "",
      );
      expect(lines).toEqual([
        "0 g",
        "0 g/exp_1",
        "0 g/exp_1/raw",
        "1 g/exp_1/raw",
        "0 exp_2",
        "0 exp_2/raw",
        "1 exp_2/raw",
        "0 exp_1",
        "0 exp_1/raw",
        "1 exp_1/raw",
      ]);
    }
  });
});

describe("while it walks", () => {
  it("gives a match before the walk has ended, and ends the walk when nobody wants more", async () => {
    let listed = 0;
    const source = endless(() => {
      listed += 1;
    });
    let found = 0;
    for await (const item of findStructures(".", { directory_name: "exp_*", files: ["a.csv"] }, { source })) {
      if (item.type === "match") found += 1;
      if (found === 10) break;
    }
    expect(found).toBe(10);
    expect(listed).toBeLessThan(10_000);
  });

  it("remembers nothing of directories that are done", async () => {
    v8.setFlagsFromString("--expose-gc");
    const collectGarbage: () => void = vm.runInNewContext("gc");
    const heapAfter = async (directories: number): Promise<number> => {
      const stop = new AbortController();
      let listed = 0;
      const source = endless(() => {
        listed += 1;
        if (listed >= directories) stop.abort();
      });
      // Each directory is waiting for something that never comes.
      const pattern = { files: ["a.csv", "never"], directories: [{ files: ["never"] }] };
      let most = 0;
      const descend = (): boolean => {
        if (listed % 5000 === 0) {
          collectGarbage();
          most = Math.max(most, process.memoryUsage().heapUsed);
        }
        return true;
      };
      await toArray(findStructures(".", pattern, { source, signal: stop.signal, descend }));
      return most;
    };
    const few = await heapAfter(10_000);
    const many = await heapAfter(100_000);
    expect(many - few).toBeLessThan(8 * 1024 * 1024);
  });
});

describe("random trees", () => {
  it("give what the plain meaning of the patterns says", async () => {
    await fc.assert(
      fc.asyncProperty(anyTree(), fc.array(anyPattern(), { minLength: 1, maxLength: 4 }), async (tree, patterns) => {
        const expected = patterns.flatMap((pattern, index) =>
          pathsBuiltAs(tree, pattern).map((at) => `${index} ${at}`),
        );
        const found = await findPaths(".", patterns, { source: memorySource(tree) });
        expect(found.filter((line) => !line.endsWith(" ."))).toEqual(expected.sort());
      }),
      { numRuns: 500 },
    );
  });

  it("on the disk too, on every backend", async () => {
    await fc.assert(
      fc.asyncProperty(anyTree(), fc.array(anyPattern(), { minLength: 1, maxLength: 4 }), async (tree, patterns) => {
        const root = makeTree(tree);
        const expected = patterns.flatMap((pattern, index) =>
          pathsBuiltAs(tree, pattern).map((at) => `${index} ${at}`),
        );
        for (const backend of BACKENDS) {
          const found = await findPaths(root, patterns, { backend });
          expect(found.filter((line) => !line.endsWith(" ."))).toEqual(expected.sort());
        }
      }),
      { numRuns: 20 },
    );
  });
});

/** A tree without end, each directory of which is made when it is listed: ten directories deep, and no end of them at the top. */
function endless(onList: () => void): Source {
  return {
    ...memorySource([]),
    name: "endless",
    root: (name) => new Entry({ name, type: "directory" }),
    place: () => "",
    *list(directory) {
      onList();
      const { depth } = directory;
      if (depth > 0) {
        const names = depth < 4 ? ["a.csv", "b.csv"] : ["b.csv"];
        const items = names.map((name) => new Entry({ parent: directory, name, type: "file" }));
        if (depth < 10) items.push(new Entry({ parent: directory, name: `exp_${depth}`, type: "directory" }));
        yield { items, names: items.length };
        return;
      }
      for (let number = 0; number < 20_000; number += 1) {
        yield { items: [new Entry({ parent: directory, name: `top_${number}`, type: "directory" })], names: 1 };
      }
    },
  };
}

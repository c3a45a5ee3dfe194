import { mkdirSync } from "node:fs";
import path from "node:path";
import type { MemoryNode } from "@transect/core";
import { memorySource, OptionError } from "@transect/core";
import { type Assessment, assess, findStructures, type StructurePattern } from "@transect/structure";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { dir, file, makeTree } from "../../walker-parallel/test/tree.js";
import { EXPERIMENT, EXPERIMENTS } from "./cases.js";
import { toArray } from "./found.js";
import { anyPattern, anyTree, nodeAt, partOf } from "./model.js";

afterEach(() => vi.restoreAllMocks());

const source = memorySource(EXPERIMENTS);

/** Each structure with the paths that belong to it, and what belongs to none. */
function brief({ structures, rest }: Assessment): unknown {
  return [...structures.map(({ path: at, paths }) => `${at}: ${paths.join()}`), ...rest.map((one) => `none: ${one}`)];
}

describe("assess", () => {
  it.each([
    [["exp_1/raw/1.csv"], ["exp_1: exp_1/raw/1.csv"]],
    [["exp_1/notes.txt"], ["exp_1: exp_1/notes.txt"]],
    [["exp_1/other.bin"], ["none: exp_1/other.bin"]],
    [["exp_1/raw"], ["exp_1: exp_1/raw"]],
    [["exp_1"], ["exp_1: exp_1"]],
    [["exp_2/a.csv"], ["none: exp_2/a.csv"]],
    [["exp_1/raw/gone.csv"], ["none: exp_1/raw/gone.csv"]],
    [
      ["gone/raw/1.csv", "exp_9/a.csv"],
      ["none: gone/raw/1.csv", "none: exp_9/a.csv"],
    ],
    [["./g//exp_1/x/../raw/2.csv"], ["g/exp_1: ./g//exp_1/x/../raw/2.csv"]],
    [
      ["g/exp_1/a.csv", "exp_1/a.csv", "g/exp_1/raw/2.csv", "g/exp_1/a.csv"],
      ["exp_1: exp_1/a.csv", "g/exp_1: g/exp_1/a.csv,g/exp_1/raw/2.csv"],
    ],
  ])("%j", async (paths, expected) => {
    expect(brief(await assess(paths, EXPERIMENT, { source }))).toEqual(expected);
  });

  it("looks at the disk, above the current folder too", async () => {
    const root = makeTree(EXPERIMENTS);
    vi.spyOn(process, "cwd").mockReturnValue(root);
    const absolute = path.join(root, "exp_1/raw/1.csv");
    const other = path.join(root, "exp_2/a.csv");
    expect(brief(await assess([absolute, other], EXPERIMENT))).toEqual([
      `${path.join(root, "exp_1")}: ${absolute}`,
      `none: ${other}`,
    ]);
  });

  it("one path may belong to several, by several patterns", async () => {
    const nested = memorySource([dir("a", file("x"), dir("b", file("x"), dir("c", file("x"))))]);
    const patterns: StructurePattern[] = [
      { name: "own", files: ["x"] },
      { name: "below", optional_directories: [{ directory_name: "c", files: ["x"] }] },
    ];
    const { structures } = await assess(["a/b/c/x"], patterns, { source: nested });
    expect(structures.map(({ path: at, pattern }) => `${at} ${pattern.name}`)).toEqual(["a/b below", "a/b/c own"]);
  });

  it("refuses what it cannot take", async () => {
    await expect(assess("a" as never, EXPERIMENT)).rejects.toThrow(OptionError);
    await expect(assess([""], EXPERIMENT)).rejects.toThrow('paths is [""]: expected an array of paths');
  });

  it("agrees with what copying would take, on random trees", async () => {
    await fc.assert(
      fc.asyncProperty(anyTree(), anyPattern(), async (tree, pattern) => {
        const random = memorySource(tree);
        const all = pathsOf(tree);
        fc.pre(all.length > 0);
        const found = await toArray(findStructures(".", pattern, { source: random, order: "path" }));
        const matches = found.flatMap((item) => (item.type === "match" ? [item.directory.path] : []));
        const expected = matches
          .filter((at) => at !== ".")
          .map((at) => [at, [at, ...pathsOf(partOf(nodeAt(tree, at), pattern).children ?? [], `${at}/`)].sort()]);
        const { structures } = await assess(all, pattern, { source: random });
        expect(structures.filter(({ path: at }) => at !== ".").map(({ path: at, paths }) => [at, paths])).toEqual(
          expected,
        );
      }),
      { numRuns: 300 },
    );
  });
});

describe("from within a structure", () => {
  it("the paths of its files lead up to it", async () => {
    const root = makeTree(EXPERIMENTS);
    mkdirSync(path.join(root, "exp_1/raw/empty"));
    const before = process.cwd();
    // Threads of a test runner cannot change folders.
    const canChange = (() => {
      try {
        process.chdir(path.join(root, "exp_1/raw"));
        return true;
      } catch {
        return false;
      }
    })();
    if (!canChange) return;
    try {
      expect(brief(await assess(["1.csv", "../notes.txt", "../other.bin"], EXPERIMENT))).toEqual([
        "..: ../notes.txt,1.csv",
        "none: ../other.bin",
      ]);
    } finally {
      process.chdir(before);
    }
  });
});

function pathsOf(nodes: readonly MemoryNode[], above = ""): string[] {
  return nodes.flatMap((node) => [`${above}${node.name}`, ...pathsOf(node.children ?? [], `${above}${node.name}/`)]);
}

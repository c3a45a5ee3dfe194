import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  closeSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import { type DuplicatesReport, duplicates } from "@transect/content";
import { OptionError, type Place } from "@transect/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BACKENDS, type Files, makeFiles, NOT_LINUX, sha256sums, withoutPrivileges } from "./files.js";
import { randomFiles } from "./random-files.js";

/** The paths of each group, in order. */
function groupsOf({ groups }: DuplicatesReport): string[][] {
  return groups.map(({ files }) => files.map(latin1));
}

/** A path as its bytes, one character of Latin-1 each. */
function latin1({ path: below, pathBase64 }: Place): string {
  return (pathBase64 === undefined ? Buffer.from(below) : Buffer.from(pathBase64, "base64")).toString("latin1");
}

/** Files that hold the same, as sha256sum says. */
function naive(root: string): string[][] {
  const groups = new Map<string, string[]>();
  for (const [name, hash] of sha256sums(root)) groups.set(hash, [...(groups.get(hash) ?? []), name]);
  return [...groups.values()].filter((names) => names.length > 1).map((names) => names.sort());
}

/** Of each file here the system says that it has one page. */
const MADE_UP = "/sys/kernel/mm/transparent_hugepage";

describe("duplicates", () => {
  it.skipIf(NOT_LINUX)("are the files that sha256sum says are equal, with any number of threads", async () => {
    await fc.assert(
      fc.asyncProperty(randomFiles, async (files) => {
        const root = makeFiles(files);
        const expected = naive(root).sort();
        const first = await duplicates(root, { minSize: 0, jobs: 1 });
        expect(groupsOf(first).sort()).toEqual(expected);
        for (let jobs = 2; jobs <= 8; jobs += 1) {
          for (const backend of BACKENDS) {
            expect(await duplicates(root, { minSize: 0, jobs, backend })).toEqual(first);
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  it("are told from what differs late, or in one byte", async () => {
    const same = Buffer.alloc(3_000_000, "s");
    const files: Record<string, string | Uint8Array> = { "a/1": same, "b/1": same, "c/1": same };
    for (const [index, at] of [0, 16_383, 16_384, 524_287, 1_500_000, 2_999_999].entries()) {
      const other = Buffer.from(same);
      other[at] = 0x74;
      files[`d/${index}`] = other;
      if (index % 2 === 0) files[`e/${index}`] = other;
    }
    const root = makeFiles(files);
    const report = await duplicates(root);
    expect(groupsOf(report).sort()).toEqual([
      ["a/1", "b/1", "c/1"],
      ["d/0", "e/0"],
      ["d/2", "e/2"],
      ["d/4", "e/4"],
    ]);
    expect(report).toMatchObject({ files: 12, copies: 5, bytes: 36_000_000 });
  });

  it("are told apart where many are alike for long, and on threads as well", async () => {
    const files: Record<string, Uint8Array> = {};
    for (let index = 0; index < 60; index += 1) {
      const bytes = Buffer.alloc(1_200_000, "s");
      bytes.write(String(index % 20).padStart(2), index % 2 === 0 ? 1_100_000 : 500_000);
      files[`${index}`] = bytes;
    }
    const root = makeFiles(files);
    for (const jobs of [1, 3]) {
      const groups = groupsOf(await duplicates(root, { jobs }));
      expect(groups).toHaveLength(20);
      for (const group of groups) expect(new Set(group.map((name) => Number(name) % 20)).size).toBe(1);
    }
  });

  it("are compared to the last byte, however large they are", async () => {
    const root = makeFiles({ a: "", b: "", c: "" });
    for (const name of ["a", "b", "c"]) truncateSync(path.join(root, name), 400_000_000);
    poke(path.join(root, "c"), 399_999_999, "x");
    expect(groupsOf(await duplicates(root))).toEqual([["a", "b"]]);
  });

  it.skipIf(NOT_LINUX)(
    "are the same on every backend, about the sizes where the way of comparing changes",
    async () => {
      const files: Record<string, Uint8Array> = {};
      for (const size of [1, 16_383, 16_384, 16_385, 65_535, 65_536, 65_537, 524_288, 540_673]) {
        // Of some sizes more files than are ever compared side by side; some differ in the first byte, some in the last.
        for (let index = 0; index < (size < 16_385 ? 70 : 11); index += 1) {
          const bytes = Buffer.alloc(size, "s");
          bytes.write(String.fromCharCode(0x61 + (index % 5)), index % 2 === 0 ? 0 : size - 1);
          files[`${index % 3}/${size}-${index}`] = bytes;
        }
      }
      const root = makeFiles(files);
      const expected = naive(root).sort();
      for (const backend of BACKENDS) {
        const report = await duplicates(root, { backend });
        expect(groupsOf(report).sort()).toEqual(expected);
        expect(report.completeness.state).toBe("complete");
      }
    },
  );

  it.skipIf(!existsSync(MADE_UP))("are found among files that say they hold more than they do", async () => {
    const above = naive(MADE_UP).map((names) => names.filter((name) => !name.includes("/")));
    const expected = above.filter(({ length }) => length > 1).sort();
    for (const backend of BACKENDS) {
      const report = await duplicates(MADE_UP, { backend, maxDepth: 1 });
      expect(report.completeness.errors.list).toEqual([]);
      expect(groupsOf(report).sort()).toEqual(expected);
    }
  });

  it("leave empty files out, and small ones where asked", async () => {
    const root = makeFiles({ a: "", b: "", c: "1", d: "1", e: "22", f: "22" });
    expect(groupsOf(await duplicates(root))).toEqual([
      ["e", "f"],
      ["c", "d"],
    ]);
    expect(groupsOf(await duplicates(root, { minSize: 2 }))).toEqual([["e", "f"]]);
    expect(groupsOf(await duplicates(root, { minSize: 0 }))).toHaveLength(3);
  });

  it("come with those first that would free the most, then by path", async () => {
    const root = makeFiles({
      z1: "aaaa",
      z2: "aaaa",
      a1: "bb",
      a2: "bb",
      a3: "bb",
      b1: "cc",
      b2: "cc",
      c1: "dd",
      c2: "dd",
    });
    expect(groupsOf(await duplicates(root)).map(([first]) => first)).toEqual(["z1", "a1", "b1", "c1"]);
  });

  it("follow ignore rules and patterns", async () => {
    const root = makeFiles({ ".gitignore": "out\n", "out/a": "same", "src/a": "same", "src/b.txt": "same" });
    mkdirSync(path.join(root, ".git"));
    expect(groupsOf(await duplicates(root, { ignore: "git" }))).toEqual([["src/a", "src/b.txt"]]);
    expect(groupsOf(await duplicates(root, { exclude: "**/*.txt" }))).toEqual([["out/a", "src/a"]]);
  });

  it.skipIf(NOT_LINUX)("are no links, and are not found through links", async () => {
    const root = makeFiles({ "a/x": "same", "b/y": "other" });
    symlinkSync("x", path.join(root, "a/link"));
    symlinkSync("../a", path.join(root, "b/loop"));
    expect(await duplicates(root)).toMatchObject({ files: 2, groups: [], completeness: { state: "complete" } });
    const link = await duplicates(path.join(root, "b/loop"));
    expect(link.completeness.errors.list).toMatchObject([{ code: "EINVAL" }]);
  });

  it("look once at a root that lies in another", async () => {
    const root = makeFiles({ "a/x": "same", "a/b/y": "same", "c/z": "alone" });
    const roots = [path.join(root, "a/b"), root, `${root}/`, path.join(root, "a")];
    const report = await duplicates(roots);
    expect(report).toMatchObject({ roots, files: 3, copies: 1 });
    expect(groupsOf(report)).toEqual([["a/b/y", "a/x"]]);
    const apart = await duplicates([path.join(root, "c"), path.join(root, "a")]);
    expect([apart.files, groupsOf(apart)]).toEqual([3, [["b/y", "x"]]]);
  });
});

describe("hard links", () => {
  it("are one file, and no copies of it", async () => {
    const root = makeFiles({ a: "same", c: "same" });
    linkSync(path.join(root, "a"), path.join(root, "b"));
    linkSync(path.join(root, "a"), path.join(root, "d"));
    const report = await duplicates(root);
    expect(report.groups).toMatchObject([
      {
        bytes: 4,
        files: [
          { path: "a", otherNames: [{ path: "b" }, { path: "d" }], hasMoreNames: false },
          { path: "c", otherNames: [], hasMoreNames: false },
        ],
      },
    ]);
    expect(report).toMatchObject({ files: 2, bytes: 8, copies: 1, reclaimable: { apparentBytes: 4 } });
    const linked = makeFiles({ a: "same" });
    linkSync(path.join(linked, "a"), path.join(linked, "b"));
    expect((await duplicates(linked)).groups).toEqual([]);
  });

  it("with names elsewhere free nothing", async () => {
    const folder = makeFiles({ "in/a": "same", "in/b": "same", "in/c": "same", "out/x": "" });
    for (const name of ["a", "b"]) linkSync(path.join(folder, "in", name), path.join(folder, "out", name));
    const report = await duplicates(path.join(folder, "in"));
    expect(report.groups[0]?.files.map(({ hasMoreNames }) => hasMoreNames)).toEqual([true, true, false]);
    // Kept is one of those that are in use elsewhere; the other one of them frees nothing.
    expect(report.reclaimable.apparentBytes).toBe(4);
    const all = await duplicates(folder);
    expect(all.reclaimable.apparentBytes).toBe(8);
  });

  it.skipIf(NOT_LINUX)("and copies free what du says when all but one of each group are removed", async () => {
    await fc.assert(
      fc.asyncProperty(randomFiles, async (files) => {
        const root = makeFiles({ ...files, k1: "kept".repeat(5000), k2: "kept".repeat(5000) });
        linkSync(path.join(root, "k1"), path.join(root, "linked"));
        const before = du(root);
        const { groups, reclaimable } = await duplicates(root);
        for (const group of groups) {
          for (const file of group.files.slice(1)) {
            for (const name of [file, ...file.otherNames]) rmSync(bytesAt(root, latin1(name)));
          }
        }
        expect(before - du(root)).toBe(Number(reclaimable.allocatedBytes));
        expect((await duplicates(root)).groups).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });
});

describe("what changes meanwhile", () => {
  it.each([
    ["vanishes", (file: string) => rmSync(file)],
    ["grows", (file: string) => appendFileSync(file, "more")],
    ["is written anew", (file: string) => writeFileSync(file, "SAME")],
    ["gets another time", (file: string) => utimesSync(file, 5, 5)],
    [
      "becomes another file",
      (file: string) => {
        rmSync(file);
        writeFileSync(file, "same");
        utimesSync(file, 1000, 1000);
      },
    ],
  ])("is an error and in no group: it %s", async (_what, change) => {
    const root = makeFiles({ a: "same", b: "same", c: "same" });
    for (const name of ["a", "b", "c"]) utimesSync(path.join(root, name), 1000, 1000);
    const hold = openSync(path.join(root, "b"), "r");
    const filter = ({ name }: { name: string }): boolean => {
      if (name === "b") change(path.join(root, "b"));
      return true;
    };
    const report = await duplicates(root, { filter });
    closeSync(hold);
    expect(groupsOf(report)).toEqual([["a", "c"]]);
    expect(report.completeness).toMatchObject({ state: "partial", errors: { count: 1, list: [{ path: "b" }] } });
  });

  it.skipIf(NOT_LINUX)("and what cannot be read is told, and the rest is found", async () => {
    const root = makeFiles({ a: "same", b: "same", c: "same", "locked/d": "same" });
    chmodSync(path.join(root, "b"), 0);
    chmodSync(path.join(root, "locked"), 0);
    for (const backend of BACKENDS) {
      const report = await withoutPrivileges(() => duplicates(root, { backend }));
      expect(groupsOf(report)).toEqual([["a", "c"]]);
      expect(report.completeness.errors.list).toMatchObject([
        { path: "b", operation: "open", code: "EACCES" },
        { path: "locked", operation: "readdir", code: "EACCES" },
      ]);
    }
  });

  it("stops when told to, with no group that was not compared to its end", async () => {
    const root = makeFiles({ a: "", b: "", c: "", d: "1", e: "1" });
    for (const name of ["a", "b", "c"]) truncateSync(path.join(root, name), 2 ** 38);
    poke(path.join(root, "c"), 2 ** 38 - 1, "x");
    const report = await duplicates(root, { signal: AbortSignal.timeout(300), jobs: 2 });
    expect(report.completeness.state).toBe("cancelled");
    for (const group of groupsOf(report)) expect(group).toEqual(["d", "e"]);
  });

  it("stops at once where it may take no time, however little there is to do", async () => {
    const root = makeFiles({ one: "1" });
    const states = new Set<string>();
    for (let n = 0; n < 300; n += 1) states.add((await duplicates(root, { maxDuration: 0 })).completeness.state);
    expect([...states]).toEqual(["timedOut"]);
  });
});

describe("folders that overlap", () => {
  const pairsOf = ({ folders }: DuplicatesReport): unknown =>
    folders.list.map(({ sharedBytes, files, folders: [a, b] }) => [
      a.path,
      a.share,
      b.path,
      b.share,
      sharedBytes,
      files,
    ]);

  it("are told with what they share, by each", async () => {
    const root = makeFiles({ "a/x": "1234", "a/y": "only here", "b/x": "1234", "b/z": "12" });
    const report = await duplicates(root);
    expect(pairsOf(report)).toEqual([["a", 4 / 13, "b", 4 / 6, 4, 1]]);
    expect(report.folders.list[0]?.folders.map(({ bytes }) => bytes)).toEqual([13, 6]);
  });

  it("are told at the highest place where a copy is whole", async () => {
    const tree: Files = { "sub/deep/1": "aaaa", "sub/2": "bbb", "3": "cc" };
    const files = Object.entries(tree).flatMap(([name, content]) => [
      [`one/${name}`, content],
      [`two/copy/${name}`, content],
    ]);
    const report = await duplicates(makeFiles({ ...Object.fromEntries(files), "two/more": "not in one" }));
    expect(pairsOf(report)).toEqual([["one", 1, "two/copy", 1, 9, 3]]);
  });

  it("are told at the lowest place that has all of it", async () => {
    const report = await duplicates(makeFiles({ "a/x/y/1": "same", "a/2": "22", "b/x/y/1": "same", "b/3": "333" }));
    expect(pairsOf(report)).toEqual([["a/x", 1, "b/x", 1, 4, 1]]);
  });

  it("count a content as often as both have it", async () => {
    const report = await duplicates(
      makeFiles({ "a/1": "same", "a/2": "same", "b/1": "same", "b/2": "same", "b/3": "same" }),
    );
    expect(pairsOf(report)).toEqual([["a", 1, "b", 8 / 12, 8, 2]]);
    const within = await duplicates(makeFiles({ "a/1": "same", "a/2": "same" }));
    expect(within.folders).toEqual({ count: 0, leftOut: 0, list: [], passedOver: 0 });
  });

  it("add up over all contents that lie in the same folders, and over those that do not", async () => {
    const files: Record<string, string> = {};
    for (const folder of ["a/x", "b/x", "c/x"]) {
      for (let index = 1; index <= 5; index += 1) files[`${folder}/${index}`] = "s".repeat(index);
    }
    files["a/y/6"] = files["b/y/6"] = "t".repeat(100);
    const report = await duplicates(makeFiles(files));
    expect(pairsOf(report)).toEqual([
      ["a", 1, "b", 1, 115, 6],
      ["a/x", 1, "c/x", 1, 15, 5],
      ["b/x", 1, "c/x", 1, 15, 5],
    ]);
  });

  it("may be one in the other, in different roots, and roots themselves", async () => {
    const nested = await duplicates(makeFiles({ "a/1": "same", "a/b/1": "same" }));
    expect(nested.folders.list).toEqual([]);
    const [one, two] = [makeFiles({ "x/1": "same", "2": "other" }), makeFiles({ "x/1": "same", "2": "other" })];
    const { folders } = await duplicates([one, two]);
    expect(folders.list).toMatchObject([
      {
        sharedBytes: 9,
        folders: [
          { path: ".", share: 1 },
          { path: ".", share: 1 },
        ],
      },
    ]);
  });

  it("do not count what lies in too many, and say how much that is", async () => {
    const files: Record<string, string> = { "f1/own": "own", "f2/own": "own" };
    for (let index = 0; index < 40; index += 1) files[`f${index}/licence`] = "everywhere";
    const root = makeFiles(files);
    const few = await duplicates(root);
    expect([pairsOf(few), few.folders.passedOver]).toEqual([[["f1", 3 / 13, "f2", 3 / 13, 3, 1]], 1]);
    const all = await duplicates(root, { folderLimit: 40, listLimit: 5 });
    expect(all.folders).toMatchObject({ count: 780, leftOut: 775, passedOver: 0 });
    expect(all.folders.list).toHaveLength(5);
  });
});

describe("a bad option", () => {
  it.each([
    [{ folderLimit: 1.5 }, "folderLimit is 1.5"],
    [{ minSize: -1 }, "minSize is -1"],
    [{ jobs: 2000 }, "jobs is 2000"],
  ])("%j is named with what is allowed", async (options, message) => {
    const cause = await duplicates(makeFiles(), options).catch((thrown: unknown) => thrown);
    expect(cause).toBeInstanceOf(OptionError);
    expect(String(cause)).toContain(message);
  });

  it.each([[[]], [""], [[1 as unknown as string]]])("as roots %j is refused", async (roots) => {
    await expect(duplicates(roots as string[])).rejects.toThrow("roots is");
  });
});

function du(root: string): number {
  return Number.parseInt(execFileSync("du", ["-s", "-B1", "--", root]).toString(), 10);
}

function bytesAt(root: string, below: string): Buffer {
  return Buffer.concat([Buffer.from(`${root}/`), Buffer.from(below, "latin1")]);
}

/** Writes bytes at a place in a file. */
function poke(file: string, position: number, text: string): void {
  const descriptor = openSync(file, "r+");
  writeSync(descriptor, text, position);
  closeSync(descriptor);
}

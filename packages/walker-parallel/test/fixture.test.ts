import { execFileSync } from "node:child_process";
import { chmodSync } from "node:fs";
import path from "node:path";
import { memorySource, type Report } from "@transect/core";
import { localSource, type ProfileOptions, profile } from "@transect/walker-parallel";
import { describe, expect, it } from "vitest";
import { asyncSource, watchedSource } from "./async-source.js";
import { BACKENDS, backendsWith, NOT_LINUX } from "./backends.js";
import { brief, collectPaths } from "./collect.js";
import { du, findPaths } from "./oracle.js";
import { T1 } from "./t1.js";
import {
  dir,
  fifo,
  file,
  hardLink,
  hole,
  link,
  makeFolder,
  makeSocket,
  makeTree,
  withoutPrivileges,
  writeTree,
} from "./tree.js";

type Place = [string, () => { root: string; options: ProfileOptions }];

const ON_DISK: Place = ["on the disk", () => ({ root: makeTree(T1), options: {} })];

const IN_MEMORY: readonly Place[] = [
  ["in memory", () => ({ root: ".", options: { source: memorySource(T1) } })],
  ["in memory that takes its time", () => ({ root: ".", options: { source: asyncSource(memorySource(T1)) } })],
];

describe.each(BACKENDS)("the %s backend", (backend) => {
  const profileOf = (roots: string | readonly string[], options: ProfileOptions = {}): Promise<Report> =>
    profile(roots, { ...options, backend });
  const takesSources = backendsWith("source").includes(backend);

  describe.each([ON_DISK, ...(takesSources ? IN_MEMORY : [])])("counts the small project %s:", (_place, make) => {
    it("files, folders, bytes, depths, extensions, empties, the busiest folder", async () => {
      const { root, options } = make();
      const report = await profileOf(root, options);
      expect(report.completeness).toEqual({ state: "complete", errors: { count: 0, leftOut: 0, list: [] } });
      expect(report.totals).toMatchObject({ files: 14, directories: 9, symlinks: 0, others: 0, apparentBytes: 1689 });
      expect(report.meanFilesPerDirectory.toFixed(2)).toBe("1.56");
      expect(report.deepestDirectory).toEqual({ root, path: "docs/images", depth: 2 });
      expect(report.depths).toEqual([
        { depth: 0, directories: 1, files: 0, symlinks: 0, others: 0 },
        { depth: 1, directories: 6, files: 0, symlinks: 0, others: 0 },
        { depth: 2, directories: 2, files: 9, symlinks: 0, others: 0 },
        { depth: 3, directories: 0, files: 5, symlinks: 0, others: 0 },
      ]);
      expect(report.emptyDirectories).toEqual({ count: 1, leftOut: 0, list: [{ root, path: "empty_dir" }] });
      expect(report.directoriesWithoutFiles).toBe(1);
      expect(report.extensions.list.map(({ extension, files, apparentBytes }) => [extension, files, apparentBytes]))
        // By files, then by name.
        .toEqual([
          [".py", 6, 184],
          [".txt", 3, 1038],
          [".jpg", 1, 260],
          [".json", 1, 16],
          [".md", 1, 33],
          [".png", 1, 130],
          [".rs", 1, 28],
        ]);
      expect(report.busiestDirectories.list[0]).toEqual({ root, path: "src/modules", files: 3 });
      expect(report.largestFiles.list[0]).toMatchObject({ path: "data/large_file.txt", apparentBytes: 1000 });
      expect(report.roots).toEqual([{ root, type: "directory", totals: report.totals }]);
    });

    it("hidden names pruned", async () => {
      const { root, options } = make();
      const report = await profileOf(root, { ...options, hidden: false });
      expect(report.totals).toMatchObject({ files: 13, directories: 8, apparentBytes: 1675 });
      expect(report.depths[1]?.directories).toBe(5);
      expect(report.emptyDirectories.count).toBe(1);
    });
  });

  it("counts files that lie directly in the root, at depth 1", async () => {
    const report = await profileOf(makeTree([file("a", 1), file("b", 2), dir("d", file("c", 4))]));
    expect(report.totals).toMatchObject({ files: 3, directories: 2, apparentBytes: 7 });
    expect(report.depths.map(({ directories, files }) => [directories, files])).toEqual([
      [1, 0],
      [1, 2],
      [0, 1],
    ]);
  });

  it("counts each empty folder once, the root too, and none that holds only hidden names", async () => {
    const root = makeTree([dir("a", dir("b")), dir("c"), dir("hides", file(".x"))]);
    expect((await profileOf(root)).emptyDirectories.list.map((place) => place.path)).toEqual(["a/b", "c"]);
    const visible = await profileOf(root, { hidden: false });
    expect(visible.emptyDirectories.list.map((place) => place.path)).toEqual(["a/b", "c"]);
    expect(visible.directoriesWithoutFiles).toBe(5);
    expect((await profileOf(makeFolder())).emptyDirectories.list.map((place) => place.path)).toEqual(["."]);
  });

  it.skipIf(NOT_LINUX)("opens nothing that it prunes: it may be such as nobody may read", async () => {
    const root = makeTree([dir(".git", file("x")), dir("src", dir(".cache")), dir("no", dir("deep")), file("f")]);
    const locked = [".git", "src/.cache", "no/deep"].map((folder) => path.join(root, folder));
    for (const folder of locked) chmodSync(folder, 0);
    const report = await withoutPrivileges(() => profileOf(root, { hidden: false, exclude: "no/deep" }));
    const shallow = await withoutPrivileges(() => profileOf(root, { maxDepth: 1 }));
    const matching = await withoutPrivileges(() => profileOf(root, { match: "*" }));
    for (const { completeness } of [report, shallow, matching]) expect(completeness.errors.list).toEqual([]);
    expect(report.totals).toMatchObject({ files: 1, directories: 3 });
    expect(shallow.totals).toMatchObject({ files: 1, directories: 4 });
    expect(matching.totals).toMatchObject({ files: 1, directories: 2 });
  });

  it("takes a hidden root, as it was asked for by name", async () => {
    const root = makeTree([dir(".config", file("a"), file(".b"))]);
    const report = await profileOf(path.join(root, ".config"), { hidden: false });
    expect(report.totals.files).toBe(1);
  });

  it("says the same of two roots together as of each, with a grand total", async () => {
    const a = makeTree([file("x", 10), dir("d", file("y", 20))]);
    const b = makeTree([file("z", 5), dir("empty")]);
    const [both, one, two] = await Promise.all([profileOf([a, b]), profileOf(a), profileOf(b)]);
    expect(both.roots).toEqual([one.roots[0], two.roots[0]]);
    expect(both.totals).toMatchObject({ files: 3, directories: 4, apparentBytes: 35 });
    expect(both.totals.allocatedBytes).toBe(Number(one.totals.allocatedBytes) + Number(two.totals.allocatedBytes));
  });

  it("counts a file with several names once, or each name when asked", async () => {
    const names = ["a", "b", "c"].map((name) => hardLink(name, "1", 5000, 3));
    const root = makeTree([dir("d", ...names), file("own", 100)]);
    const [once, each] = [await profileOf(root), await profileOf(root, { hardLinks: "each" })];
    expect(once.totals).toMatchObject({ files: 4, apparentBytes: 5100 });
    expect(each.totals).toMatchObject({ files: 4, apparentBytes: 15_100 });
    expect(once.hardLinks).toMatchObject({ objects: 1, names: 3, savedApparentBytes: 10_000 });
    expect(each.hardLinks).toMatchObject({ objects: 1, names: 3, savedApparentBytes: 0 });
    if (NOT_LINUX) return;
    expect(once.totals.allocatedBytes).toBe(du(root));
    expect(each.totals.allocatedBytes).toBe(du(root, "--count-links"));
  });

  it("gives a hard link shared by two roots to one of them, so that the roots add up", async () => {
    const folder = makeTree([dir("a", hardLink("x", "1", 5000, 2)), dir("b", hardLink("y", "1", 5000, 2))]);
    const roots = ["b", "a"].map((name) => path.join(folder, name));
    const report = await profileOf(roots);
    expect(report.roots.map((root) => root.totals.apparentBytes)).toEqual([0, 5000]);
    expect(report.totals.apparentBytes).toBe(5000);
  });

  it.skipIf(NOT_LINUX)("tells a hole's apparent size from what it takes", async () => {
    const root = makeTree([dir("d", hole("hole", 3 * 2 ** 30))]);
    const report = await profileOf(path.join(root, "d", "hole"));
    expect(report.totals).toMatchObject({ files: 1, apparentBytes: 3 * 2 ** 30, allocatedBytes: 0 });
    expect((await profileOf(root)).totals.allocatedBytes).toBe(du(root));
  });

  it.skipIf(NOT_LINUX)("never opens a FIFO or a socket", async () => {
    const root = makeTree([fifo("pipe"), dir("d", fifo("pipe"))]);
    await makeSocket(path.join(root, "socket"));
    const report = await profileOf(root);
    expect(report.totals).toMatchObject({ files: 0, others: 3, directories: 2 });
    expect(report.completeness.state).toBe("complete");
    expect((await profileOf(path.join(root, "pipe"))).roots[0]).toMatchObject({ type: "other", totals: { others: 1 } });
  });

  it("goes on with the other roots where one is missing, and says so", async () => {
    const [a, b] = [makeTree([file("x", 1)]), makeTree([file("y", 2)])];
    const gone = path.join(a, "gone");
    const report = await profileOf([a, gone, b]);
    expect(report.completeness.state).toBe("partial");
    expect(report.completeness.errors.list.map(brief)).toEqual(["lstat ENOENT ."]);
    expect(report.completeness.errors.list[0]).toMatchObject({ root: gone, message: expect.stringMatching(/^ENOENT/) });
    expect(report.roots.map(({ type, totals }) => [type, totals.files])).toEqual([
      ["directory", 1],
      ["missing", 0],
      ["directory", 1],
    ]);
    expect(report.totals.files).toBe(2);
  });

  it.skipIf(NOT_LINUX).each([0, 1, 2, 3, 9])("limits the depth to %i as find -maxdepth does", async (maxDepth) => {
    const root = makeTree(T1);
    const expected = findPaths(root, "-maxdepth", `${maxDepth}`).sort();
    expect(await collectPaths(root, { backend, maxDepth })).toEqual(expected);
    const report = await profileOf(root, { maxDepth });
    expect(report.totals.files + report.totals.directories).toBe(expected.length);
    // What was not opened is not called empty.
    expect(report.emptyDirectories.count).toBe(maxDepth >= 2 ? 1 : 0);
  });

  it("does not enter symbolic links, whatever they lead to, and counts them apart", async () => {
    const root = makeTree([
      dir("real", file("f", 7)),
      link("to-dir", "real"),
      link("up", "."),
      link("gone", "nowhere"),
    ]);
    const report = await profileOf(root);
    expect(report.totals).toMatchObject({ files: 1, directories: 2, symlinks: 3, apparentBytes: 7 });
    expect(report.completeness.state).toBe("complete");
  });

  it("walks around links to their own folder and to themselves", async () => {
    const root = makeFolder();
    writeTree(root, [dir("a", link("b", "a"), link("c", "a")), link("d", "a"), link("self", "self")]);
    expect(await collectPaths(root, { backend })).toEqual([".", "a", "a/b", "a/c", "d", "self"]);
  });

  it.skipIf(NOT_LINUX)("writes nothing to what it walks over", async () => {
    const root = makeTree(T1);
    const state = (): string => execFileSync("find", [root, "-printf", "%p %C@ %T@ %s\n"]).toString();
    const before = state();
    await profileOf(root);
    expect(state()).toBe(before);
  });
});

it.each(backendsWith("source", "descend"))("the %s backend lists nothing below what it prunes", async (backend) => {
  const root = makeTree([dir(".git", dir("objects", file("x"))), dir("src", dir(".cache", dir("y"))), dir("no")]);
  const listed: string[] = [];
  const source = watchedSource(localSource(), (directory) => listed.push(directory.path));
  await profile(root, { backend, source, hidden: false, descend: (directory) => directory.name !== "no" });
  expect(listed.sort()).toEqual([".", "src"]);
});

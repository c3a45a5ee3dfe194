import { symlinkSync, writeFileSync } from "node:fs";
import type { MemoryNode } from "@transect/core";
import { profile, walk } from "@transect/walker-parallel";
import { describe, expect, it } from "vitest";
import { BACKENDS, NOT_LINUX, scaled } from "./backends.js";
import { collect } from "./collect.js";
import { bytePath, du } from "./oracle.js";
import { bytes, dir, file, makeChain, makeFolder, makeTree, openFolders } from "./tree.js";

describe.each(BACKENDS)("the %s backend keeps", (backend) => {
  describe.skipIf(NOT_LINUX)("names that are not UTF-8:", () => {
    it("they read with a replacement character and carry their bytes", async () => {
      const root = makeTree([file(bytes("caf\xe9"), 1), file("plain"), file("genuine \uFFFD")]);
      for (const stat of [false, true]) {
        const { entries } = await collect(root, { backend, stat });
        const seen = entries.map(({ path, pathBytes }) => [
          path,
          pathBytes && Buffer.from(pathBytes).toString("latin1"),
        ]);
        expect(seen.sort()).toEqual([
          [".", undefined],
          ["caf\uFFFD", "caf\xe9"],
          ["genuine \uFFFD", undefined],
          ["plain", undefined],
        ]);
      }
    });

    it("two that read alike stay apart, and so does all below them", async () => {
      const twin = (latin1: string, size: number): MemoryNode => dir(bytes(latin1), dir("sub", file("f", size)));
      const root = makeTree([twin("\xff", 1), twin("\xfe", 2), dir("\uFFFD", dir("sub", file("f", 4)))]);
      const { entries } = await collect(root, { backend });
      expect(new Set(entries.map(bytePath)).size).toBe(10);
      const report = await profile(root, { backend });
      expect(report.totals).toMatchObject({ files: 3, directories: 7, apparentBytes: 7 });
      // By size; then the bytes tell which is which.
      expect(report.largestFiles.list.map(({ path, pathBase64 }) => [path, pathBase64])).toEqual([
        ["\uFFFD/sub/f", undefined],
        ["\uFFFD/sub/f", Buffer.from("\xfe/sub/f", "latin1").toString("base64")],
        ["\uFFFD/sub/f", Buffer.from("\xff/sub/f", "latin1").toString("base64")],
      ]);
      expect(report.tree.count).toBe(7);
    });

    it("they are not taken for text that reads as the numbers of their bytes", async () => {
      const twin = (name: string | Uint8Array, size: number): MemoryNode =>
        dir(name, ...Array.from({ length: 40 }, (_, n) => dir(`sub${n}`, file("f", size))));
      const root = makeTree([
        twin("255", 1),
        twin(bytes("\xff"), 100),
        twin("255,254", 1),
        twin(bytes("\xff\xfe"), 100),
      ]);
      const report = await profile(root, { backend, jobs: 4, treeDepth: 1, listLimit: Number.POSITIVE_INFINITY });
      expect(report.tree.list.map(({ totals }) => totals.apparentBytes).sort()).toEqual([40, 40, 4000, 4000, 8080]);
      const { entries } = await collect(root, { backend, jobs: 4, stat: true });
      const bytesBelow = (path: string): number =>
        entries.reduce((sum, entry) => sum + (bytePath(entry).startsWith(path) ? Number(entry.stat?.size) : 0), 0);
      expect(["255/sub1/", "\xff/sub1/", "255,254/sub1/", "\xff\xfe/sub1/"].map(bytesBelow)).toEqual([1, 100, 1, 100]);
    });

    it("they are pruned by the same rules, and empties below them are seen", async () => {
      const root = makeTree([dir(bytes(".\xff"), file("x")), dir(bytes("\xfe"), dir(bytes("\xfd")))]);
      const report = await profile(root, { backend, hidden: false });
      expect(report.totals).toMatchObject({ files: 0, directories: 3 });
      const [empty] = report.emptyDirectories.list;
      expect(Buffer.from(empty?.pathBase64 ?? "", "base64").toString("latin1")).toBe("\xfe/\xfd");
    });

    it("many of them among many others come once each", async () => {
      const nodes = Array.from({ length: 700 }, (_, n) => file(n % 3 === 0 ? bytes(`\xff${n}`) : `n${n}`));
      const { entries } = await collect(makeTree(nodes), { backend });
      expect(entries.length).toBe(701);
      expect(new Set(entries.map(bytePath)).size).toBe(701);
    });
  });

  describe.skipIf(NOT_LINUX)("paths beyond what the system takes:", () => {
    it.each([
      ["1,100 folders deep", 1100, "directory"],
      ["5,000 folders deep", 5000, "d"],
      ["names of 255 bytes", 40, "n".repeat(255)],
      ["names of 255 bytes that are characters of three", 40, "日".repeat(85)],
    ])("%s", async (_what, levels, name) => {
      const root = makeFolder();
      makeChain(root, levels, name, (bottom) => writeFileSync(`${bottom}/end.txt`, "12345"));
      const report = await profile(root, { backend });
      expect(report.completeness.errors.list).toEqual([]);
      expect(report.totals).toMatchObject({ files: 1, directories: levels + 1, apparentBytes: 5 });
      expect(report.totals.allocatedBytes).toBe(du(root));
      expect(report.deepestDirectory?.depth).toBe(levels);
      expect(report.largestFiles.list[0]?.path).toBe(`${`${name}/`.repeat(levels)}end.txt`);
      const { entries, errors } = await collect(root, { backend });
      expect([entries.length, errors.length]).toEqual([levels + 2, 0]);
    });

    it("a name that is not UTF-8 on the way", async () => {
      const root = makeTree([dir(bytes("\xff"), dir("d"))]);
      const { entries: before } = await collect(root, { backend });
      expect(before.length).toBe(3);
      makeChain(root, 1, "way", (bottom) =>
        makeChain(bottom, 30, "\u00e9".repeat(120), (end) => writeFileSync(`${end}/f`, "")),
      );
      const { entries, errors } = await collect(root, { backend, stat: true });
      expect([entries.length, errors.length]).toEqual([3 + 1 + 30 + 1, 0]);
    });

    it("links at the bottom of them, looked through", async () => {
      const root = makeFolder();
      const target = makeTree([dir("sub", file("f", 3))]);
      makeChain(root, 5000, "d", (bottom) => {
        symlinkSync(target, `${bottom}/to-folder`);
        symlinkSync(`${target}/sub/f`, `${bottom}/to-file`);
        symlinkSync("..", `${bottom}/up`);
      });
      const { entries, errors } = await collect(root, { backend, follow: true });
      expect(errors.map(({ code }) => code)).toEqual(["ELOOP"]);
      expect(entries.length).toBe(1 + 5000 + 1 + 1 + 1 + 2);
    });

    it("and gives every folder back that it held open for them", async () => {
      const root = makeFolder();
      makeChain(root, 1100, "directory", (bottom) => {
        symlinkSync("..", `${bottom}/up`);
        symlinkSync(makeTree([dir("a", ...manyFolders(1000))]), `${bottom}/out`);
      });
      const before = openFolders();
      await profile(root, { backend });
      expect(openFolders()).toBe(before);
      await profile(root, { backend, follow: true });
      expect(openFolders()).toBe(before);
      for await (const item of walk(root, { backend })) if (item.type !== "error" && item.depth === 1000) break;
      expect(openFolders()).toBe(before);
      for await (const item of walk(root, { backend, follow: true })) {
        if (item.type === "file") break;
      }
      expect(openFolders()).toBe(before);
      await profile(root, { backend, maxDuration: 0 });
      expect(openFolders()).toBe(before);
    });
  });

  it("count of very many folders", async () => {
    const folders = scaled(100_000);
    const report = await profile(treeOfFolders(), { backend });
    expect(report.totals).toMatchObject({ files: folders - folders / 100, directories: folders + 1 });
  });

  it("hold of what lies in folders that are not given themselves, however much their names take", async () => {
    const root = makeTree(Array.from({ length: 1000 }, (_, n) => dir(`${n}${"n".repeat(200)}`, file("f"))));
    const { entries } = await collect(root, { backend, types: ["file"], stat: true });
    expect(new Set(entries.map(({ path }) => path)).size).toBe(1000);
    expect(entries.every(({ path }) => /^\d+n{200}\/f$/.test(path))).toBe(true);
  });

  it.skipIf(process.platform !== "linux")(
    "no folder open that was left before all of it was read",
    async () => {
      const root = crowdedFolder();
      const before = openFolders();
      for (let entries = 1; entries < 10_000; entries *= 7) {
        let seen = 0;
        for await (const _ of walk(root, { backend })) if (++seen === entries) break;
        await profile(root, { backend, maxDuration: entries / 1_000 });
      }
      await expect.poll(openFolders, { timeout: 10_000 }).toBe(before);
    },
    600_000,
  );

  it("count of very many entries in one folder", async () => {
    const entries = scaled(1_000_000);
    const root = crowdedFolder();
    const report = await profile(root, { backend });
    expect(report.totals).toMatchObject({ files: entries, directories: 1 });
    expect(report.busiestDirectories.list[0]?.files).toBe(entries);
    let given = 0;
    for await (const item of walk(root, { backend })) given += item.type === "file" ? 1 : 0;
    expect(given).toBe(entries);
  }, 600_000);
});

/** As large as they are, they are made once for all backends. */
const treeOfFolders = once(() =>
  makeTree(Array.from({ length: scaled(100_000) / 100 }, (_, a) => dir(`${a}`, ...manyFolders(99)))),
);

const crowdedFolder = once(() => {
  const root = makeFolder();
  for (let n = 0; n < scaled(1_000_000); n += 1) writeFileSync(`${root}/entry-with-a-long-name-${n}`, "");
  return root;
});

function once<T>(make: () => T): () => T {
  let made: { readonly it: T } | undefined;
  return () => {
    made ??= { it: make() };
    return made.it;
  };
}

function manyFolders(count: number): MemoryNode[] {
  return Array.from({ length: count }, (_, index) => dir(`folder-${index}`, file("f")));
}

import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { profile } from "@transect/walker-parallel";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BACKENDS, FULL_SCALE, NOT_LINUX } from "./backends.js";
import { brief, collect } from "./collect.js";
import {
  coreutilsVersion,
  du,
  type Found,
  find,
  findPaths,
  findThroughLinks,
  lineOfEntry,
  lineOfFound,
} from "./oracle.js";
import { randomTree } from "./random-tree.js";
import { bytes, dir, file, link, makeChain, makeSocket, makeTree } from "./tree.js";

const repository = fileURLToPath(new URL("../../../", import.meta.url));

/** Trees as they are found: a system, an installation of packages, and what no tidy person would make. */
const TREES: readonly [string, () => string | Promise<string>][] = [
  ["the system's programs", () => (FULL_SCALE ? "/usr" : "/usr/share")],
  ["the repository's own packages", () => path.join(repository, "node_modules/.pnpm")],
  ...[1, 2, 3, 4].map((seed): [string, () => Promise<string>] => [`generated tree ${seed}`, () => makeHorrors(seed)]),
];

async function makeHorrors(seed: number): Promise<string> {
  const root = makeTree(randomTree(seed));
  await makeSocket(path.join(root, "socket"));
  makeChain(root, 60 * seed, "long".repeat(20));
  return root;
}

// A system may be at work while it is looked at: what differs is looked at again.
describe.skipIf(NOT_LINUX).each(BACKENDS)("the %s backend agrees with find and du", (backend) => {
  describe.each(TREES)("on %s:", { retry: 2 }, (_name, make) => {
    let root = "";
    let found: readonly Found[] = [];

    beforeAll(async () => {
      root = await make();
      expect(existsSync(root)).toBe(true);
    });

    beforeEach(() => {
      found = find(root);
    });

    it("every name, type, size, block, link, inode and depth", async () => {
      const { entries, errors } = await collect(root, { backend, stat: true });
      expect(errors.map(brief)).toEqual([]);
      expectSame(entries.map(lineOfEntry), found.map(lineOfFound));
    });

    it("every name and type without a stat", async () => {
      const { entries } = await collect(root, { backend });
      const withoutStat = entries.map(({ type, depth, path }) => `${type} ${depth} ${path}`);
      const expected = found.map(({ type, depth, path }) => `${type} ${depth} ${Buffer.from(path, "latin1")}`);
      expectSame(withoutStat, expected);
    });

    it("counts, bytes, hard links, depths and empty folders", async () => {
      const report = await profile(root, { backend, listLimit: Number.POSITIVE_INFINITY });
      const byType = (type: Found["type"], among = found): number => among.filter((one) => one.type === type).length;
      const files = [...new Map(found.filter(isFile).map((one) => [one.identity, one])).values()];
      const objects = [...new Map(found.map((one) => [one.identity, one])).values()];
      expect(report.completeness.state).toBe("complete");
      expect(report.totals).toEqual({
        files: byType("file"),
        directories: byType("directory"),
        symlinks: byType("symlink"),
        others: byType("other"),
        apparentBytes: sum(files.map((one) => one.size)),
        allocatedBytes: sum(objects.map((one) => one.blocks * 512)),
      });
      expect(report.totals.allocatedBytes).toBe(du(root));

      const names = groupByIdentity(found);
      const linked = [...names.values()].filter((group) => group.length > 1);
      expect(report.hardLinks).toMatchObject({
        objects: linked.length,
        names: sum(linked.map((group) => group.length)),
      });

      const depths = report.depths.map(({ depth, directories, files }) => ({ depth, directories, files }));
      const deepest = Math.max(...new Set(found.map((one) => one.depth)));
      const expected = Array.from({ length: deepest + 1 }, (_, depth) => {
        const there = found.filter((one) => one.depth === depth);
        return { depth, directories: byType("directory", there), files: byType("file", there) };
      });
      expect(depths).toEqual(expected);

      const empty = report.emptyDirectories.list.map(({ path, pathBase64 }) =>
        Buffer.from(pathBase64 ?? path, pathBase64 === undefined ? "utf8" : "base64").toString("latin1"),
      );
      expectSame(empty, findPaths(root, "-type", "d", "-empty"));
    });

    it("every name counted for itself", async () => {
      const report = await profile(root, { backend, hardLinks: "each" });
      expect(report.totals.apparentBytes).toBe(sum(found.filter(isFile).map((one) => one.size)));
      expect(report.totals.allocatedBytes).toBe(du(root, "--count-links"));
    });

    it("apparent sizes as du adds them up", async () => {
      const report = await profile(root, { backend });
      const objects = [...new Map(found.map((one) => [one.identity, one])).values()];
      // Beside files du adds links, and before coreutils 9.2 everything else.
      const all = coreutilsVersion() < 9.2;
      const others = objects.filter(({ type }) => (all ? type !== "file" : type === "symlink"));
      expect(du(root, "--apparent-size")).toBe(
        Number(report.totals.apparentBytes) + sum(others.map((one) => one.size)),
      );
    });
  });

  it("on what links lead to: every name that find -L gives, each real folder once", async () => {
    const root = makeTree([
      dir("real", file("f", 3), dir("sub", file(bytes("\xff"), 4))),
      dir("z", link("to-real", "real"), link("to-file", "real/f"), link("gone", "nowhere")),
    ]);
    // What lies below a second way into a folder is left out here; find gives it again.
    const once = findThroughLinks(root).filter((one) => !one.startsWith("z/to-real/"));
    const { entries, errors } = await collect(root, { backend, follow: true });
    expect(errors.map(brief)).toEqual([]);
    expectSame(
      entries.map((entry) => Buffer.from(entry.pathBytes ?? entry.path).toString("latin1")),
      once,
    );
    const outside = makeTree([dir("d", file("x"), dir("y", file("z")))]);
    const linked = makeTree([link("in", `../${path.basename(outside)}/d`)]);
    expectSame(
      (await collect(linked, { backend, follow: true })).entries.map(({ path }) => path),
      findThroughLinks(linked),
    );
  });

  it.runIf(existsSync("/dev"))("on mounts: they are given and not opened", async () => {
    const { entries } = await collect("/dev", { backend, oneFileSystem: true });
    expectSame(
      entries.map(({ path }) => path),
      findPaths("/dev", "-xdev"),
    );
  });
});

function isFile({ type }: Found): boolean {
  return type === "file";
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function groupByIdentity(found: readonly Found[]): Map<string, Found[]> {
  const groups = new Map<string, Found[]>();
  for (const one of found) {
    if (one.type === "directory") continue;
    const group = groups.get(one.identity) ?? [];
    group.push(one);
    groups.set(one.identity, group);
  }
  return groups;
}

/** Says which are missing and which are too many: a comparison of a hundred thousand lines would say nothing. */
function expectSame(actual: readonly string[], expected: readonly string[]): void {
  const [given, wanted] = [new Set(actual), new Set(expected)];
  expect({
    missing: expected.filter((line) => !given.has(line)).slice(0, 5),
    tooMany: actual.filter((line) => !wanted.has(line)).slice(0, 5),
    count: actual.length,
  }).toEqual({ missing: [], tooMany: [], count: expected.length });
}

import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { canonicalReport, type Entry, memorySource, type Report } from "@transect/core";
import { localSource, type ProfileOptions, profile, walk } from "@transect/walker-parallel";
import { describe, expect, it } from "vitest";
import { BACKENDS, backendsWith, NOT_LINUX } from "./backends.js";
import { brief, collect, collectPaths } from "./collect.js";
import { T1 } from "./t1.js";
import { dir, file, hardLink, link, makeFolder, makeTree, withoutPrivileges } from "./tree.js";

describe.each(BACKENDS)("with the %s backend", (backend) => {
  const profileOf = (roots: string | readonly string[], options: ProfileOptions = {}): Promise<Report> =>
    profile(roots, { ...options, backend });

  describe("a root", () => {
    it("may be a file: it is counted at depth 0, with its own extension", async () => {
      const root = path.join(makeTree([dir("v1.d", file("a.TXT", 9), file("Makefile", 3))]), "v1.d");
      const report = await profileOf(path.join(root, "a.TXT"));
      expect(report.roots[0]).toMatchObject({ type: "file", totals: { files: 1, directories: 0, apparentBytes: 9 } });
      expect(report.depths).toEqual([{ depth: 0, directories: 0, files: 1, symlinks: 0, others: 0 }]);
      expect(report.extensions.list[0]?.extension).toBe(".txt");
      expect(report.largestFiles.list[0]).toMatchObject({ root: path.join(root, "a.TXT"), path: "." });
      expect(report.meanFilesPerDirectory).toBe(0);
      expect(report.deepestDirectory).toBeNull();
      const makefile = path.join(root, "Makefile");
      expect((await profileOf(makefile)).extensions.list[0]?.extension).toBe("");
      expect(await collectPaths(makefile, { backend, extensions: [""] })).toEqual(["."]);
    });

    it("may be a file with several names: its bytes are in the row of its extension", async () => {
      const folder = makeTree([dir("v1.d", hardLink("Makefile", "1", 9, 2), hardLink("b", "1", 9, 2))]);
      const report = await profileOf(path.join(folder, "v1.d", "Makefile"));
      expect(report.extensions.list).toMatchObject([{ extension: "", files: 1, apparentBytes: 9 }]);
    });

    it("may be a symbolic link: itself, unless it is followed or ends in a slash", async () => {
      const folder = makeTree([dir("real", file("f", 3)), link("to", "real"), link("gone", "nowhere")]);
      const to = path.join(folder, "to");
      expect((await profileOf(to)).roots[0]).toMatchObject({ type: "symlink", totals: { symlinks: 1, files: 0 } });
      expect((await profileOf(to, { follow: true })).totals).toMatchObject({ symlinks: 0, files: 1, directories: 1 });
      expect((await profileOf(`${to}/`)).totals).toMatchObject({ files: 1, directories: 1 });
      const gone = path.join(folder, "gone");
      expect((await profileOf(gone, { follow: true })).totals).toMatchObject({ symlinks: 1 });
    });

    it("lends its name to the order in which links are followed, however roots are given", async () => {
      const linked = dir("linked", file("f"));
      const folder = makeTree([linked, dir("a", link("to", "linked")), dir("b", link("to", "linked"))]);
      const [a, b] = [path.join(folder, "a"), path.join(folder, "b")];
      for (const roots of [
        [a, b],
        [b, a],
      ]) {
        const { entries } = await collect(roots, { backend, follow: true });
        expect(entries.filter(({ name }) => name === "f").map(({ root, path: at }) => [root.name, at])).toEqual([
          [a, "to/f"],
        ]);
        const report = await profileOf(roots, { follow: true });
        const files = report.roots.map(({ root, totals }) => [root, totals.files]);
        expect(Object.fromEntries(files)).toEqual({ [a]: 1, [b]: 0 });
      }
    });

    it("may be written with slashes, dots, or from where one stands", async () => {
      const root = makeTree(T1);
      for (const same of [
        `${root}/`,
        `${root}///`,
        `${root}/./`,
        `${root}/src/..`,
        path.relative(process.cwd(), root),
      ]) {
        const report = await profileOf(same);
        expect(report.totals).toMatchObject({ files: 14, directories: 9, apparentBytes: 1689 });
        expect(report.deepestDirectory).toEqual({ root: same, path: "docs/images", depth: 2 });
      }
      const here = await collectPaths(".", { backend, maxDepth: 1 });
      expect(here).toEqual([".", ...readdirSync(".")].sort());
      expect(await collectPaths("/", { backend, maxDepth: 1 })).toEqual([".", ...readdirSync("/")].sort());
    });

    it("that is given twice counts once, and has totals of its own each time", async () => {
      const root = makeTree(T1);
      const report = await profileOf([root, `${root}/`, root]);
      expect(report.totals).toMatchObject({ files: 14, directories: 9, apparentBytes: 1689 });
      expect(report.roots.map(({ inside, totals }) => [inside, totals.files])).toEqual([
        [undefined, 14],
        [root, 14],
        [root, 14],
      ]);
    });

    it("that lies inside another counts once, whichever comes first and by whatever path", async () => {
      const root = makeTree([...T1, link("short-cut", "src")]);
      const [src, main] = [path.join(root, "src"), path.join(root, "short-cut/modules/core.py")];
      const report = await profileOf([src, root, main]);
      expect(report.totals).toMatchObject({ files: 14, directories: 9, symlinks: 1, apparentBytes: 1689 });
      expect(report.roots.map(({ inside, totals }) => [inside, totals.files])).toEqual([
        [root, 5],
        [undefined, 14],
        [root, 1],
      ]);
      expect(report.depths[0]?.directories).toBe(1);
    });

    it("whose name only begins like another's does not lie inside it", async () => {
      const folder = makeTree([dir("a", file("x")), dir("ab", file("y"))]);
      const report = await profileOf([path.join(folder, "a"), path.join(folder, "ab")]);
      expect(report.roots.map(({ inside }) => inside)).toEqual([undefined, undefined]);
    });

    it("that is missing is the whole report where it is the only one", async () => {
      const report = await profileOf("/no/such/root");
      expect(report.roots[0]?.type).toBe("missing");
      expect(report.completeness.state).toBe("partial");
      expect(report.totals).toMatchObject({ files: 0, directories: 0 });
    });
  });

  describe("links that are looked through", () => {
    const follow = true;

    it("come to an end at the link's own folder, with an error for the loop", async () => {
      const root = makeTree([dir("a", dir("b", link("up", "a"), link("top", ".")))]);
      const { entries, errors } = await collect(root, { backend, follow });
      expect(entries.map(({ path, type }) => `${type} ${path}`).sort()).toEqual([
        "directory .",
        "directory a",
        "directory a/b",
        "symlink a/b/top",
        "symlink a/b/up",
      ]);
      expect(errors.map(brief).sort()).toEqual(["follow ELOOP a/b/top", "follow ELOOP a/b/up"]);
    });

    it("show each folder once: the real one, or the first of the links by path", async () => {
      const outside = makeTree([dir("d", file("f", 5))]);
      const root = makeTree([dir("real", file("x", 2)), link("a", "real")]);
      for (const name of ["z", "m"]) symlinkSync(path.join(outside, "d"), path.join(root, name));
      const report = await profileOf(root, { follow });
      expect(report.totals).toMatchObject({ files: 2, directories: 3, symlinks: 2, apparentBytes: 7 });
      expect(await collectPaths(root, { backend, follow })).toEqual([".", "a", "m", "m/f", "real", "real/x", "z"]);
      expect(report.completeness.state).toBe("complete");
    });

    it("lead nowhere that was walked already, in whichever root", async () => {
      const root = makeTree([dir("a", dir("b", file("f"))), dir("z", link("to-b", "a/b"))]);
      const at = (...names: readonly string[]): string[] => names.map((name) => path.join(root, name));
      const paths = async (roots: readonly string[]): Promise<string[]> =>
        (await collect(roots, { backend, follow })).entries.map((entry) => `${entry.root.name}:${entry.path}`).sort();
      const full = (...names: readonly string[]): string[] => names.map((name) => path.join(root, name)).sort();
      expect(await paths(at("a", "a/b", "z"))).toEqual(full("a:.", "a:b", "a:b/f", "a/b:.", "z:.", "z:to-b"));
      expect(await paths(at("a/b", "a"))).toEqual(full("a/b:.", "a/b:f", "a:.", "a:b"));
    });

    it("are walked at the end, whatever came between", async () => {
      const names = Array.from({ length: 100 }, (_, n) => file(`${n}${"n".repeat(200)}`));
      const folders = Array.from({ length: 8 }, (_, n) => dir(`d${n}`, ...names));
      const [outside, root] = [makeTree(folders), makeTree(folders)];
      for (const { name } of folders) symlinkSync(path.join(outside, `${name}`), path.join(root, `${name}`, "link"));
      const { entries } = await collect(root, { backend, follow });
      const depths = [0, 1, 2, 3].map((depth) => entries.filter((entry) => entry.depth === depth).length);
      expect(depths).toEqual([1, 8, 808, 800]);
    });

    it("count a file once however many links lead to it", async () => {
      const root = makeTree([file("f", 100), link("a", "f"), link("b", "f")]);
      const report = await profileOf(root, { follow });
      expect(report.totals).toMatchObject({ files: 3, symlinks: 0, apparentBytes: 100 });
    });

    it("lead through links into links", async () => {
      const outside = makeTree([dir("one", file("f")), dir("two", link("again", "one"))]);
      const root = makeFolder();
      symlinkSync(path.join(outside, "two"), path.join(root, "two"));
      expect(await collectPaths(root, { backend, follow })).toEqual([".", "two", "two/again", "two/again/f"]);
    });

    it("that lead to nothing are links, and those that lead to themselves an error beside", async () => {
      const root = makeTree([
        link("gone", "nowhere"),
        link("self", "self"),
        link("ping", "pong"),
        link("pong", "ping"),
      ]);
      const { entries, errors } = await collect(root, { backend, follow });
      expect(entries.filter(({ type }) => type === "symlink").length).toBe(4);
      expect(errors.map(brief).sort()).toEqual(["follow ELOOP ping", "follow ELOOP pong", "follow ELOOP self"]);
    });
  });

  describe.skipIf(process.platform === "win32")("what may not be read", () => {
    it("is an error, its own size counts, and the rest is complete", async () => {
      const root = makeTree([dir("locked", file("x", 50)), dir("open", file("y", 7)), file("z", 1)]);
      const whole = await profileOf(path.join(root, "locked"), { maxDepth: 0 });
      chmodSync(path.join(root, "locked"), 0);
      const report = await withoutPrivileges(() => profileOf(root));
      chmodSync(path.join(root, "locked"), 0o755);
      expect(report.completeness.state).toBe("partial");
      expect(report.completeness.errors.list.map(brief)).toEqual(["readdir EACCES locked"]);
      expect(report.totals).toMatchObject({ files: 2, directories: 3, apparentBytes: 8 });
      const locked = report.largestDirectories.list.find((row) => row.path === "locked");
      expect(locked?.totals.allocatedBytes).toBe(whole.totals.allocatedBytes);
      expect(report.emptyDirectories.count).toBe(0);
    });

    it("is an error for each name where names may be listed and not looked at", async () => {
      const root = makeTree([dir("listable", file("a", 5), dir("b", file("c")))]);
      chmodSync(path.join(root, "listable"), 0o444);
      const { report, listed } = await withoutPrivileges(async () => ({
        report: await profileOf(root),
        listed: await collect(root, { backend }),
      }));
      chmodSync(path.join(root, "listable"), 0o755);
      expect(report.completeness.errors.list.map(brief)).toEqual([
        "lstat EACCES listable/a",
        "lstat EACCES listable/b",
      ]);
      expect(report.totals).toMatchObject({ files: 0, directories: 2 });
      expect(report.emptyDirectories.count).toBe(0);
      // A listing tells names and types; only what lies below needs more.
      expect(listed.entries.map((entry) => entry.path).sort()).toEqual([".", "listable", "listable/a", "listable/b"]);
      expect(listed.errors.map(brief)).toEqual(["readdir EACCES listable/b"]);
    });

    it("says nothing of what holds it, where it is left out itself", async () => {
      const root = makeTree([dir("a", dir("b", dir("locked"), dir("c")))]);
      chmodSync(path.join(root, "a/b/locked"), 0);
      for (const options of [{ match: ["**", "!**/locked"] }, { types: ["file"] }] as const) {
        const report = await withoutPrivileges(() => profileOf(root, options));
        const reference = await withoutPrivileges(() => profile(root, { ...options, backend: "sequential" }));
        expect(report.completeness.errors.list.map(brief)).toEqual(["readdir EACCES a/b/locked"]);
        expect(canonicalReport(report)).toBe(canonicalReport(reference));
      }
    });

    it("may be the root", async () => {
      const root = makeTree([dir("locked", file("x"))]);
      chmodSync(path.join(root, "locked"), 0);
      const report = await withoutPrivileges(() => profileOf(path.join(root, "locked")));
      chmodSync(path.join(root, "locked"), 0o755);
      expect(report.completeness.errors.list.map(brief)).toEqual(["readdir EACCES ."]);
      expect(report.roots[0]).toMatchObject({ type: "directory", totals: { directories: 1 } });
    });
  });

  describe("what changes in mid-walk", () => {
    it.each([false, true])("may be everything, all the time (links looked through: %s)", async (follow) => {
      const root = makeTree(Array.from({ length: 30 }, (_, n) => dir(`d${n}`, dir("sub", file("f"), link("l", "d0")))));
      let turn = 0;
      const churn = (): boolean => {
        turn += 1;
        const at = path.join(root, `d${turn % 30}`);
        if (turn % 3 === 0) rmSync(at, { recursive: true, force: true });
        else if (turn % 3 === 1) mkdirSync(path.join(at, "new", "er"), { recursive: true });
        else rmSync(path.join(root, "moved"), { recursive: true, force: true });
        if (turn % 5 === 2) tryRename(path.join(root, `d${(turn + 7) % 30}`), path.join(root, "moved"));
        return true;
      };
      for (let round = 0; round < 30; round += 1) {
        let given = 0;
        for await (const item of walk(root, {
          backend,
          follow,
          stat: round % 2 === 0,
          filter: churn,
        })) {
          given += 1;
          if (item.type === "error") expect(item.code).toBe("ELOOP");
        }
        expect(given).toBeGreaterThan(0);
      }
    });
  });
});

describe.each(backendsWith("source"))("with the %s backend a source", (backend) => {
  it("in memory may be asked for roots written with slashes", async () => {
    const options = { backend, source: memorySource([dir("docs", file("a", 1))]) };
    const report = await profile(["docs", "docs/", "./docs"], options);
    expect(report.totals).toMatchObject({ files: 1, directories: 1 });
    expect(report.roots.map(({ inside }) => inside)).toEqual([undefined, "docs", "docs"]);
  });

  it("in memory has links without a target, which lead nowhere", async () => {
    const source = memorySource([{ name: "l", type: "symlink" }]);
    const { entries, errors } = await collect(".", { backend, source, follow: true });
    expect([entries.map(({ type }) => type), errors]).toEqual([["directory", "symlink"], []]);
  });

  it.skipIf(NOT_LINUX)("of the disk is used for several walks at once", async () => {
    const source = localSource();
    const root = makeTree(T1);
    const reports = await Promise.all([1, 2, 3].map(() => profile(root, { backend, source })));
    expect(reports.map((report) => report.totals.files)).toEqual([14, 14, 14]);
  });
});

describe.each(backendsWith("descend"))(
  "with the %s backend a folder that changes just before it is opened",
  (backend) => {
    const doomed = ["a", "b", "c"].map((name) => dir(name, dir("below", file("f"))));

    it("may vanish: that is no error, and the folder is not called empty", async () => {
      const root = makeTree(doomed);
      const descend = (directory: Entry): boolean => {
        if (directory.depth === 1) rmSync(path.join(root, directory.path), { recursive: true });
        return true;
      };
      const report = await profile(root, {
        backend,
        descend,
      });
      expect(report.completeness).toMatchObject({ state: "complete" });
      expect(report.totals).toMatchObject({ directories: 4, files: 0 });
      expect(report.emptyDirectories.count).toBe(0);
    });

    it("may turn from a folder into a file or a loop", async () => {
      const root = makeTree(doomed);
      const descend = ({ depth, path: place }: Entry): boolean => {
        if (depth !== 1) return true;
        rmSync(path.join(root, place), { recursive: true });
        if (place === "b") writeFileSync(path.join(root, place), "");
        else symlinkSync(place, path.join(root, place));
        return true;
      };
      const report = await profile(root, {
        backend,
        descend,
      });
      expect(report.totals.directories).toBe(4);
      expect(report.completeness.errors.list.every(({ code }) => code === "ELOOP")).toBe(true);
    });

    it("may be the root: that is an error", async () => {
      const root = makeTree([file("f")]);
      const report = await profile(root, {
        backend,
        descend: () => {
          rmSync(root, { recursive: true });
          return true;
        },
      });
      expect(report.completeness.errors.list.map(brief)).toEqual(["readdir ENOENT ."]);
    });
  },
);

function tryRename(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch {
    // It is there or it is not: either is what this is about.
  }
}

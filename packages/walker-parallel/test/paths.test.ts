import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { type MemoryNode, memorySource, type Source } from "@transect/core";
import { globSet } from "@transect/matcher";
import { explainIgnored, glob, ignoredEntries, profile, type WalkOptions, walk } from "@transect/walker-parallel";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BACKENDS, backendsWith } from "./backends.js";
import { makeTree, withoutPrivileges } from "./tree.js";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "transect-paths-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Writes files by path; a path that ends in a slash is an empty directory. */
function write(files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    const target = path.join(folder, name);
    mkdirSync(name.endsWith("/") ? target : path.dirname(target), { recursive: true });
    if (!name.endsWith("/")) writeFileSync(target, content);
  }
}

function git(args: readonly string[], cwd = folder): string {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };
  return execFileSync("git", args, { cwd, env, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}

async function listed(root: string, options: WalkOptions): Promise<string[]> {
  const paths: string[] = [];
  for await (const item of walk(root, { types: ["file", "symlink", "other"], ...options })) {
    if (item.type === "error") throw new Error(`${item.path}: ${item.message}`);
    paths.push(item.path);
  }
  return paths.sort();
}

/** What git would see: files that are tracked or could be. */
function seenByGit(cwd = folder): string[] {
  return git(["ls-files", "-co", "--exclude-standard", "-z"], cwd).split("\0").filter(Boolean).sort();
}

/** Notes which directories were listed. */
function recording(source: Source): { source: Source; listed: string[] } {
  const paths: string[] = [];
  const list: Source["list"] = (directory, request) => {
    paths.push(directory.path);
    return source.list(directory, request);
  };
  return { source: { ...source, list }, listed: paths };
}

describe.each(backendsWith("ignore"))("on the backend %s", (backend) => {
  const takesSources = backendsWith("source").includes(backend);

  describe("ignore: git", () => {
    it("gives what git would see in a repository with rules at every level", async () => {
      git(["init", "-q"]);
      write({
        ".gitignore": "*.log\nbuild/\n/anchored.txt\nsub/deep.txt\n!keep.log\nnode_modules\n**/cache\n",
        "d/.gitignore": "!a.log\nlocal.tmp\n",
        ".git/info/exclude": "excluded-here\n",
        "a.log": "",
        "keep.log": "",
        "build/x.o": "",
        "anchored.txt": "",
        "d/anchored.txt": "",
        "sub/deep.txt": "",
        "d/sub/deep.txt": "",
        "node_modules/p/i.js": "",
        "d/cache/z": "",
        "d/a.log": "",
        "d/local.tmp": "",
        ".hidden": "",
        "d/e/local.tmp": "",
        "d/e/excluded-here": "",
      });
      const expected = [
        ".gitignore",
        ".hidden",
        "d/.gitignore",
        "d/a.log",
        "d/anchored.txt",
        "d/sub/deep.txt",
        "keep.log",
      ];
      expect(seenByGit()).toEqual(expected);
      expect(await listed(folder, { backend, ignore: "git" })).toEqual(expected);
    });

    it("takes the rules of the parents where the root lies within a repository", async () => {
      git(["init", "-q"]);
      write({
        ".gitignore": "*.o\n/a/b/gone\n",
        "a/b/x.o": "",
        "a/b/x.c": "",
        "a/b/gone": "",
        "a/.gitignore": "!keep.o\n",
        "a/b/keep.o": "",
      });
      expect(await listed(path.join(folder, "a/b"), { backend, ignore: "git" })).toEqual(["keep.o", "x.c"]);
      expect(seenByGit(path.join(folder, "a/b"))).toEqual(["keep.o", "x.c"]);
    });

    it("walks a root that is ignored itself, for it was asked for", async () => {
      git(["init", "-q"]);
      write({ ".gitignore": "dist\n", "dist/a.js": "", "dist/.gitignore": "b.js\n", "dist/b.js": "" });
      expect(await listed(path.join(folder, "dist"), { backend, ignore: "git" })).toEqual([".gitignore", "a.js"]);
    });

    it("gives a repository within the tree its own rules and none from around it", async () => {
      git(["init", "-q"]);
      write({
        ".gitignore": "*.tmp\n",
        "outer.tmp": "",
        "inner/inner.tmp": "",
        "inner/x.log": "",
        "inner/.gitignore": "*.log\n",
      });
      git(["init", "-q", "inner"]);
      expect(await listed(folder, { backend, ignore: "git" })).toEqual([
        ".gitignore",
        "inner/.gitignore",
        "inner/inner.tmp",
      ]);
      expect(seenByGit(path.join(folder, "inner"))).toEqual([".gitignore", "inner.tmp"]);
    });

    it("heeds core.excludesFile and core.ignoreCase", async () => {
      git(["init", "-q"]);
      git(["config", "core.excludesFile", path.join(folder, "mine")]);
      git(["config", "core.ignoreCase", "true"]);
      write({ mine: "*.bak\n", "a.BAK": "", "a.txt": "" });
      expect(await listed(folder, { backend, ignore: "git" })).toEqual(["a.txt", "mine"]);
      expect(seenByGit()).toEqual(["a.txt", "mine"]);
    });

    it("follows a link to core.excludesFile, whatever its name, and none to a folder's own file", async () => {
      git(["init", "-q"]);
      git(["config", "core.excludesFile", path.join(folder, "my.gitignore")]);
      write({ rules: "*.bak\n", "a.bak": "", "sub/b.txt": "", "sub/rules": "*.txt\n" });
      symlinkSync("rules", path.join(folder, "my.gitignore"));
      symlinkSync("rules", path.join(folder, "sub/.gitignore"));
      const expected = ["my.gitignore", "rules", "sub/.gitignore", "sub/b.txt", "sub/rules"];
      expect(await listed(folder, { backend, ignore: "git" })).toEqual(expected);
      expect(seenByGit()).toEqual(expected);
    });

    it.runIf(takesSources)("never opens what is ignored, nor .git", async () => {
      const source = recording(
        memorySource([
          { name: ".git", children: [{ name: "objects", children: [] }] },
          { name: ".gitignore", content: "node_modules/\n" },
          { name: "node_modules", children: [{ name: "a", children: [] }] },
          { name: "src", children: [{ name: "node_modules", children: [] }, { name: "x.ts" }] },
        ]),
      );
      expect(await listed(".", { backend, ignore: "git", source: source.source })).toEqual([".gitignore", "src/x.ts"]);
      expect(source.listed).toEqual([".", "src"]);
    });

    it("equals git over random rules and trees", async () => {
      const name = fc.constantFrom("a", "b", "ab", "x.o", "dir");
      const rule = fc
        .tuple(
          fc.constantFrom("", "!", "/"),
          fc.constantFrom("a", "b*", "*.o", "dir/", "a/b", "**/a", "dir/**", "?b", "[ab]"),
        )
        .map((parts) => parts.join("").replace("!/", "!"));
      const files = fc.array(
        fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join("/")),
        { maxLength: 12 },
      );
      const rules = fc.array(fc.tuple(fc.constantFrom("", "a/", "dir/", "dir/a/"), fc.array(rule, { maxLength: 4 })), {
        maxLength: 3,
      });
      git(["init", "-q"]);
      let run = 0;
      await fc.assert(
        fc.asyncProperty(files, rules, async (paths, ignores) => {
          run += 1;
          const top = path.join(folder, `run${run}`);
          mkdirSync(top);
          git(["init", "-q"], top);
          for (const file of paths) tryWrite(path.join(top, file), "");
          for (const [where, lines] of ignores) tryWrite(path.join(top, where, ".gitignore"), `${lines.join("\n")}\n`);
          expect(await listed(top, { backend, ignore: "git" })).toEqual(seenByGit(top));
        }),
        { numRuns: 40 },
      );
    });
  });

  describe("ignore files of other names", () => {
    it("are read in every directory, with git's syntax", async () => {
      write({
        ".dockerignore": "*.md\n!README.md\n",
        "README.md": "",
        "a.md": "",
        "d/.dockerignore": "x\n",
        "d/x": "",
        "d/b.md": "",
        "d/y": "",
      });
      const kept = [".dockerignore", "README.md", "d/.dockerignore", "d/y"];
      expect(await listed(folder, { backend, ignore: [".dockerignore"] })).toEqual(kept);
    });
  });
});

describe.each(backendsWith("ignore", "wouldIgnore"))("on the backend %s", (backend) => {
  const takesSources = backendsWith("source").includes(backend);

  describe("wouldIgnore", () => {
    it("counts everything and says beside it what ignore would leave out", async () => {
      git(["init", "-q"]);
      write({ ".gitignore": "out/\n", "a.txt": "hello", "out/b.txt": "sixty", "out/c/d.txt": "four" });
      rmSync(path.join(folder, ".git/hooks"), { recursive: true, force: true });
      const all = await profile(folder, { backend, wouldIgnore: "git" });
      const kept = await profile(folder, { backend, ignore: "git" });
      expect(kept.ignored).toBeNull();
      expect(all.ignored?.files).toBe(all.totals.files - kept.totals.files);
      expect(all.ignored?.directories).toBe(all.totals.directories - kept.totals.directories);
      expect(all.ignored?.allocatedBytes).toBe(Number(all.totals.allocatedBytes) - Number(kept.totals.allocatedBytes));
    });

    it("does not count what could not be read, beside what is there in its place", async () => {
      write({ rules: "loop\n" });
      symlinkSync("loop", path.join(folder, "loop"));
      const { ignored, completeness } = await profile(folder, { backend, follow: true, wouldIgnore: ["rules"] });
      expect(completeness.errors.list.map(({ code }) => code)).toEqual(["ELOOP"]);
      expect(ignored).toMatchObject({ files: 0, directories: 0, symlinks: 1, others: 0 });
    });

    it.runIf(takesSources)("does not count the bytes of a file that also has a name outside", async () => {
      const stat = { size: 100, blocks: 8, nlink: 2 };
      const source = memorySource([
        { name: ".gitignore", content: "out/\n" },
        { name: "kept", stat, identity: "1" },
        {
          name: "out",
          children: [
            { name: "again", stat, identity: "1" },
            { name: "x", stat: { size: 7, blocks: 0, nlink: 2 }, identity: "2" },
            { name: "y", stat: { size: 7, blocks: 0, nlink: 2 }, identity: "2" },
          ],
        },
      ]);
      const { ignored } = await profile(".", { backend, source, wouldIgnore: "git" });
      expect(ignored).toMatchObject({ files: 3, directories: 1, apparentBytes: 7, allocatedBytes: 0 });
    });
  });
});

describe.each(BACKENDS)("on the backend %s", (backend) => {
  const takesSources = backendsWith("source").includes(backend);

  describe("match and exclude", () => {
    const tree: readonly MemoryNode[] = [
      {
        name: "src",
        children: [{ name: "a.ts" }, { name: "a.test.ts" }, { name: "lib", children: [{ name: "b.ts" }] }],
      },
      { name: "docs", children: [{ name: "deep", children: [{ name: "c.ts" }] }] },
      { name: ".github", children: [{ name: "d.ts" }] },
      { name: "e.ts" },
    ];

    it.each([
      [{ match: "src/**/*.ts" }, ["src/a.test.ts", "src/a.ts", "src/lib/b.ts"], [".", "src", "src/lib"]],
      [{ match: ["**/*.ts", "!**/*.test.ts"] }, ["docs/deep/c.ts", "e.ts", "src/a.ts", "src/lib/b.ts"], undefined],
      [{ match: "*.ts" }, ["e.ts"], ["."]],
      [
        { match: "**/*.ts", globOptions: { dot: true }, exclude: ["src", "docs/**"] },
        [".github/d.ts", "e.ts"],
        [".", ".github"],
      ],
      [{ exclude: "**/lib", match: "src/**" }, ["src/a.test.ts", "src/a.ts"], [".", "src"]],
    ] satisfies [WalkOptions, string[], string[] | undefined][])(
      "%j gives its files and opens no other folder",
      async (options, files, opened) => {
        expect(await listed(makeTree(tree), { ...options, backend })).toEqual(files);
        if (!takesSources) return;
        const source = recording(memorySource(tree));
        expect(await listed(".", { ...options, backend, source: source.source })).toEqual(files);
        if (opened !== undefined) expect(source.listed.sort()).toEqual(opened);
      },
    );

    it("match gives what a test of each whole path gives, for any globs", async () => {
      const root = makeTree(tree);
      const all = await listed(root, { backend });
      const piece = fc.constantFrom(
        "*",
        "**",
        "src",
        "lib",
        "*.ts",
        "!(a)*",
        "{src,docs}",
        "?(a).ts",
        "[a-c].*",
        "deep",
        ".*",
      );
      const pattern = fc
        .tuple(fc.constantFrom("", "!"), fc.array(piece, { minLength: 1, maxLength: 3 }))
        .map(([no, pieces]) => no + pieces.join("/"));
      await fc.assert(
        fc.asyncProperty(fc.array(pattern, { minLength: 1, maxLength: 3 }), fc.boolean(), async (match, dot) => {
          const set = globSet(match, { dot });
          expect(await listed(root, { backend, match, globOptions: { dot } })).toEqual(
            all.filter((file) => set.test(file)),
          );
        }),
        { numRuns: 200 },
      );
    });

    it("a profile of what matches still knows what its root is", async () => {
      const report = await profile(makeTree(tree), { backend, match: "**/*.ts" });
      expect(report.roots).toMatchObject([{ type: "directory", totals: { files: 5, directories: 0 } }]);
    });
  });

  it("glob gives paths in byte order, directories only when asked", async () => {
    write({ "b/x.ts": "", "a/x.ts": "", "a-b/x.ts": "", "a/dir.ts/": "" });
    expect(await glob("*/*.ts", { root: folder, backend })).toEqual(["a-b/x.ts", "a/x.ts", "b/x.ts"]);
    expect(await glob("a/*", { root: folder, backend, types: ["directory"] })).toEqual(["a/dir.ts"]);
  });

  it.skipIf(process.platform === "win32")(
    "glob rejects with the place that could not be read, or tells it",
    async () => {
      const root = makeTree([{ name: "locked", children: [] }, { name: "a" }]);
      chmodSync(path.join(root, "locked"), 0);
      await withoutPrivileges(async () => {
        await expect(glob("**", { root, backend })).rejects.toThrow("locked: EACCES: permission denied");
        const errors: string[] = [];
        const paths = await glob("**", { root, backend, onError: (error) => errors.push(error.path) });
        expect([paths, errors]).toEqual([["a"], ["locked"]]);
      });
    },
  );
});

describe("what is ignored", () => {
  it("is found outermost first, with the line that decides, as git says", async () => {
    git(["init", "-q"]);
    write({
      ".gitignore": "# rules\nout/\n*.o\n!keep.o\n",
      "out/a": "",
      "x.o": "",
      "keep.o": "",
      "d/.gitignore": "y\n",
      "d/y": "",
    });
    const found: string[] = [];
    for await (const item of ignoredEntries(folder)) {
      if (item.type === "error") throw new Error(item.message);
      found.push(`${item.explanation?.file}:${item.explanation?.line}:${item.explanation?.rule}\t${item.entry.path}`);
    }
    const asked = ["out", "x.o", "d/y"];
    const said = git(["check-ignore", "-v", "--no-index", ...asked])
      .trim()
      .split("\n");
    expect(found.sort()).toEqual(said.sort());
  });

  it("is explained for any path, there or not", () => {
    git(["init", "-q"]);
    write({ ".gitignore": "out/\n*.o\n", "d/.gitignore": "!k.o\n", "d/k.o": "", "out/deep/file": "" });
    const explain = (name: string): string | undefined => {
      const found = explainIgnored(path.join(folder, name));
      return found && `${found.file}:${found.line}:${found.ignored}`;
    };
    expect(explain("out/deep/file")).toBe(".gitignore:1:true");
    expect(explain("not/there.o")).toBe(".gitignore:2:true");
    expect(explain("d/k.o")).toBe("d/.gitignore:1:false");
    expect(explain("d/other")).toBeUndefined();
  });
});

/** A path may run into a file where it needs a folder, or the other way round: then it is left. */
function tryWrite(file: string, content: string): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  } catch {}
}

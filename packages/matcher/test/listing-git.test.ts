import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type FolderState, type IgnoreFile, type IgnoreRules, ignoreRules } from "@transect/matcher";
import { describe, expect, it } from "vitest";

const HOME = resolve(import.meta.dirname, "../../..");
const environment = { ...process.env, GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null", HOME: "/nonexistent" };

/** Ignore files put into a tree, by their paths. */
type Files = Readonly<Record<string, string>>;

/** Repositories made of trees that are really there, with ignore files at several levels. */
const REPOSITORIES: readonly { name: string; from: readonly [source: string, as: string][]; files: Files }[] = [
  {
    name: "this repository's own checkout, with what its packages are built to",
    from: ["packages", "tools", "benchmarks", "package.json", "pnpm-lock.yaml", "tsconfig.json"].map((path) => [
      join(HOME, path),
      path,
    ]),
    files: {
      ".gitignore": "node_modules/\n*.tsbuildinfo\n*.map\n",
      "packages/.gitignore": "dist\n!/matcher/dist\n*.log\n",
      "packages/matcher/.gitignore": "/dist/*\n!/dist/bundle/\n!dist/index.js\n",
      "packages/matcher/test/.gitignore": "*\n!*.test.ts\n!.gitignore\n",
      "tools/.gitignore": "**/*.mjs\n!test/**\n",
    },
  },
  {
    name: "a folder of installed packages with ignore files of its own",
    from: [
      [join(HOME, "node_modules/typescript"), "node_modules/typescript"],
      [join(HOME, "node_modules/vitest"), "node_modules/vitest"],
      [join(HOME, "node_modules/fast-check"), "vendor/fast-check"],
    ],
    files: {
      ".gitignore": "/node_modules/*\n!/node_modules/vitest\n*.map\n",
      "node_modules/vitest/.gitignore": "dist/chunks/\n*.d.ts\n!/config.d.ts\nLICENSE*\n",
      "vendor/.gitignore": "*.md\n!README.md\n**/esm/**\n",
      "vendor/fast-check/.gitignore": "lib/*/\n!lib/types/\n[A-L]*\n",
      ".git/info/exclude": "CHANGELOG.md\n*.cjs\n",
    },
  },
  {
    name: "a part of /usr/share, with names of all kinds",
    from: [
      ["/usr/share/perl5", "perl5"],
      ["/usr/share/zoneinfo", "zoneinfo"],
      ["/usr/share/common-licenses", "licenses"],
      ["/usr/share/bash-completion", "bash-completion"],
    ],
    files: {
      ".gitignore": "*.pm\n!**/Debian/**\n[A-M]*/\nGMT*\n/licenses/[!A-G]*\n",
      "zoneinfo/.gitignore": "**/A*\n!Africa/\n!Antarctica\nposix/*/*\n",
      "zoneinfo/Africa/.gitignore": "!A*\n*a\n",
      "bash-completion/.gitignore": "completions/?[a-m]*\n!completions/git*\n.*\n",
      "perl5/.gitignore": "**/D*/*.p[lm]\n!*.pm\n",
    },
  },
];

function git(folder: string, ...words: string[]): string {
  const { stdout, stderr, status } = spawnSync("git", words, { cwd: folder, env: environment, maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`git ${words.join(" ")}: ${stderr}`);
  return stdout.toString("latin1");
}

/** The files of a tree that no rule leaves out, found by the incremental form; each ignore file is read on the way. */
function listed(root: string): { found: string[]; files: IgnoreFile[] } {
  const files: IgnoreFile[] = [];
  const read = (path: string, folder: string): IgnoreFile | undefined => {
    if (!existsSync(join(root, path))) return undefined;
    const file = { path, folder, content: readFileSync(join(root, path)) };
    files.push(file);
    return file;
  };
  const exclude = read(".git/info/exclude", "");
  const rules = ignoreRules(exclude === undefined ? [] : [exclude]);
  const found: string[] = [];
  const visit = (folder: string, outer: FolderState): void => {
    const file = read(folder === "" ? ".gitignore" : `${folder}/.gitignore`, folder);
    const state = file === undefined ? outer : rules.add(outer, file);
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const isDirectory = entry.isDirectory();
      if (entry.name === ".git" || rules.ignores(state, entry.name, isDirectory)) continue;
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (isDirectory) visit(path, rules.enter(state, entry.name));
      else found.push(path);
    }
  };
  visit("", rules.root());
  return { found: found.sort(), files };
}

/** Every file of a tree that matters to git, ignored or not. */
function everything(root: string, folder = ""): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.name === ".git") return [];
    return entry.isDirectory() ? everything(root, path) : [path];
  });
}

describe("the files that are not ignored", () => {
  for (const { name, from, files } of REPOSITORIES) {
    it(`are those that git lists: ${name}`, { timeout: 60_000 }, () => {
      const root = mkdtempSync(join(tmpdir(), "transect-list-"));
      try {
        git(root, "init", "-q");
        for (const [source, as] of from) {
          if (!existsSync(source)) continue;
          const filter = (path: string): boolean => !path.slice(source.length).includes("/node_modules/");
          cpSync(source, join(root, as), { recursive: true, dereference: source.startsWith(HOME), filter });
        }
        for (const [path, content] of Object.entries(files)) {
          mkdirSync(join(root, path, ".."), { recursive: true });
          writeFileSync(join(root, path), content);
        }
        const theirs = git(root, "ls-files", "-co", "--exclude-standard", "-z").split("\0").slice(0, -1);
        const expected = theirs.map((path) => Buffer.from(path, "latin1").toString()).sort();
        const { found, files: read } = listed(root);
        expect(found).toEqual(expected);
        expect(found.length).toBeGreaterThan(20);
        // The same from whole paths, with the ignore files given at once. git opens no ignored folder, nor do we.
        const still: IgnoreRules = ignoreRules(read);
        const all = everything(root);
        expect(all.filter((path) => !still.test(path)).sort()).toEqual(expected);
        expect(all.length).toBeGreaterThan(expected.length);
      } finally {
        rmSync(root, { recursive: true, force: true });
      }
    });
  }
});

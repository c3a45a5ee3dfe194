import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT, sourceFiles, workspacePackages } from "./workspace.js";

/** The way of the data: a package imports only packages to its left. */
const LAYERS = [
  "core",
  "matcher",
  "native",
  "walker-parallel",
  "structure",
  "content",
  "change",
  "report",
  "object-storage",
  "cluster",
  "cli",
  "language-server",
  "vscode",
];

/** What each of these packages may import of Node: nothing, for they run in browsers. */
const BROWSER_SAFE = ["core", "matcher", "report"];

const packages = workspacePackages();

describe("the layers", () => {
  it("name every package", () => {
    expect(LAYERS).toEqual(expect.arrayContaining(packages.map(({ folder }) => folder)));
  });

  it.each(packages)("$folder imports only what lies to its left", ({ folder, path: own, manifest }) => {
    const left = LAYERS.slice(0, LAYERS.indexOf(folder));
    const allowed = packages.filter((other) => left.includes(other.folder)).map((other) => other.manifest.name);
    const declared = { ...manifest.dependencies, ...manifest.optionalDependencies, ...manifest.peerDependencies };
    const names = packages.map((other) => other.manifest.name);
    const imported = sourceFiles(path.join(own, "src"))
      .flatMap((file) => importsOf(readFileSync(file, "utf8")))
      .map((specifier) => names.find((name) => specifier === name || specifier.startsWith(`${name}/`)))
      .filter((name) => name !== undefined);
    for (const name of [...Object.keys(declared).filter((known) => names.includes(known)), ...imported]) {
      expect(allowed, `${folder} imports ${name}`).toContain(name);
    }
  });

  it.each(packages.filter(({ folder }) => BROWSER_SAFE.includes(folder)))(
    "$folder imports nothing of Node",
    ({ path: own }) => {
      const folders = ["src", "page"].map((name) => path.join(own, name)).filter((name) => existsSync(name));
      const specifiers = folders.flatMap(sourceFiles).flatMap((file) => importsOf(readFileSync(file, "utf8")));
      expect(specifiers.filter((specifier) => specifier.startsWith("node:"))).toEqual([]);
    },
  );

  it("only the command touches the process, but for two variables of the environment, the platform's name, its own number, and what a server inherits", () => {
    const users = packages
      .filter(({ folder }) => folder !== "cli")
      .flatMap(({ path: own }) => sourceFiles(path.join(own, "src")))
      .filter((file) => /\bprocess\.|node:process/.test(readFileSync(file, "utf8")))
      .map((file) => path.relative(ROOT, file).split(path.sep).join("/"));
    expect(users.sort()).toEqual([
      "packages/native/src/platform-triple.ts",
      "packages/structure/src/copy/temporary-name.ts",
      "packages/vscode/src/start-server.ts",
      "packages/walker-parallel/src/backends.ts",
      "packages/walker-parallel/src/git-settings.ts",
    ]);
  });
});

describe("ARCHITECTURE.md", () => {
  it("names only paths that are there, and every package", () => {
    const text = readFileSync(path.join(ROOT, "ARCHITECTURE.md"), "utf8");
    const named = [...text.matchAll(/`((?:packages|tools|benchmarks|\.ci|\.github|\.changeset)[^`\s]*)`/g)].map(
      (match) => match[1] ?? "",
    );
    expect(named.filter((name) => !existsSync(path.join(ROOT, name)))).toEqual([]);
    expect(named).toEqual(expect.arrayContaining(packages.map(({ folder }) => `packages/${folder}`)));
  });
});

describe("the lockfile", () => {
  it("names no host: whichever registry is set up serves it", () => {
    const text = readFileSync(path.join(ROOT, "pnpm-lock.yaml"), "utf8");
    expect(text.split("\n").filter((line) => /https?:|tarball:|registry\./.test(line))).toEqual([]);
  });
});

function importsOf(text: string): string[] {
  return [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g)].map((match) => match[1] ?? "");
}

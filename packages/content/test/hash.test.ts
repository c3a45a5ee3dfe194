import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
} from "node:fs";
import path from "node:path";
import { type BuildOrder, hashFiles, hashTree } from "@transect/content";
import { OptionError } from "@transect/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BACKENDS, type Files, makeFiles, NOT_LINUX, nameBytes, sha256sums, withoutPrivileges } from "./files.js";
import { randomFiles } from "./random-files.js";

const SQL: Files = {
  "00_common/ext.sql": "CREATE EXTENSION pgcrypto;\n",
  "10_tables/users.sql": "CREATE TABLE users (id INT);",
};

/** The hash as it is defined, by the shortest way there is. */
function defined(files: Files, algorithm = "sha256"): string {
  const parts = Object.entries(files).map(([name, content]) => ({ name: nameBytes(name), content }));
  const key = (name: Buffer): Buffer => Buffer.from(name.map((byte) => (byte === 0x2f ? 0 : byte)));
  parts.sort((a, b) => Buffer.compare(key(a.name), key(b.name)));
  const hash = createHash(algorithm);
  for (const { name, content } of parts) hash.update(name).update("\0").update(content).update("\0");
  return hash.digest("hex");
}

describe("the hash of a tree", () => {
  it.each([
    ["", "d9ad70f8fecefb513226b297bffa45a3985225319ce0b81bb9f4cf7e6f20cef1"],
    ["10_tables", "cd3b50e129aa1ee22e693cc171d1cdae4127b8b935537789a6cc524ae0ed086b"],
    ["10_tables/users.sql", "cd3b50e129aa1ee22e693cc171d1cdae4127b8b935537789a6cc524ae0ed086b"],
  ])("of %j is what others made of it", async (below, expected) => {
    const root = path.join(makeFiles(SQL), below);
    for (const backend of BACKENDS) {
      const { hash, completeness } = await hashTree(root, { backend });
      expect([hash, completeness.state]).toEqual([expected, "complete"]);
    }
  });

  it("is what the definition says, of any tree and with any number of threads", async () => {
    await fc.assert(
      fc.asyncProperty(randomFiles, async (drawn) => {
        const files = onThisSystem(drawn);
        const root = makeFiles(files);
        for (let jobs = 1; jobs <= 8; jobs += 1) {
          for (const backend of BACKENDS) {
            const { hash, files: count, bytes } = await hashTree(root, { jobs, backend });
            expect(hash).toBe(defined(files));
            expect([count, bytes]).toEqual([Object.keys(files).length, sum(files)]);
          }
        }
      }),
      { numRuns: 15 },
    );
  });

  it("is the same whether threads read or not", async () => {
    const files: Record<string, string | Uint8Array> = {};
    for (let index = 0; index < 3000; index += 1) files[`d${index % 7}/f${index}`] = "x".repeat((index * 37) % 9000);
    for (const size of [1, 1_048_575, 1_048_576, 1_048_577, 20_000_000]) files[`large/${size}`] = patterned(size);
    const root = makeFiles(files);
    const [tree, each] = [defined(files), sha256sums(root)];
    for (const backend of BACKENDS) {
      for (const jobs of [1, 3]) {
        const found = await hashTree(root, { backend, jobs, each: true });
        expect(found.hash).toBe(tree);
        expect(new Map(found.list?.map(({ path: below, hash }) => [below, hash]))).toEqual(each);
        expect((await hashTree(root, { backend, jobs })).hash).toBe(tree);
        const { list } = await hashFiles(root, { backend, jobs });
        expect(new Map(list.map(({ path: below, hash }) => [below, hash]))).toEqual(each);
      }
    }
  });

  it("lists the hash of each file in build order", async () => {
    const root = makeFiles({ "a-b": "1", "a/b": "2", "a/0A_x": "3", "a/0x9_x": "4" });
    const paths = async (sort: BuildOrder): Promise<unknown> =>
      (await hashTree(root, { each: true, sort })).list?.map(({ path: below }) => below);
    expect(await paths("path")).toEqual(["a/0A_x", "a/0x9_x", "a/b", "a-b"]);
    expect(await paths("hex")).toEqual(["a/0x9_x", "a/0A_x", "a/b", "a-b"]);
  });

  it("differs when a file is renamed, changed, comes or goes, and for nothing else", async () => {
    const hashOf = async (files: Files): Promise<unknown> => (await hashTree(makeFiles(files))).hash;
    const hash = await hashOf({ a: "1", b: "2" });
    const others: Files[] = [{ a: "1", c: "2" }, { a: "1", b: "3" }, { a: "1" }, { a: "1", b: "2", c: "" }];
    for (const other of others) expect(await hashOf(other)).not.toBe(hash);
    const root = makeFiles({ a: "1", b: "2" });
    mkdirSync(path.join(root, "empty"));
    utimesSync(path.join(root, "a"), 1, 1);
    if (!NOT_LINUX) symlinkSync("a", path.join(root, "link"));
    chmodSync(path.join(root, "b"), 0o600);
    expect((await hashTree(root)).hash).toBe(hash);
  });

  it("chooses by globs, ignore rules and folders", async () => {
    const root = makeFiles({ ".gitignore": "out\n", "out/x": "1", "src/a.ts": "2", "src/b.js": "3", "top.ts": "4" });
    mkdirSync(path.join(root, ".git"));
    const list = async (options: object): Promise<unknown> =>
      (await hashTree(root, { each: true, ...options })).list?.map(({ root: at, path: below }) =>
        path.relative(root, path.join(at, below)).split(path.sep).join("/"),
      );
    expect(await list({ match: "**/*.ts" })).toEqual(["src/a.ts", "top.ts"]);
    expect(await list({ ignore: "git" })).toEqual([".gitignore", "src/a.ts", "src/b.js", "top.ts"]);
    expect(await list({ include: ["top.ts", { path: "src", exclude: "*.js" }] })).toEqual(["src/a.ts", "top.ts"]);
    expect(await list({ recursive: false })).toEqual([".gitignore", "top.ts"]);
    const included = await hashTree(root, { include: ["src"] });
    expect(included.hash).toBe(defined({ "src/a.ts": "2", "src/b.js": "3" }));
  });

  it.skipIf(NOT_LINUX)("is missing where a file cannot be read, and the result says which", async () => {
    const root = makeFiles({ a: "1", "locked/b": "2", secret: "3", z: "4" });
    chmodSync(path.join(root, "secret"), 0);
    chmodSync(path.join(root, "locked"), 0);
    for (const [backend, each] of BACKENDS.flatMap((name) => [true, false].map((each) => [name, each] as const))) {
      const tree = await withoutPrivileges(() => hashTree(root, { each, backend }));
      expect(tree).toMatchObject({ hash: undefined, files: 2, completeness: { state: "partial" } });
      if (each) expect(tree.list?.map(({ path: below }) => below)).toEqual(["a", "z"]);
      expect(tree.completeness.errors).toEqual({
        count: 2,
        leftOut: 0,
        list: [
          { root, path: "locked", operation: "readdir", code: "EACCES", message: "EACCES: permission denied" },
          { root, path: "secret", operation: "open", code: "EACCES", message: "EACCES: permission denied" },
        ],
      });
    }
  });

  it.each([
    ["grows", (file: string) => appendFileSync(file, "more")],
    ["shrinks", (file: string) => truncateSync(file, 1)],
    ["is written anew", (file: string) => utimesSync(file, 5, 5)],
    ["vanishes", (file: string) => rmSync(file)],
  ])("is missing where a file %s after it was found", async (_what, change) => {
    for (const backend of BACKENDS) {
      const root = makeFiles({ a: "1", b: "hello" });
      const filter = (entry: { name: string }): boolean => {
        if (entry.name === "b") change(path.join(root, "b"));
        return true;
      };
      const { hash, completeness } = await hashTree(root, { filter, backend });
      expect([hash, completeness.state]).toEqual([undefined, "partial"]);
      expect(completeness.errors.list).toMatchObject([{ path: "b", code: expect.stringMatching(/ECHANGED|ENOENT/) }]);
    }
  });

  it.skipIf(NOT_LINUX)("does not take a link for what it leads to, unless asked", async () => {
    const root = makeFiles({ "real/a": "1" });
    symlinkSync("real", path.join(root, "linked"));
    symlinkSync("real/a", path.join(root, "file"));
    expect((await hashTree(root)).hash).toBe(defined({ "real/a": "1" }));
    expect((await hashTree(root, { follow: true })).hash).toBe(defined({ "real/a": "1", file: "1" }));
    const link = await hashTree(path.join(root, "linked"));
    expect([link.hash, link.completeness.errors.list[0]?.code]).toEqual([undefined, "EINVAL"]);
    expect((await hashTree(`${path.join(root, "linked")}/`)).hash).toBe(defined({ a: "1" }));
  });

  it.skipIf(NOT_LINUX)("reads on where paths are longer than the system takes", async () => {
    const root = makeFiles();
    const below = `${"d".repeat(200)}/`.repeat(40);
    execFileSync("bash", ["-c", 'for i in {1..40}; do mkdir "$0"; cd "$0"; done; printf deep > f', "d".repeat(200)], {
      cwd: root,
    });
    for (const backend of BACKENDS) {
      expect((await hashTree(root, { backend })).hash).toBe(defined({ [`${below}f`]: "deep" }));
      const [file] = (await hashFiles(root, { backend })).list;
      expect(file?.hash).toBe(createHash("sha256").update("deep").digest("hex"));
    }
    execFileSync("rm", ["-rf", root]);
  });

  it.skipIf(!existsSync("/proc/version"))("takes what a system makes up as it is read", async () => {
    for (const backend of BACKENDS) {
      const { list } = await hashFiles("/proc/version", { backend });
      expect(`${list[0]?.hash}`).toBe(execFileSync("sha256sum", ["/proc/version"]).toString().slice(0, 64));
      const tree = await hashTree("/proc/version", { backend });
      expect(tree.hash).toBe(defined({ version: execFileSync("cat", ["/proc/version"]) }));
    }
  });

  it("of nothing is that of no bytes", async () => {
    const tree = await hashTree(makeFiles());
    expect(tree.hash).toBe(createHash("sha256").digest("hex"));
    const gone = await hashTree(path.join(makeFiles(), "gone"));
    expect([gone.hash, gone.completeness.errors.list[0]?.code]).toEqual([undefined, "ENOENT"]);
  });
});

describe("the hashes of files", () => {
  it.skipIf(NOT_LINUX)("are what sha256sum prints, whatever files are called", async () => {
    await fc.assert(
      fc.asyncProperty(
        randomFiles,
        fc.integer({ min: 1, max: 8 }),
        fc.constantFrom(...BACKENDS),
        async (files, jobs, backend) => {
          const root = makeFiles(files);
          const { list, completeness } = await hashFiles(root, { jobs, backend });
          const ours = list.map(({ path: below, pathBase64, hash }) => {
            const bytes = pathBase64 === undefined ? Buffer.from(below) : Buffer.from(pathBase64, "base64");
            return [bytes.toString("latin1"), hash] as const;
          });
          expect(completeness.state).toBe("complete");
          expect(new Map(ours)).toEqual(sha256sums(root));
          expect(ours.map(([name]) => name)).toEqual(ours.map(([name]) => name).sort());
        },
      ),
      { numRuns: 25 },
    );
  });

  it("come root by root, and twice for what lies in two of them", async () => {
    const folder = makeFiles({ "b/x": "1", "a/y": "2" });
    const { list } = await hashFiles([path.join(folder, "b"), path.join(folder, "a"), folder]);
    expect(
      list.map(({ root, path: below }) => `${path.basename(root)}:${below}`).map((place) => place.slice(-5)),
    ).toEqual(expect.arrayContaining(["b:x", "a:y"]));
    expect(list).toHaveLength(4);
    expect(list[0]?.hash).toBe(list[3]?.hash);
  });

  it.skipIf(NOT_LINUX)("leave out what cannot be read, and say so", async () => {
    const root = makeFiles({ a: "1", secret: "2", "z z": "3" });
    chmodSync(path.join(root, "secret"), 0);
    for (const backend of BACKENDS) {
      const { list, completeness } = await withoutPrivileges(() => hashFiles(root, { backend }));
      expect(list.map(({ path: below }) => below)).toEqual(["a", "z z"]);
      expect(completeness.errors.list).toEqual([
        { root, path: "secret", operation: "open", code: "EACCES", message: "EACCES: permission denied" },
      ]);
    }
  });

  it("are those that the authors of BLAKE3 published, whoever reads", async () => {
    const counted = (length: number): Uint8Array => Uint8Array.from({ length }, (_, at) => at % 251);
    const root = makeFiles({ "0": "", "102400": counted(102_400), "1025": counted(1025), z: counted(3_000_000) });
    const [, , , large] = (await hashFiles(root, { algorithm: "blake3", backend: "sequential" })).list;
    for (const backend of BACKENDS) {
      const { list } = await hashFiles(root, { algorithm: "blake3", backend });
      expect(list.map(({ hash }) => hash)).toEqual([
        "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262",
        "bc3e3d41a1146b069abffad3c0d44860cf664390afce4d9661f7902e7943e085",
        "d00278ae47eb27b34faecf67b4fe263f82d5412916c1ffd97c8cb7fb814b8444",
        large?.hash,
      ]);
      const joined = Buffer.from("a\0").subarray(0, 2);
      const tree = await hashTree(makeFiles({ a: counted(1023) }), { algorithm: "blake3", backend });
      const [framed] = (
        await hashFiles(makeFiles({ x: Buffer.concat([joined, counted(1023), Buffer.of(0)]) }), {
          algorithm: "blake3",
          backend,
        })
      ).list;
      expect(tree.hash).toBe(framed?.hash);
    }
  });

  it.skipIf(NOT_LINUX)("do not wait for a FIFO that took a file's place", async () => {
    for (const backend of BACKENDS) {
      const root = makeFiles({ a: "1", pipe: "" });
      const filter = (entry: { name: string }): boolean => {
        if (entry.name !== "pipe") return true;
        rmSync(path.join(root, "pipe"));
        execFileSync("mkfifo", [path.join(root, "pipe")]);
        return true;
      };
      const { list, completeness } = await hashFiles(root, { filter, backend });
      expect(list).toHaveLength(1);
      expect(completeness.errors.list).toMatchObject([
        { path: "pipe", operation: "read", code: "ECHANGED", message: "ECHANGED: it is no regular file any more" },
      ]);
    }
  });
});

describe("a call that is stopped", () => {
  const huge = (): string => {
    const root = makeFiles({ small: "1", huge: "" });
    truncateSync(path.join(root, "huge"), 2 ** 40);
    return root;
  };

  it.each([
    ["hashTree", async (root: string, options: object) => (await hashTree(root, options)).completeness.state],
    ["hashFiles", async (root: string, options: object) => (await hashFiles(root, options)).completeness.state],
  ])("before its time: %s says so and has no more than it read", async (_name, stateOf) => {
    const root = huge();
    for (const backend of BACKENDS) {
      expect(await stateOf(root, { backend, signal: AbortSignal.abort() })).toBe("cancelled");
      expect(await stateOf(root, { backend, signal: AbortSignal.timeout(200) })).toBe("cancelled");
      expect(await stateOf(root, { backend, maxDuration: 200 })).toBe("timedOut");
    }
  });

  it("tells how far it has got until then", async () => {
    const told: unknown[] = [];
    const controller = new AbortController();
    await hashFiles(huge(), {
      signal: controller.signal,
      progressInterval: 10,
      onProgress: (progress) => {
        told.push(progress.phase);
        if (progress.phase !== "read" || progress.bytes === 0) return;
        expect(progress).toMatchObject({ totalFiles: 2, totalBytes: 2 ** 40 + 1, errors: 0 });
        controller.abort();
      },
    });
    expect(told).toContain("read");
  });
});

describe("a bad option", () => {
  it.each([
    [{ algorithm: "md5" }, 'algorithm is "md5": expected "sha256" or "blake3"'],
    [{ each: "yes" }, "each is"],
    [{ sort: "size" }, 'sort is "size": expected "path" or "hex"'],
    [{ include: [] }, "include is []"],
    [{ include: ["../x"] }, 'include[0].path is "../x": expected a path below the root'],
    [{ include: ["/x"] }, "include[0].path is"],
    [{ include: [{ path: "x", order: "1" }] }, "include[0].order is"],
    [{ include: [7] }, "include[0] is 7"],
    [{ recursive: 1 }, "recursive is 1"],
    [{ jobs: 0 }, "jobs is 0"],
    [{ backend: "gpu" }, 'backend is "gpu"'],
    [{ listLimit: -1 }, "listLimit is -1"],
    [{ onProgress: true }, "onProgress is true"],
    [{ progressInterval: -1 }, "progressInterval is -1"],
  ])("%j is named with what is allowed", async (options, message) => {
    const failure = await hashTree(makeFiles(), options as object).catch((cause: unknown) => cause);
    expect(failure).toBeInstanceOf(OptionError);
    expect(String(failure)).toContain(message);
  });

  it("is no root, or a bad pattern", async () => {
    await expect(hashTree("")).rejects.toThrow("roots is");
    await expect(hashTree(makeFiles(), { match: "{a,b}".repeat(20) })).rejects.toThrow("braces expand");
  });
});

/** Names that are no text, and those that only Linux takes, as this system can write them. */
function onThisSystem(files: Files): Files {
  if (!NOT_LINUX) return files;
  return Object.fromEntries(Object.entries(files).filter(([name]) => /^[\w./ ]+$/.test(name)));
}

function sum(files: Files): number {
  return Object.values(files).reduce((total, content) => total + Buffer.byteLength(content), 0);
}

function patterned(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let at = 0; at < size; at += 1) bytes[at] = (at * 7 + (at >> 8)) & 0xff;
  return bytes;
}

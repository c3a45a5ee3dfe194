import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { BuildError, type BuildOptions, buildFile, hashTree } from "@transect/content";
import { OptionError } from "@transect/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withFat } from "../../structure/test/mounts.js";
import { addFiles, type Files, makeFiles, NOT_LINUX, withoutPrivileges } from "./files.js";
import { randomFiles } from "./random-files.js";

const RULE = "=".repeat(42);

/** What a build comes to, as text. */
async function built(root: string, options: Partial<BuildOptions> = {}): Promise<string> {
  const pieces: Uint8Array[] = [];
  await buildFile({
    root,
    separator: { template: "<{rel}>" },
    ...options,
    write: (bytes) => void pieces.push(Buffer.from(bytes)),
  });
  return Buffer.concat(pieces).toString();
}

/** Why there is no build. */
async function failure(options: BuildOptions): Promise<BuildError> {
  const cause: unknown = await buildFile(options).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(cause).toBeInstanceOf(BuildError);
  return cause as BuildError;
}

describe("a build", () => {
  it.each([
    ["block", `\n/* ${RULE}\n * File: d/a.sql\n * ${RULE} */\n\n`],
    ["line", `\n-- ${RULE}\n-- File: d/a.sql\n-- ${RULE}\n\n`],
    ["hash", `\n# ${RULE}\n# File: d/a.sql\n# ${RULE}\n\n`],
    ["none", ""],
    [{ template: "{rel}: {rel}\n" }, "d/a.sql: d/a.sql\n"],
  ] as const)("puts the separator %j before each file", async (separator, before) => {
    const root = makeFiles({ "d/a.sql": "SELECT 1;\n" });
    expect(await built(root, { separator })).toBe(`${before}SELECT 1;\n`);
  });

  it("begins with the header, and gives each file one newline at its end", async () => {
    const root = makeFiles({ a: "no end", b: "an end\n", c: "two\n\n", d: "", e: "\ufeffmark" });
    const text = await built(root, { header: "top" });
    expect(text).toBe("top\n<a>no end\n<b>an end\n<c>two\n\n<d>\n<e>mark\n");
    expect(await built(root, { header: "top\n", include: ["b"] })).toBe("top\n<b>an end\n");
  });

  it("goes by paths part by part, or by hexadecimal numbers", async () => {
    const names = [
      "01F231_late",
      "012311_early",
      "012A31_middle",
      "add_users",
      "0x0A_ten",
      "0x9_nine",
      "FF_x",
      "a/b",
      "a-b",
    ];
    const root = makeFiles(Object.fromEntries(names.map((name) => [name, ""])));
    const order = async (sort: "path" | "hex"): Promise<string[]> =>
      (await built(root, { sort })).split("\n").flatMap((line) => line.match(/<(.*)>/)?.[1] ?? []);
    expect(await order("path")).toEqual([
      "012311_early",
      "012A31_middle",
      "01F231_late",
      "0x0A_ten",
      "0x9_nine",
      "FF_x",
      "a/b",
      "a-b",
      "add_users",
    ]);
    expect(await order("hex")).toEqual([
      "0x9_nine",
      "0x0A_ten",
      "FF_x",
      "012311_early",
      "012A31_middle",
      "01F231_late",
      "a/b",
      "a-b",
      "add_users",
    ]);
  });

  it("reads numbers in folders too, of any length and with zeros before them", async () => {
    const names = ["2_b/x", "01_a/x", "0003_c/x", "10_e/x", "F0_f/x", "0x0f_d/x", `${"F".repeat(40)}_z/x`];
    const root = makeFiles(Object.fromEntries(names.map((name) => [name, ""])));
    expect((await built(root, { sort: "hex" })).match(/[a-z](?=\/x)/g)).toEqual(["a", "b", "c", "d", "e", "f", "z"]);
  });

  it("takes folders in their order, and files that several give once", async () => {
    const root = makeFiles({ "seeds/1": "s", "schema/2": "t", "schema/deep/3": "u", top: "v" });
    const order = async (include: BuildOptions["include"]): Promise<string | undefined> =>
      (await built(root, { include })).match(/<.*?>/g)?.join("");
    expect(await order(["seeds", "schema"])).toBe("<schema/2><schema/deep/3><seeds/1>");
    expect(
      await order([
        { path: "seeds", order: 1 },
        { path: "schema", order: 2 },
      ]),
    ).toBe("<seeds/1><schema/2><schema/deep/3>");
    expect(await order([{ path: "schema/deep", order: -1 }, "schema", "./schema/", "."])).toBe(
      "<schema/deep/3><schema/2><seeds/1><top>",
    );
    expect(await order([{ path: "schema", recursive: false }, "top"])).toBe("<schema/2><top>");
    expect(
      await order([
        { path: "schema", match: "**/3" },
        { path: "seeds", exclude: "*" },
      ]),
    ).toBe("<schema/deep/3>");
    expect(await order(["top", { path: "gone", optional: true }])).toBe("<top>");
    const missing = await failure({ root, include: ["gone", "top"], write: () => {} });
    expect(missing.message).toBe(`nothing was built: ${root}/gone: ENOENT: no such file or directory`);
  });

  it("gives the same bytes for the same inputs, with any number of threads, and the hash of what went in", async () => {
    await fc.assert(
      fc.asyncProperty(randomFiles, fc.integer({ min: 1, max: 8 }), async (drawn, jobs) => {
        const files: Files = { ...(NOT_LINUX ? {} : drawn), last: "1" };
        const [one, two] = [makeFiles(files), makeFiles(files)];
        const expected = await hashTree(one);
        for (const [root, options] of [
          [one, {}],
          [two, { jobs }],
        ] as const) {
          const output = path.join(makeFiles(), "out");
          const result = await buildFile({ root, output, binary: "copy", ...options });
          expect(result).toMatchObject({ state: "written", hash: expected.hash, files: expected.files });
          expect(result.bytes).toBe(statSync(output).size);
          expect(readFileSync(output).equals(Buffer.from(await naive(one)))).toBe(true);
        }
      }),
      { numRuns: 15 },
    );
  });

  it.skipIf(!existsSync("/proc/self/io"))("reads each of 10,000 small files once", async () => {
    const files: Record<string, string> = {};
    for (let index = 0; index < 10_000; index += 1) files[`d${index % 100}/f${index}`] = "x".repeat(2000);
    const root = makeFiles(files);
    // Threads come up once: what they read of the program itself is not to be counted.
    await hashTree(root);
    const before = bytesRead();
    const { bytes } = await buildFile({ root, write: () => {} });
    const read = bytesRead() - before;
    expect(Number(bytes)).toBeGreaterThan(20_000_000);
    expect(read).toBeGreaterThanOrEqual(20_000_000);
    expect(read).toBeLessThan(22_000_000);
  });

  it("lets no name end the comment that it stands in", async () => {
    const names = NOT_LINUX ? ["a"] : ["x *", "y\nDROP TABLE t", "z/*", "-- \u202e", "{rel}", "$&"];
    const root = makeFiles(Object.fromEntries(names.map((name) => [`${name}/f`, "1\n"])));
    const block = await built(root, { separator: "block" });
    expect(block.match(/\*\//g)).toHaveLength(names.length);
    expect(block.match(/\/\*/g)).toHaveLength(names.length);
    for (const line of (await built(root, { separator: "line" })).split("\n")) expect(line).toMatch(/^(--.*|1|)$/);
    if (!NOT_LINUX) expect(await built(root)).toMatch(/<y\\u\{a\}DROP TABLE t\/f>1\n[\s\S]*<\{rel\}\/f>1\n$/);
  });

  it("refuses, names, skips or copies what is no text", async () => {
    const root = makeFiles({
      "a.txt": "text",
      "b.bin": Buffer.from([0x61, 0, 0x62]),
      "c.latin1": Buffer.from([0x61, 0xe9, 0x62]),
      "d.long": `${"é".repeat(3999)}1${"日".repeat(3000)}`,
    });
    const refused = await failure({ root, write: () => {} });
    expect(refused.completeness?.errors.list.map(({ path: below, code }) => [below, code])).toEqual([
      ["b.bin", "EILSEQ"],
      ["c.latin1", "EILSEQ"],
    ]);
    const parts = (text: string): string[] => text.split("\n").map((line) => line.slice(0, 20));
    expect(parts(await built(root, { binary: "skip" }))[1]?.slice(0, 8)).toBe("<d.long>");
    expect(await built(root, { binary: "name" })).toContain(
      "<a.txt>text\n<b.bin (binary, 3 bytes, left out)><c.latin1 (binary, 3 bytes, left out)><d.long>é",
    );
    expect(await built(root, { binary: "copy", include: ["b.bin"] })).toBe("<b.bin>a\0b\n");
    const { files, leftOut } = await buildFile({ root, binary: "skip", write: () => {} });
    expect([files, leftOut.map((place) => place.path)]).toEqual([4, ["b.bin", "c.latin1"]]);
  });

  it("keeps the order of files that are read in many pieces", async () => {
    const files = { a: "a".repeat(3_000_000), b: "b", c: "c".repeat(1_048_576), d: "d".repeat(5_000_000) };
    const text = await built(makeFiles(files), { jobs: 4 });
    expect(text).toBe(
      Object.entries(files)
        .map(([name, content]) => `<${name}>${content}\n`)
        .join(""),
    );
  });
});

describe("an output", () => {
  it("is not touched while the inputs are the same", async () => {
    const root = makeFiles({ a: "1", b: "2" });
    const output = path.join(makeFiles(), "out");
    expect((await buildFile({ root, output })).state).toBe("written");
    utimesSync(output, 1000, 1000);
    chmodSync(path.dirname(output), 0o555);
    expect((await buildFile({ root, output })).state).toBe("unchanged");
    expect(statSync(output).mtimeMs).toBe(1_000_000);
    chmodSync(path.dirname(output), 0o755);
  });

  it.each([
    ["at its beginning", (files: Record<string, string>) => Object.assign(files, { a: "other" })],
    ["in its middle", (files: Record<string, string>) => Object.assign(files, { b: `${"x".repeat(2_000_000)}y` })],
    ["at its end", (files: Record<string, string>) => Object.assign(files, { c: "longer than it was" })],
    ["by growing", (files: Record<string, string>) => Object.assign(files, { d: "new" })],
    ["by shrinking", (files: Record<string, string>) => Object.assign(files, { c: "" })],
  ])("that differs %s is replaced when that is allowed, with its permissions", async (_where, change) => {
    const files: Record<string, string> = { a: "1", b: "x".repeat(2_000_000), c: "3" };
    const [root, folder] = [makeFiles(files), makeFiles()];
    const output = path.join(folder, "out");
    await buildFile({ root, output });
    if (!NOT_LINUX) chmodSync(output, 0o640);
    const before = readFileSync(output);
    change(files);
    addFiles(root, files);
    expect((await buildFile({ root, output, dryRun: true })).state).toBe("outdated");
    const refused = await failure({ root, output });
    expect([refused.reason, refused.message]).toEqual(["exists", expect.stringContaining("set overwrite")]);
    expect(readFileSync(output).equals(before)).toBe(true);
    expect((await buildFile({ root, output, overwrite: true })).state).toBe("written");
    expect(readFileSync(output, "utf8")).toBe(await naive(root));
    if (!NOT_LINUX) expect(statSync(output).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder)).toEqual(["out"]);
  });

  it.skipIf(NOT_LINUX)("stays as it was where a file cannot be read, and the error names all such files", async () => {
    const root = makeFiles({ a: "1", b: "2", c: "3", large: "x".repeat(3_000_000) });
    const folder = makeFiles({ out: "precious" });
    for (const secret of ["b", "large"]) chmodSync(path.join(root, secret), 0);
    for (const output of [path.join(folder, "out"), path.join(folder, "new")]) {
      const error = await withoutPrivileges(() => failure({ root, output, overwrite: true }));
      expect(error.message).toBe(`nothing was built: ${root}/b: EACCES: permission denied, and 1 more`);
      expect(error.completeness?.errors.list.map(({ path: below }) => below)).toEqual(["b", "large"]);
    }
    expect(readdirSync(folder)).toEqual(["out"]);
    expect(readFileSync(path.join(folder, "out"), "utf8")).toBe("precious");
  });

  it("stays as it was where the build is stopped, or a file changes under it", async () => {
    const root = makeFiles({ a: "1", huge: "" });
    truncateSync(path.join(root, "huge"), 2 ** 36);
    const folder = makeFiles({ out: "precious" });
    const options = { root, output: path.join(folder, "out"), overwrite: true, binary: "copy" } as const;
    const stopped = await failure({ ...options, maxDuration: 300 });
    expect([stopped.reason, stopped.message]).toEqual(["stopped", "nothing was built: its time was up"]);
    truncateSync(path.join(root, "huge"), 10);
    const filter = ({ name }: { name: string }): boolean => {
      if (name === "huge") truncateSync(path.join(root, "huge"), 5);
      return true;
    };
    const changed = await failure({ ...options, filter });
    expect(changed.message).toContain("ECHANGED");
    expect(readdirSync(folder)).toEqual(["out"]);
    expect(readFileSync(path.join(folder, "out"), "utf8")).toBe("precious");
  });

  it("is never one of its own inputs, nor is what a killed build of it left", async () => {
    const root = makeFiles({ a: "1", ".out.0123456789ab.partial": "half", "sub/out": "2" });
    const output = path.join(root, "out");
    const first = await buildFile({ root, output });
    expect(first.files).toBe(2);
    const text = readFileSync(output, "utf8");
    expect((await buildFile({ root, output })).state).toBe("unchanged");
    expect(readFileSync(output, "utf8")).toBe(text);
    if (NOT_LINUX) return;
    const link = path.join(makeFiles(), "link");
    symlinkSync(output, link);
    expect((await buildFile({ root, output: link })).state).toBe("unchanged");
    addFiles(root, { b: "3" });
    expect((await buildFile({ root, output: link, overwrite: true })).state).toBe("written");
    expect(readFileSync(output, "utf8")).toContain("File: b\n");
    expect(statSync(link).isFile()).toBe(true);
  });

  it("that somebody else makes meanwhile is not replaced", async () => {
    const root = makeFiles({ a: "" });
    truncateSync(path.join(root, "a"), 100_000_000);
    const folder = makeFiles();
    const output = path.join(folder, "out");
    const error = await failure({
      root,
      output,
      binary: "copy",
      progressInterval: 1,
      onProgress: ({ bytes }) => {
        if (bytes !== 0) writeFileSync(output, "theirs");
      },
    });
    expect(error.reason).toBe("unwritable");
    expect(readFileSync(output, "utf8")).toBe("theirs");
    expect(readdirSync(folder)).toEqual(["out"]);
  });

  it("is put in place at once, and replaces nothing unasked, where there are no hard links", async ({ skip }) => {
    const reason = await withFat(async (folder) => {
      const output = path.join(folder, "out");
      const root = makeFiles({ a: "1", b: "2" });
      const options = { root, output, separator: "none" } as const;
      expect(() => linkSync(path.join(root, "a"), path.join(folder, "a"))).toThrow();
      expect((await buildFile(options)).state).toBe("written");
      expect((await buildFile(options)).state).toBe("unchanged");
      writeFileSync(path.join(root, "b"), "3");
      expect((await failure(options)).reason).toBe("exists");
      expect(readFileSync(output, "utf8")).toBe("1\n2\n");
      expect((await buildFile({ ...options, overwrite: true })).state).toBe("written");
      expect(readFileSync(output, "utf8")).toBe("1\n3\n");
      rmSync(output);

      // Of two that are done at a time one has the name, and the other says so.
      const built = await Promise.allSettled(
        ["one", "two"].map((header) => buildFile({ ...options, header }).then(() => header)),
      );
      const [done, ...others] = built.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
      expect([built.length, others]).toEqual([2, []]);
      expect(readFileSync(output, "utf8")).toBe(`${done}\n1\n3\n`);
      expect(readdirSync(folder)).toEqual(["out"]);
    });
    if (reason !== undefined) skip(reason);
  });

  it.each([
    ["in a folder that is missing", "gone/out", "ENOENT"],
    ["that is a folder", ".", "no regular file"],
    ["below a file", "taken/out", "ENOTDIR"],
  ])("%s is an error that says so", async (_what, name, message) => {
    const folder = makeFiles({ taken: "1" });
    const error = await failure({ root: makeFiles({ a: "1" }), output: path.join(folder, name), overwrite: true });
    expect([error.reason, error.message]).toEqual(["unwritable", expect.stringContaining(message)]);
    expect(readdirSync(folder)).toEqual(["taken"]);
  });

  it.skipIf(!existsSync("/dev/full"))("on a full disk is an error, and nothing is left of it", async () => {
    const root = makeFiles({ a: "x".repeat(4_000_000) });
    const mount = makeFiles();
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", mount], { stdio: "ignore" });
    } catch {
      return;
    }
    try {
      const error = await failure({ root, output: path.join(mount, "out") });
      expect([error.reason, error.message]).toEqual(["unwritable", expect.stringContaining("ENOSPC")]);
      expect(readdirSync(mount)).toEqual([]);
    } finally {
      execFileSync("umount", [mount]);
    }
  });

  it("of no files is an error", async () => {
    const root = makeFiles({ a: "1" });
    mkdirSync(path.join(root, "empty"));
    expect((await failure({ root, match: "*.sql", write: () => {} })).reason).toBe("empty");
  });
});

describe("a bad option", () => {
  it.each([
    [{}, "output is undefined: expected a path"],
    [{ output: "x", write: () => {} }, 'output is "x"'],
    [{ output: "" }, 'output is ""'],
    [{ root: "", output: "x" }, 'root is ""'],
    [{ write: 1 }, "write is 1"],
    [{ write: () => {}, dryRun: true }, "dryRun is true"],
    [{ output: "x", overwrite: 1 }, "overwrite is 1"],
    [{ output: "x", header: 1 }, "header is 1"],
    [{ output: "x", separator: "c" }, 'separator is "c": expected "block" or "line" or "hash" or "none"'],
    [{ output: "x", separator: { template: 1 } }, "separator.template is 1"],
    [{ output: "x", binary: "drop" }, 'binary is "drop"'],
    [{ output: "x", binary: "name", separator: "none" }, 'binary is "name"'],
    [{ output: "x", algorithm: "md5" }, 'algorithm is "md5"'],
  ])("%j is named with what is allowed", async (options, message) => {
    const cause = await buildFile(options as BuildOptions).catch((thrown: unknown) => thrown);
    expect(cause).toBeInstanceOf(OptionError);
    expect(String(cause)).toContain(message);
  });
});

/** A build with block comments by the shortest way there is. */
async function naive(root: string): Promise<string> {
  const { list = [] } = await hashTree(root, { each: true });
  const parts = list.map(({ path: below, pathBase64 }) => {
    const bytes = pathBase64 === undefined ? Buffer.from(below) : Buffer.from(pathBase64, "base64");
    const content = readFileSync(Buffer.concat([Buffer.from(`${root}/`), bytes])).toString("latin1");
    const text = content.startsWith("\xef\xbb\xbf") ? content.slice(3) : content;
    const shown = below.replace(/[\0-\x1f\x7f-\x9f\u202a-\u202e]/g, (c) => `\\u{${c.codePointAt(0)?.toString(16)}}`);
    const rel = shown.replaceAll("*/", "* /").replaceAll("/*", "/ *");
    const before = Buffer.from(`\n/* ${RULE}\n * File: ${rel}\n * ${RULE} */\n\n`).toString("latin1");
    return `${before}${text}${text.endsWith("\n") ? "" : "\n"}`;
  });
  return Buffer.from(parts.join(""), "latin1").toString();
}

function bytesRead(): number {
  return Number(/^rchar: (\d+)$/m.exec(readFileSync("/proc/self/io", "utf8"))?.[1]);
}

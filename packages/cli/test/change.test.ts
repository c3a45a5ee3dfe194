import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import type { Place } from "@transect/core";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMAND, type CommandResult, runCommand, unprivileged } from "./run-command.js";

const linux = process.platform === "linux";
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "transect-cli-change-"));
  chmodSync(folder, 0o777);
});

afterAll(() => rmSync(folder, { recursive: true }));

/** A folder of a test's own, with a tree in it and room for a cache. */
function makePlace(
  name: string,
  files: Readonly<Record<string, string>> = { "a.txt": "hello", "sub/b.ts": "1" },
): string {
  const place = path.join(folder, name);
  for (const [file, content] of Object.entries(files)) {
    const at = path.join(place, "tree", file);
    mkdirSync(path.dirname(at), { recursive: true });
    writeFileSync(at, content);
  }
  return place;
}

function run(place: string, ...args: readonly string[]): Promise<CommandResult> {
  return runCommand(args, { cwd: place, env: { XDG_CACHE_HOME: path.join(place, "cache") } });
}

describe("transect snapshot", () => {
  it("saves in the cache folder under a name, lists, shows, and replaces only when forced", async () => {
    const place = makePlace("save");
    expect((await run(place, "snapshot", "list")).stdout.toString()).toMatch(
      /^no snapshots in .*cache.transect.snapshots\n$/,
    );
    const saved = await run(place, "snapshot", "save", "tree", "-n", "one");
    expect([saved.status, saved.stderr]).toEqual([0, ""]);
    expect(saved.stdout.toString()).toMatch(/^saved one: 4 entries, 6 B in files\n/);
    const file = path.join(place, "cache/transect/snapshots/one.transect-snapshot");
    const bytes = readFileSync(file);

    const again = await run(place, "snapshot", "save", "tree", "-n", "one");
    expect([again.status, again.stderr]).toEqual([
      1,
      `transect: ${file} exists already; add --force to replace it (see transect --help)\n`,
    ]);
    expect(readFileSync(file)).toEqual(bytes);
    writeFileSync(path.join(place, "tree/c"), "");
    expect((await run(place, "snapshot", "save", "tree", "-n", "one", "--force")).status).toBe(0);

    const listed = JSON.parse((await run(place, "snapshot", "list", "--json")).stdout.toString());
    expect(listed).toMatchObject([{ name: "one", file, summary: { entries: 5, root: path.join(place, "tree") } }]);
    const shown = await run(place, "snapshot", "show", "one");
    expect(shown.stdout.toString()).toMatch(/^root +\S+tree\n[\s\S]*\nfiles +3\n[\s\S]*\nhashes +none\n/);
  });

  it("names the latest one of a folder that is to be compared alone", async () => {
    const place = makePlace("latest");
    for (const name of ["two", "one"]) await run(place, "snapshot", "save", "tree", "-n", name);
    const { status, stderr } = await run(place, "diff", "./tree/");
    expect([status, stderr]).toEqual([
      1,
      expect.stringContaining("name another tree beside it, or its latest snapshot alone: transect diff one"),
    ]);
    expect((await run(place, "diff", "one")).status).toBe(0);
  });

  it("makes a name of the folder's and the time", async () => {
    const place = makePlace("named");
    await run(place, "snapshot", "save", "tree");
    expect(readdirSync(path.join(place, "cache/transect/snapshots"))).toEqual([
      expect.stringMatching(/^tree-\d{8}T\d{6}Z\.transect-snapshot$/),
    ]);
  });

  it.skipIf(!linux).each([
    { verb: ["snapshot", "save", "tree", "-o"], says: (at: string) => `${at}: EFBIG: file too large` },
    { verb: ["list", "tree", "--parquet"], says: (at: string) => `cannot write ${at}: EFBIG: file too large` },
    { verb: ["--json", "tree", "-o"], says: (at: string) => `cannot write ${at}: EFBIG: file too large` },
  ])("keeps what was there, and no half of a file, where the disk takes no more: $verb", async ({ verb, says }) => {
    const files = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`${n * 7919}${"x".repeat(n % 50)}`, ""]));
    const place = makePlace("full", files);
    const at = path.join(place, "kept.snapshot");
    writeFileSync(at, "kept");
    const command = `ulimit -f 1; trap "" XFSZ; exec "$0" "$@"`;
    const args = [process.execPath, COMMAND];
    const failed = await new Promise<{ status: number; stderr: string }>((resolve) => {
      try {
        execFileSync("/bin/bash", ["-c", command, ...args, ...verb, at, "--force"], {
          cwd: place,
          stdio: ["ignore", "ignore", "pipe"],
        });
        resolve({ status: 0, stderr: "" });
      } catch (cause) {
        const { status, stderr } = cause as { status: number; stderr: Buffer };
        resolve({ status, stderr: stderr.toString() });
      }
    });
    expect(failed).toEqual({ status: 1, stderr: `transect: ${says(at)}\n` });
    expect([readFileSync(at, "utf8"), readdirSync(place).sort()]).toEqual(["kept", ["kept.snapshot", "tree"]]);
  });

  it.each([
    [["snapshot", "save", "tree", "-n", "a/b"], '--name is "a/b": expected a name of 1 to 128 letters'],
    [["snapshot", "save", "none"], "none: ENOENT: no such file or directory"],
    [["snapshot", "save", "tree", "-n", "a", "-o", "b"], "cannot be used with"],
    [["snapshot", "show", "tree"], "tree is a folder: expected a snapshot"],
    [["snapshot", "show", "none"], "none is neither a snapshot (see transect snapshot list) nor a file or folder"],
    [["snapshot", "keep"], "unknown command 'keep'"],
    [["diff"], "missing required argument 'before'"],
    [["diff", "tree"], "tree is a folder, which is as it is now: name another tree beside it"],
    [["diff", "tree/a.txt"], "tree/a.txt: is no snapshot of Transect"],
    [["diff", "tree", "tree", "--json", "--markdown"], "cannot be used with"],
    [["diff", "tree", "tree", "--html", "x.html", "-o", "y.html"], "cannot be used with"],
    [["diff", "tree", "tree", "--html", "tree/a.txt"], "cannot write tree/a.txt: it exists already; add --force"],
    [["diff", "tree", "tree", "--top", "x"], "Expected a whole number from 0 on."],
    [["check"], "transect.config.json: there is no such file"],
    [["list", "--parquet", "x", "--json", "tree"], "cannot be used with"],
    [["list", "--force", "tree"], "--force goes with --parquet"],
    [["list", "--parquet", "tree/a.txt", "tree"], "cannot write tree/a.txt: it exists already; add --force"],
    [["list", "--parquet", "new.parquet", "none"], "none: ENOENT: no such file or directory"],
  ])("%j gives one line that says what to do, and status 1", async (args, message) => {
    const place = makePlace("bad");
    const { status, stdout, stderr } = await run(place, ...args);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^transect: [^\n]+\n$/);
    const left = readdirSync(place).filter((name) => name !== "cache");
    expect([status, stdout.toString(), left]).toEqual([1, "", ["tree"]]);
  });
});

describe("transect diff", () => {
  it("says what changed since a snapshot, by the snapshot's own rules", async () => {
    const place = makePlace("since");
    await run(place, "snapshot", "save", "tree", "-n", "one", "--exclude", "ignored");
    appendFileSync(path.join(place, "tree/a.txt"), "!!");
    renameSync(path.join(place, "tree/sub"), path.join(place, "tree/moved"));
    mkdirSync(path.join(place, "tree/ignored"));
    const { status, stdout } = await run(place, "diff", "one");
    expect(stdout.toString()).toContain("  2 moved · 1 grown\n");
    expect(stdout.toString()).toMatch(/\n +grown +\+2 B +a\.txt +now 7 B\n +moved +sub\/ → moved\/ +1 file\n/);
    expect(status).toBe(0);
    expect((await run(place, "diff", "one", "--exit-code")).status).toBe(3);
    const markdown = await run(place, "diff", "one", "now", "--markdown");
    expect(markdown.stdout.toString()).toContain("| `sub/` → `moved/` |");

    await run(place, "snapshot", "save", "tree", "-o", "two.snapshot", "--exclude", "ignored");
    const json = await run(place, "diff", "one", "two.snapshot", "--json", "--limit", "1");
    expect(JSON.parse(json.stdout.toString())).toMatchObject({
      format: "transect-changes",
      before: { name: "one" },
      after: { name: "two.snapshot" },
      changes: { count: 3, leftOut: 2, list: [{ kind: "grown", path: "a.txt" }] },
    });
    expect((await run(place, "diff", "./two.snapshot", "--exit-code")).status).toBe(0);
  });

  it.skipIf(!linux)("tells a file that it cannot hash", async ({ skip }) => {
    const identity = unprivileged();
    if (identity === undefined) return skip("nobody cannot run the command");
    const place = makePlace("unread");
    chmodSync(path.join(place, "tree/a.txt"), 0);
    mkdirSync(path.join(place, "out"));
    chmodSync(path.join(place, "out"), 0o777);
    const args = ["snapshot", "save", "tree", "--hash", "--json", "-o", "out/x.snapshot"];
    const { status, stdout, stderr } = await runCommand(args, { cwd: place, ...identity });
    expect(stderr).toMatch(/^transect: tree\/a\.txt: EACCES: permission denied[^\n]*\n$/);
    expect(JSON.parse(stdout.toString())).toMatchObject({ summary: { entries: 4, errors: { count: 1 } } });
    expect(status).toBe(2);
  });

  it("writes a page with more rows than JSON has, which holds the same report", async () => {
    const files = Object.fromEntries(Array.from({ length: 1100 }, (_, file) => [`f${file}`, "x"]));
    const place = makePlace("page", files);
    mkdirSync(path.join(place, "none"));
    const written = await run(place, "diff", "none", "tree", "--html", "what.html");
    expect([written.status, written.stdout.toString(), written.stderr]).toEqual([0, "", ""]);
    const html = readFileSync(path.join(place, "what.html"), "utf8");
    const { changes, ...report } = JSON.parse(
      /<script type="application\/json"[^>]*>(.*?)<\/script>/s.exec(html)?.[1] ?? "",
    );
    expect(changes.list).toHaveLength(1100);
    const json = await run(place, "diff", "none", "tree", "--json", "--limit", "3000");
    const same = JSON.parse(json.stdout.toString());
    expect([report.counts, changes]).toEqual([same.counts, same.changes]);
    const printed = await run(place, "diff", "none", "tree", "--html", "-", "--exit-code", "--limit", "1");
    expect([printed.status, printed.stdout.toString()]).toEqual([3, expect.stringContaining('"leftOut":1099')]);
  });

  it("compares two folders, by content where it is told to read", async () => {
    const place = makePlace("folders");
    execFileSync("cp", ["-r", path.join(place, "tree"), path.join(place, "copy")]);
    renameSync(path.join(place, "copy/a.txt"), path.join(place, "copy/z.txt"));
    const [plain, hashed] = [
      await run(place, "diff", "tree", "copy", "--json"),
      await run(place, "diff", "tree", "copy", "--json", "--hash"),
    ].map(({ stdout }) => JSON.parse(stdout.toString()).counts);
    expect([plain.added.entries, plain.moved.entries]).toEqual([1, 0]);
    expect([hashed.added.entries, hashed.moved.entries]).toEqual([0, 1]);
  });

  it.skipIf(!linux)(
    "ends with status 2 where it could not read all, and takes that for no removal",
    async ({ skip }) => {
      const identity = unprivileged();
      if (identity === undefined) return skip("nobody cannot run the command");
      const place = makePlace("shut");
      await run(place, "snapshot", "save", "tree", "-o", "one.snapshot");
      chmodSync(path.join(place, "one.snapshot"), 0o644);
      const shut = path.join(place, "tree/sub");
      chmodSync(shut, 0);
      try {
        const { status, stdout } = await runCommand(["diff", "./one.snapshot"], { cwd: place, ...identity });
        expect(stdout.toString()).toMatch(/not all could be read\n[\s\S]*\n {2}1 unknown\n/);
        expect(status).toBe(2);
      } finally {
        chmodSync(shut, 0o755);
      }
    },
  );
});

describe("transect check", () => {
  it("ends with status 3 and a table of what failed, and 0 where all is kept", async () => {
    const place = makePlace("check");
    const config = (budgets: unknown): void =>
      writeFileSync(path.join(place, "transect.config.json"), JSON.stringify({ budgets }));
    config([{ root: "tree", totalSize: "5B", fileCount: 2 }]);
    const failed = await run(place, "check");
    expect(failed.stdout.toString().split("\n")).toEqual([
      "FAILED  tree  total size  6 B  at most 5 B",
      "          1 B  sub",
      "ok      tree  file count    2  at most 2",
      "",
      "1 of 2 budgets failed",
      "",
    ]);
    expect(failed.status).toBe(3);
    expect((await run(place, "check", "--markdown")).stdout.toString()).toMatch(/^### ❌ 1 of 2 budgets failed\n/);

    config([{ root: "tree", fileCount: 2 }]);
    const elsewhere = await runCommand(["check", "-c", path.join(place, "transect.config.json"), "--json"]);
    expect(elsewhere.status).toBe(0);
    expect(JSON.parse(elsewhere.stdout.toString())).toMatchObject({ passed: true, complete: true });
  });

  it("ends with status 2 where a tree is not there, for then nobody knows", async () => {
    const place = makePlace("gone");
    writeFileSync(path.join(place, "c.json"), '{"budgets":[{"root":"dist","totalSize":"1M"}]}');
    const { status, stdout, stderr } = await run(place, "check", "--config", "c.json");
    expect([status, stderr]).toEqual([2, "transect: dist: ENOENT: no such file or directory\n"]);
    expect(stdout.toString()).toContain("1 budget kept; not all could be read");
  });

  it("holds trees to budgets of duplicates and structure, with patterns out of a file beside its configuration", async () => {
    const place = makePlace("rules", { "a/x.txt": "hello", "b/y.txt": "hello", "b/tmp/z": "" });
    writeFileSync(path.join(place, "built.json"), '{ "directory_name": "tmp" }');
    const budgets = [
      {
        root: "tree",
        duplicates: { reclaimable: "4B", groups: 1 },
        structure: { required: [{ pattern: { name: "texts", files: ["*.txt"] }, min: 2 }], forbidden: ["built.json"] },
      },
    ];
    writeFileSync(path.join(place, "transect.config.json"), JSON.stringify({ budgets }));
    const failed = await runCommand(["check", "-c", path.join(place, "transect.config.json")]);
    expect([failed.status, failed.stderr]).toEqual([3, ""]);
    expect(failed.stdout.toString().split("\n")).toEqual([
      "FAILED  tree  duplicate bytes           5 B  at most 4 B",
      "          5 B  a/x.txt",
      "FAILED  tree  forbidden structure tmp     1  at most 0",
      "          b/tmp",
      "ok      tree  duplicate contents          1  at most 1",
      "ok      tree  required structure texts    2  at least 2",
      "",
      "2 of 4 budgets failed",
      "",
    ]);
    rmSync(path.join(place, "built.json"));
    const gone = await run(place, "check");
    expect([gone.status, gone.stdout.toString(), gone.stderr]).toEqual([
      1,
      "",
      "transect: built.json: cannot be read: ENOENT: no such file or directory\n",
    ]);
  });

  it.skipIf(!linux)("ends with status 2 where a file could not be read to the end", async ({ skip }) => {
    const identity = unprivileged();
    if (identity === undefined) return skip("nobody cannot run the command");
    const place = makePlace("unread-copy", { a: "hello", b: "hello" });
    writeFileSync(path.join(place, "transect.config.json"), '{"budgets":[{"root":"tree","duplicates":{"groups":0}}]}');
    chmodSync(path.join(place, "tree/b"), 0);
    const { status, stdout, stderr } = await runCommand(["check"], { cwd: place, ...identity });
    expect(stderr).toMatch(/^transect: tree\/b: EACCES: permission denied[^\n]*\n$/);
    expect(stdout.toString()).toContain("1 budget kept; not all could be read");
    expect(status).toBe(2);
  });

  it.skipIf(!linux)("keeps the exact bytes of every path that it names, and shows it readably", async () => {
    const place = makePlace("bytes", {});
    const at = (name: string): Buffer => Buffer.from(path.join(place, "tree", name), "latin1");
    mkdirSync(at("\u00ffdir/empty"), { recursive: true });
    for (const name of ["\u00ffdir/\u00febig", "\u00ffdir/copy"]) writeFileSync(at(name), "12345678");
    const structure = { forbidden: [{ directory_name: "empty" }] };
    const budgets = { totalSize: 0, largestFile: 0, fileCount: 0, emptyFolders: 0, structure };
    const duplicates = { reclaimable: 0, groups: 0 };
    const config = { budgets: [{ root: "tree", ...budgets, duplicates }] };
    writeFileSync(path.join(place, "transect.config.json"), JSON.stringify(config));

    const { results } = JSON.parse((await run(place, "check", "--json")).stdout.toString());
    const places = results.map(({ budget, worst }: { budget: string; worst: readonly Place[] }) => [
      budget,
      ...worst.map((one) => Buffer.from(one.pathBase64 ?? "", "base64").toString("latin1")),
    ]);
    expect(places).toEqual([
      ["total size", "\u00ffdir"],
      ["largest file", "\u00ffdir/copy", "\u00ffdir/\u00febig"],
      ["file count", "\u00ffdir"],
      ["empty folders", "\u00ffdir/empty"],
      ["duplicate bytes", "\u00ffdir/copy"],
      ["duplicate contents", "\u00ffdir/copy", "\u00ffdir/\u00febig"],
      ["forbidden structure empty", "\u00ffdir/empty"],
    ]);
    for (const format of [[], ["--markdown"]]) {
      const shown = (await run(place, "check", ...format)).stdout.toString();
      expect(shown.split("\uFFFDdir/\uFFFDbig").length - 1, shown).toBe(2);
    }
  });

  it("names every fault of its configuration", async () => {
    const place = makePlace("faults");
    writeFileSync(path.join(place, "c.json"), '{"budgets":[{"fileCount":"x"},{"totalSize":-1}]}');
    const { status, stderr } = await run(place, "check", "-c", "c.json");
    expect(stderr.split("\n").map((line) => line.slice(0, 50))).toEqual([
      'transect: c.json: /budgets/0/fileCount is "x": exp',
      "transect: c.json: /budgets/1/totalSize is -1: expe",
      "",
    ]);
    expect(status).toBe(1);
  });
});

describe("transect list --parquet", () => {
  it("writes what list prints", async () => {
    const place = makePlace("parquet");
    const { status, stdout } = await run(place, "list", "--parquet", "all.parquet", "tree");
    expect([status, stdout.toString()]).toEqual([0, ""]);
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(path.join(place, "all.parquet")) });
    const printed = (await run(place, "list", "tree")).stdout.toString().trim().split("\n");
    const paths = rows.map(({ root, path: at }) => (at === "." ? root : `${root}/${at}`));
    expect(paths.sort()).toEqual(printed.sort());
    expect(rows.find(({ path: at }) => at === "a.txt")).toMatchObject({ size: 5n, type: "file", extension: ".txt" });
  });
});

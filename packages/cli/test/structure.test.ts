import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMAND, runCommand } from "./run-command.js";

let folder = "";

const EXPERIMENT = {
  name: "experiment",
  directory_name: "exp_*",
  files: ["a.csv"],
  directories: [JSON.stringify({ directory_name: "raw", files: ["*.csv"] })],
  optional_files: ["notes.txt"],
};

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "transect-cli-structure-"));
  for (const [name, content] of [
    ["data/exp_1/a.csv", "one"],
    ["data/exp_1/raw/1.csv", "1"],
    ["data/exp_1/notes.txt", "notes"],
    ["data/exp_1/other.bin", "other"],
    ["data/exp_2/a.csv", "two"],
    ["data/exp_2/raw/x.txt", "x"],
    ["data/g/exp_1/a.csv", "three"],
    ["data/g/exp_1/raw/2.csv", "2"],
    ["exp.json", `\uFEFF${JSON.stringify(EXPERIMENT)}`],
    ["raw.json", '[{"directory_name": "raw"}, {"directory_name": "g"}]'],
    ["bad.json", '{"files": "a.csv", "fils": [], "directories": [{"directory_name": "a/b"}]}'],
    ["broken.json", "{"],
  ] as const) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the command in the folder of the tests. */
async function run(
  ...args: readonly string[]
): Promise<readonly [status: number | null, stdout: string, stderr: string]> {
  const { status, stdout, stderr } = await runCommand(args, { cwd: folder });
  return [status, stdout.toString(), stderr];
}

describe("a bad command line", () => {
  it.each([
    [["find", "data"], "required option '-p, --pattern <file>' not specified"],
    [["find", "-p", "gone.json"], "gone.json: it cannot be read: ENOENT: no such file or directory"],
    [["find", "-p", "data"], "data: it cannot be read: EISDIR"],
    [["find", "-p", "broken.json"], "broken.json: it is no JSON: "],
    [["find", "-p", "exp.json", "-0", "--json"], "cannot be used with"],
    [["find", "-p", "exp.json", "--max-depth", "x"], "Expected a whole number"],
    [["find", "-p", "exp.json", "no/such"], "no/such: ENOENT"],
    [["assess", "-p", "exp.json"], "missing required argument 'paths'"],
    [["copy", "-p", "exp.json", "data"], "required option '--into <folder>' not specified"],
    [["copy", "-p", "exp.json", "--into", "out", "--as", "{x}", "data"], 'as is "{x}": expected a template of {name}'],
    [
      ["copy", "-p", "exp.json", "--into", "out", "--as", "../x", "data"],
      "a relative path that stays in the destination",
    ],
    [["copy", "-p", "exp.json", "--into", "out", "--date", "today"], "Expected a day such as 2026-01-31."],
  ])("%j gives one line that says what to do, and status 1", async (args, message) => {
    const [status, stdout, stderr] = await run(...args);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^transect: [^\n]+\n$/);
    expect([status, stdout]).toEqual([1, ""]);
    expect(readdirSync(folder)).not.toContain("out");
  });

  it("every fault of a pattern is a line with its place", async () => {
    expect(await run("find", "-p", "bad.json")).toEqual([
      1,
      "",
      [
        "transect: bad.json: /fils is no key of a pattern: expected name, directory_name, files, directories, optional_files or optional_directories",
        'transect: bad.json: /files is "a.csv": expected an array of patterns of names',
        'transect: bad.json: /directories/0/directory_name is "a/b": expected the pattern of a name, of 1 to 1024 characters without a slash or NUL',
        "",
      ].join("\n"),
    ]);
  });
});

describe("transect find", () => {
  it("prints what matches", async () => {
    const [status, stdout, stderr] = await run("find", "-p", "exp.json", "--sort", "data");
    expect([status, stdout, stderr]).toEqual([0, "data/exp_1\ndata/g/exp_1\n", ""]);
  });

  it("names the pattern where there are several", async () => {
    const [, stdout] = await run(
      "find",
      "-p",
      "exp.json",
      "--pattern",
      "raw.json",
      "--sort",
      "-0",
      "data/g",
      "data/exp_1",
    );
    expect(stdout.split("\0")).toEqual([
      "g\tdata/g",
      "experiment\tdata/g/exp_1",
      "raw\tdata/g/exp_1/raw",
      "experiment\tdata/exp_1",
      "raw\tdata/exp_1/raw",
      "",
    ]);
  });

  it("prints an object a line", async () => {
    const [, stdout] = await run("find", "-p", "exp.json", "--json", "data/g");
    expect(
      stdout
        .split("\n")
        .slice(0, -1)
        .map((line) => JSON.parse(line)),
    ).toEqual([{ root: "data/g", path: "exp_1", pattern: "experiment", patternIndex: 0 }]);
  });

  it("goes on without a root that is missing, and finds nothing without an error", async () => {
    expect(await run("find", "-p", "exp.json", "gone", "data/g")).toEqual([
      2,
      "data/g/exp_1\n",
      "transect: gone: ENOENT: no such file or directory\n",
    ]);
    expect(await run("find", "-p", "exp.json", "data/exp_2")).toEqual([0, "", ""]);
  });
});

describe("transect assess", () => {
  it("says what files belong to", async () => {
    const paths = ["data/exp_1/raw/1.csv", "data/exp_1/notes.txt", "data/exp_1/other.bin", "data/exp_2/a.csv"];
    const lines = "data/exp_1\tdata/exp_1/notes.txt\ndata/exp_1\tdata/exp_1/raw/1.csv\n";
    expect(await run("assess", "-p", "exp.json", ...paths)).toEqual([0, lines, ""]);
    const [, rest] = await run("assess", "-p", "exp.json", "--rest", ...paths);
    expect(rest).toBe("data/exp_1/other.bin\ndata/exp_2/a.csv\n");
    const [, json] = await run("assess", "-p", "exp.json", "--json", ...paths);
    expect(JSON.parse(json)).toEqual({
      structures: [
        {
          path: "data/exp_1",
          pattern: "experiment",
          patternIndex: 0,
          paths: ["data/exp_1/notes.txt", "data/exp_1/raw/1.csv"],
        },
      ],
      rest: ["data/exp_1/other.bin", "data/exp_2/a.csv"],
      errors: [],
    });
  });

  it("reads paths from standard input", () => {
    const args = [COMMAND, "assess", "-p", "exp.json", "-"];
    const input = "data/exp_1/a.csv\ndata/exp_2/a.csv\n";
    expect(execFileSync(process.execPath, args, { cwd: folder, input, encoding: "utf8" })).toBe(
      "data/exp_1\tdata/exp_1/a.csv\n",
    );
  });

  it("from within a folder leads up to it", async () => {
    const { stdout } = await runCommand(["assess", "-p", "../../../exp.json", "1.csv"], {
      cwd: path.join(folder, "data/exp_1/raw"),
    });
    expect(stdout.toString()).toBe("..\t1.csv\n");
  });
});

describe("transect copy", () => {
  it("refuses two sources for one place, with both, and copies nothing", async () => {
    expect(await run("copy", "-p", "exp.json", "--into", "twice", "data")).toEqual([
      1,
      "nothing copied: 1 conflict\n",
      "transect: conflict: data/exp_1 and data/g/exp_1 -> twice/exp_1: they would go to one place\n",
    ]);
    expect(readdirSync(folder)).not.toContain("twice");
  });

  it("plans, copies, and finds nothing more to do", async () => {
    const args = [
      "copy",
      "-p",
      "exp.json",
      "--into",
      "backup",
      "--as",
      "{date}/{parent}/{name}",
      "--date",
      "2026-01-31",
    ];
    const planned = await run(...args, "--dry-run", "data/g");
    expect(planned).toEqual([
      0,
      [
        "copy data/g/exp_1/a.csv -> backup/2026-01-31/g/exp_1/a.csv",
        "copy data/g/exp_1/raw/2.csv -> backup/2026-01-31/g/exp_1/raw/2.csv",
        "would copy 1 structure, 2 folders, 2 files, 6 B to backup",
        "",
      ].join("\n"),
      "",
    ]);
    expect(readdirSync(folder)).not.toContain("backup");
    expect(await run(...args, "data")).toEqual([0, "copied 2 structures, 4 folders, 5 files, 15 B to backup\n", ""]);
    expect(readFileSync(path.join(folder, "backup/2026-01-31/data/exp_1/notes.txt"), "utf8")).toBe("notes");
    const again = await run(...args, "data");
    expect(again[1]).toBe("copied 2 structures, 4 folders, 0 files, 0 B to backup\nthere already: 5 files, 15 B\n");
    const [, json] = await run(...args, "--json", "data");
    expect(JSON.parse(json)).toMatchObject({ state: "complete", same: { files: 5, bytes: 15 }, conflicts: [] });
  });

  it("leaves a destination out that lies in what is searched", async () => {
    for (const files of [2, 0]) {
      const [status, stdout, stderr] = await run("copy", "-p", "exp.json", "--into", "data/g/out", "data/g");
      expect([status, stderr]).toEqual([0, "transect: data/g/out lies in what is searched: it is left out\n"]);
      expect(stdout).toContain(`copied 1 structure, 2 folders, ${files} files`);
    }
    rmSync(path.join(folder, "data/g/out"), { recursive: true });
  });

  it("says what was not there to search, and what differs", async () => {
    mkdirSync(path.join(folder, "mine/exp_1"), { recursive: true });
    writeFileSync(path.join(folder, "mine/exp_1/a.csv"), "mine");
    const [status, , stderr] = await run("copy", "-p", "exp.json", "--into", "mine", "gone", "data/g");
    expect(status).toBe(1);
    expect(stderr).toBe(
      [
        "transect: conflict: data/g/exp_1/a.csv -> mine/exp_1/a.csv: another file is there; overwrite to replace it",
        "transect: gone: lstat: ENOENT: no such file or directory",
        "",
      ].join("\n"),
    );
    expect(readFileSync(path.join(folder, "mine/exp_1/a.csv"), "utf8")).toBe("mine");
    const forced = await run("copy", "-p", "exp.json", "--into", "mine", "--overwrite", "gone", "data/g");
    expect([forced[0], forced[1]]).toEqual([2, "copied 1 structure, 2 folders, 2 files, 6 B to mine\n"]);
    expect(readFileSync(path.join(folder, "mine/exp_1/a.csv"), "utf8")).toBe("three");
  });

  it("nothing to copy is said", async () => {
    expect(await run("copy", "-p", "exp.json", "--into", "none", "data/exp_2")).toEqual([0, "nothing matches\n", ""]);
  });
});

describe("the help", () => {
  it.each(["find", "assess", "copy"])("of %s has examples and the exit status", async (verb) => {
    const [status, stdout] = await run(verb, "--help");
    expect(stdout).toMatch(
      new RegExp(`Examples:\\n {2}transect ${verb} -p[\\s\\S]*Exit status: 0 complete, 1 nothing done`),
    );
    expect(status).toBe(0);
  });
});

import { chmodSync, linkSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type CheckResult, memorySource, type Source } from "@transect/core";
import type { StructurePattern } from "@transect/structure";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { withoutPrivileges } from "../../walker-parallel/test/tree.js";
import { structureRule } from "../src/check/structure-rule.js";
import {
  type CheckProgress,
  CONFIG_SCHEMA,
  checkBudgets,
  readConfig,
  type TreeBudgets,
  validateConfig,
} from "../src/index.js";
import { makeFiles, makeFolder } from "./files.js";

const FILES = { "a/one.ts": "12345", "a/two.TS": "123", "b/map.map": "12", plain: "", "empty/": "", "hole/deep/": "" };

/** Each result of some budgets as one line. */
async function check(budgets: TreeBudgets, files: Readonly<Record<string, string>> = FILES): Promise<string[]> {
  const { results } = await checkBudgets({ budgets: [budgets] }, { base: makeFiles(files) });
  return results.map(lineOf);
}

function lineOf({ budget, found, limit, allowed, passed, worst }: CheckResult): string {
  const shown = worst.map(({ path: at, value }) => (value === undefined ? at : `${at} ${value}`)).join(", ");
  return `${passed ? "ok" : "FAILED"} ${budget} ${found} ${limit} ${allowed}${shown === "" ? "" : ` (${shown})`}`;
}

describe("a budget", () => {
  it.each<[TreeBudgets, string[]]>([
    [{ totalSize: 10 }, ["ok total size 10 max 10"]],
    [{ totalSize: 9 }, ["FAILED total size 10 max 9 (a 8, b 2)"]],
    [{ totalSize: { max: "1K", min: "11B" } }, ["ok total size 10 max 1024", "FAILED total size 10 min 11"]],
    [{ largestFile: "4B" }, ["FAILED largest file 5 max 4 (a/one.ts 5)"]],
    [{ largestFile: { max: 2 } }, ["FAILED largest file 5 max 2 (a/one.ts 5, a/two.TS 3)"]],
    [{ fileCount: 3 }, ["FAILED file count 4 max 3 (a 2, . 1, b 1)"]],
    [{ fileCount: { min: 4, max: 4 } }, ["ok file count 4 max 4", "ok file count 4 min 4"]],
    [{ emptyFolders: 0 }, ["FAILED empty folders 2 max 0 (empty, hole/deep)"]],
    [{ emptyFolders: 2 }, ["ok empty folders 2 max 2"]],
    [
      { extensions: { ".ts": { share: 0.5, files: { min: 3 }, size: "8B" } } },
      ["FAILED share of .ts 0.8 max 0.5", "FAILED count of .ts 2 min 3", "ok size of .ts 8 max 8"],
    ],
    [
      { extensions: { ".map": { share: "20%" }, ".none": { files: 0 }, "": { files: 0 } } },
      ["ok share of .map 0.2 max 0.2", "ok count of .none 0 max 0", "FAILED count of files without extension 1 max 0"],
    ],
    [{ root: "a", fileCount: 2 }, ["ok file count 2 max 2"]],
    [{ root: "a/one.ts", totalSize: 4 }, ["FAILED total size 5 max 4"]],
    [{ match: "**/*.ts", fileCount: 1 }, ["ok file count 1 max 1"]],
    [{ exclude: ["a", "plain"], fileCount: 1 }, ["ok file count 1 max 1"]],
  ])("%j gives %j", async (budgets, expected) => {
    expect(await check(budgets)).toEqual(expected);
  });

  it("may be of a tree that is named from the top", async () => {
    const root = makeFiles({ a: "1", b: "" });
    expect(await check({ root, fileCount: 1 })).toEqual(["FAILED file count 2 max 1 (. 2)"]);
  });

  it("of shares is kept by a tree without bytes", async () => {
    expect(await check({ extensions: { ".ts": { share: 0 } } }, { "x.ts": "" })).toEqual(["ok share of .ts 0 max 0"]);
  });

  it("finds an extension among thousands of others", async () => {
    const names = Array.from({ length: 3000 }, (_, n) => ({
      name: `f.x${n}`,
      type: "file" as const,
      stat: { size: 9 },
    }));
    const rare = { name: "f.rare", type: "file" as const, stat: { size: 1 } };
    const config = { budgets: [{ extensions: { ".rare": { files: 0 } } }] };
    const { passed } = await checkBudgets(config, { source: memorySource([...names, rare]) });
    expect(passed).toBe(false);
  });

  it("is not known to be kept where not all could be read", async () => {
    const shut = { name: "shut", type: "directory" as const, children: [], unreadable: "EACCES" };
    const config = { budgets: [{ totalSize: 1 }, { root: "gone", fileCount: 1 }] };
    const report = await checkBudgets(config, { source: memorySource([shut]) });
    expect([report.passed, report.complete, report.errors.length]).toEqual([true, false, 2]);
    expect(report.errors[0]).toMatch(/^\.\/shut: .*EACCES/);
    expect(report.errors[1]).toMatch(/^gone: no such entry/);
  });
});

/** Two contents twice each, one with a second name, and one that only looks alike. */
const COPIES = { "a/big": "12345678", "b/big": "12345678", "c/big": "12345679", "x/s.txt": "hey", "y/s.txt": "hey" };

describe("a budget of duplicates", () => {
  it.each<[TreeBudgets, string[]]>([
    [{ duplicates: { reclaimable: 11 } }, ["ok duplicate bytes 11 max 11"]],
    [{ duplicates: { reclaimable: "10B" } }, ["FAILED duplicate bytes 11 max 10 (a/big 8, x/s.txt 3)"]],
    [{ duplicates: { groups: 1 } }, ["FAILED duplicate contents 2 max 1 (a/big, b/big, x/s.txt, y/s.txt)"]],
    [
      { duplicates: { groups: { min: 2, max: 0 }, minSize: 4 } },
      ["FAILED duplicate contents 1 max 0 (a/big, b/big)", "FAILED duplicate contents 1 min 2"],
    ],
    [{ exclude: ["b", "y"], duplicates: { groups: 0 } }, ["ok duplicate contents 0 max 0"]],
    [{ match: "**/*.txt", duplicates: { reclaimable: 3 } }, ["ok duplicate bytes 3 max 3"]],
  ])("%j gives %j", async (budgets, expected) => {
    expect(await check(budgets, COPIES)).toEqual(expected);
  });

  it("takes the names of one file for one", async () => {
    const base = makeFiles({ "a/one": "12345" });
    linkSync(path.join(base, "a/one"), path.join(base, "two"));
    const { results } = await checkBudgets({ budgets: [{ duplicates: { groups: 0 } }] }, { base });
    expect(results.map(lineOf)).toEqual(["ok duplicate contents 0 max 0"]);
  });

  it("is not known to be kept where a file could not be read", async () => {
    const base = makeFiles(COPIES);
    chmodSync(base, 0o755);
    chmodSync(path.join(base, "b/big"), 0);
    const config = { budgets: [{ fileCount: 5, duplicates: { groups: 1 } }] };
    const report = await withoutPrivileges(() => checkBudgets(config, { base }));
    expect([report.passed, report.complete, report.errors.length]).toEqual([true, false, 1]);
    expect(report.errors[0]).toMatch(/b\/big: .*EACCES/);
  });

  it("tells how far reading has got, which may be stopped", async () => {
    const base = makeFiles({ a: "", b: "" });
    // No machine reads that to its end.
    for (const name of ["a", "b"]) truncateSync(path.join(base, name), 2 ** 40);
    const controller = new AbortController();
    const onProgress = (progress: CheckProgress): void => {
      if ("phase" in progress && progress.phase === "read") controller.abort();
    };
    const config = { budgets: [{ duplicates: { groups: 0 } }] };
    const report = await checkBudgets(config, { base, signal: controller.signal, onProgress, progressInterval: 10 });
    expect([report.complete, report.errors]).toEqual([false, [".: stopped before all was seen"]]);
  });

  it("is refused where files lie elsewhere than on the disk", async () => {
    const checked = checkBudgets({ budgets: [{ duplicates: { groups: 0 } }] }, { source: memorySource([]) });
    await expect(checked).rejects.toThrow("source is an object: expected none where there is a budget for duplicates");
  });
});

const BUILT = {
  "exp_1/a.csv": "",
  "exp_1/raw/1.csv": "",
  "exp_2/a.csv": "",
  "web/node_modules/x.js": "",
  "api/node_modules/y.js": "",
  "patterns.json": '\uFEFF[{ "name": "raw", "directory_name": "raw" }, { "name": "csv", "files": ["a.csv"] }]',
};

describe("a budget of structure", () => {
  const experiment = { directory_name: "exp_*", files: ["a.csv"] };
  const whole = { name: "whole", ...experiment, directories: [{ directory_name: "raw", files: ["*.csv"] }] };

  it.each<[TreeBudgets, string[]]>([
    [{ structure: { required: [experiment] } }, ["ok required structure exp_* 2 min 1"]],
    [
      { structure: { required: [{ pattern: whole, min: 2 }, { directory_name: "docs" }] } },
      ["FAILED required structure whole 1 min 2", "FAILED required structure docs 0 min 1"],
    ],
    [
      { structure: { required: [whole], forbidden: [{ directory_name: "node_modules" }, { directory_name: "tmp" }] } },
      [
        "ok required structure whole 1 min 1",
        "FAILED forbidden structure node_modules 2 max 0 (api/node_modules, web/node_modules)",
        "ok forbidden structure tmp 0 max 0",
      ],
    ],
    [
      { structure: { required: [{ pattern: "patterns.json", min: 2 }], forbidden: ["patterns.json"] } },
      [
        "FAILED required structure raw 1 min 2",
        "ok required structure csv 2 min 2",
        "FAILED forbidden structure raw 1 max 0 (exp_1/raw)",
        "FAILED forbidden structure csv 2 max 0 (exp_1, exp_2)",
      ],
    ],
    [{ root: "exp_1", structure: { forbidden: [experiment] } }, ["FAILED forbidden structure exp_* 1 max 0 (.)"]],
    [
      { exclude: "**/node_modules", structure: { forbidden: [{ directory_name: "node_modules" }] } },
      ["ok forbidden structure node_modules 0 max 0"],
    ],
  ])("%j gives %j", async (budgets, expected) => {
    expect(await check(budgets, BUILT)).toEqual(expected);
  });

  it("shows ten folders that may not be", async () => {
    const files = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`${n}/tmp/`, ""]));
    const config = { budgets: [{ structure: { forbidden: [{ directory_name: "tmp" }] } }] };
    const { results } = await checkBudgets(config, { base: makeFiles(files) });
    expect([results[0]?.found, results[0]?.worst.length]).toEqual([12, 10]);
  });

  it("is one walk, which looks at no sizes and reads no files", async () => {
    const memory = memorySource([{ name: "a", type: "directory", children: [{ name: "f", type: "file" }] }]);
    const listed: boolean[] = [];
    const source: Source = {
      ...memory,
      list(directory, request) {
        listed.push(request.stat === true);
        return memory.list(directory, request);
      },
    };
    const structure = { required: [{ directory_name: "a" }], forbidden: [{ directory_name: "b" }] };
    const { passed } = await checkBudgets({ budgets: [{ structure }] }, { source });
    expect([passed, listed]).toEqual([true, [false, false]]);
  });

  it("is not known to be kept where a folder could not be read, which is told once", async () => {
    const shut = { name: "shut", type: "directory" as const, children: [], unreadable: "EACCES" };
    const structure = { forbidden: [{ directory_name: "tmp" }] };
    const config = { budgets: [{ structure }, { fileCount: 0, structure }, { root: "gone", structure }] };
    const report = await checkBudgets(config, { source: memorySource([shut]) });
    expect([report.passed, report.complete]).toEqual([true, false]);
    expect(report.errors).toEqual([
      expect.stringMatching(/^\.\/shut: .*EACCES/),
      expect.stringMatching(/^\.\/shut: .*EACCES/),
      expect.stringMatching(/^gone: no such entry/),
    ]);
  });

  it("tells the exact bytes of a folder that could not be read and whose name is not UTF-8", async () => {
    const shut = { name: Uint8Array.of(0xff, 0x61), type: "directory" as const, children: [], unreadable: "EACCES" };
    const findings = await structureRule.check(
      [{ budget: "x", pattern: { directory_name: "x" }, limits: { max: 0 } }],
      {
        name: "tree",
        root: ".",
        view: () => ({ source: memorySource([{ name: "in", type: "directory", children: [shut] }]) }),
        profile: () => Promise.reject(new Error("not asked for")),
      },
    );
    const [error, ...others] = findings.completeness.errors.list;
    expect(others).toEqual([]);
    expect(error).toMatchObject({ root: ".", path: "in/\uFFFDa", code: "EACCES" });
    expect(Buffer.from(error?.pathBase64 ?? "", "base64")).toEqual(Buffer.from([...Buffer.from("in/"), 0xff, 0x61]));
  });

  it("is not known to be kept where the check was stopped", async () => {
    const budgets: TreeBudgets = {
      fileCount: 9,
      structure: { forbidden: ["patterns.json"] },
      duplicates: { groups: 0 },
    };
    const base = makeFiles(BUILT);
    for (const stop of [{ signal: AbortSignal.abort() }, { maxDuration: 0 }]) {
      for (const key of ["fileCount", "structure", "duplicates"] as const) {
        const report = await checkBudgets({ budgets: [{ [key]: budgets[key] }] }, { base, ...stop });
        expect([report.complete, report.errors]).toEqual([false, [".: stopped before all was seen"]]);
      }
    }
  });

  it("says what is wrong with a file of patterns before anything is walked", async () => {
    const base = makeFiles({ "bad.json": '{ "files": "a.csv", "dirs": [] }', "no.json": "{" });
    const checked = (file: string, source: Source = memorySource([])): Promise<unknown> =>
      checkBudgets({ budgets: [{ fileCount: 0 }, { structure: { forbidden: [file] } }] }, { base, source });
    await expect(checked("none.json")).rejects.toThrow(
      `${path.join(base, "none.json")}: cannot be read: ENOENT: no such file or directory`,
    );
    await expect(checked("no.json")).rejects.toThrow(`${path.join(base, "no.json")}: is no JSON: `);
    const deep = Array.from({ length: 100 }).reduce<StructurePattern>(
      (directory) => ({ directories: [directory] }),
      {},
    );
    const tooDeep = { budgets: [{ structure: { required: [deep] } }] };
    await expect(checkBudgets(tooDeep, { source: memorySource([]) })).rejects.toThrow("lies too deep");
    await expect(checked("bad.json")).rejects.toMatchObject({ name: "ConfigError", faults: { length: 2 } });
    let walked = false;
    const memory = memorySource([]);
    const watched: Source = {
      ...memory,
      root(...args) {
        walked = true;
        return memory.root(...args);
      },
    };
    await expect(checked("none.json", watched)).rejects.toThrow();
    expect(walked).toBe(false);
  });
});

describe("a configuration", () => {
  it.each<[unknown, string, string]>([
    [[], "", "is an empty array: expected an object with budgets"],
    [{}, "", "is an empty object: expected an object with budgets"],
    [{ budgets: [] }, "/budgets", "is an empty array: expected an array of budgets, at least one"],
    [
      { budgets: [{ root: "a" }] },
      "/budgets/0",
      "is an object: expected an object with a root and at least one budget",
    ],
    [{ budgets: [{ fileCount: 1, totalSise: 1 }] }, "/budgets/0/totalSise", "is not known: expected name, root, match"],
    [{ budgets: [{ totalSize: "5X" }] }, "/budgets/0/totalSize", 'is "5X": expected a size such as 1048576'],
    [{ budgets: [{ totalSize: -1 }] }, "/budgets/0/totalSize", "is -1: expected a size"],
    [{ budgets: [{ totalSize: { max: "1.5" } }] }, "/budgets/0/totalSize/max", 'is "1.5": expected a size'],
    [{ budgets: [{ totalSize: {} }] }, "/budgets/0/totalSize", "is an empty object: expected a size"],
    [{ budgets: [{ fileCount: 1.5 }] }, "/budgets/0/fileCount", "is 1.5: expected a whole number from 0 on"],
    [{ budgets: [{ extensions: { TS: { files: 1 } } }] }, "/budgets/0/extensions/TS", 'is "TS": expected an extension'],
    [
      { budgets: [{ extensions: { ".ts": { share: "101%" } } }] },
      "/budgets/0/extensions/.ts/share",
      'is "101%": expected a share from 0 to 1',
    ],
    [{ budgets: [{ fileCount: 1, ignore: "svn" }] }, "/budgets/0/ignore", 'is "svn": expected git, or'],
    [{ budgets: [{ fileCount: 1, hidden: "no" }] }, "/budgets/0/hidden", 'is "no": expected true or false'],
    [
      { budgets: [{ duplicates: { minSize: 1 } }] },
      "/budgets/0/duplicates",
      "is an object: expected an object with reclaimable or groups",
    ],
    [
      { budgets: [{ duplicates: { groups: "1K" } }] },
      "/budgets/0/duplicates/groups",
      'is "1K": expected a whole number',
    ],
    [{ budgets: [{ structure: {} }] }, "/budgets/0/structure", "expected an object with required or forbidden"],
    [{ budgets: [{ structure: { required: [] } }] }, "/budgets/0/structure/required", "at least one"],
    [
      { budgets: [{ structure: { required: [1] } }] },
      "/budgets/0/structure/required/0",
      "is 1: expected a structure pattern",
    ],
    [
      { budgets: [{ structure: { required: [{ pattern: "a.json", max: 1 }] } }] },
      "/budgets/0/structure/required/0/max",
      "is not known: expected pattern, min",
    ],
    [
      { budgets: [{ structure: { forbidden: [{ pattern: "a.json" }] } }] },
      "/budgets/0/structure/forbidden/0/pattern",
      "is not known: expected",
    ],
    [
      { budgets: [{ structure: { forbidden: [{ directories: [{ files: ["a/b"] }] }] } }] },
      "/budgets/0/structure/forbidden/0/directories/0/files/0",
      'is "a/b": expected the pattern of a name',
    ],
    [
      { budgets: [{ structure: { forbidden: [{ directories: ["{}"] }] } }] },
      "/budgets/0/structure/forbidden/0/directories/0",
      'is "{}": expected a structure pattern, which is an object',
    ],
    [
      { budgets: [{ match: "*.ts", structure: { forbidden: ["a.json"] } }] },
      "/budgets/0/match",
      'is "*.ts": expected no match beside structure',
    ],
    [{ budgets: [{ fileCount: 1 }], more: 1 }, "/more", "is not known: expected $schema, budgets"],
  ])("%j has a fault at %j", (config, place, message) => {
    const faults = validateConfig(config);
    expect(faults.map((fault) => fault.place)).toEqual([place]);
    expect(faults[0]?.message).toContain(message);
  });

  it("is told all that is wrong with it at once, with its file", async () => {
    const file = path.join(makeFolder(), "c.json");
    writeFileSync(file, '{"budgets":[{"totalSize":"x"},{"fileCount":-1}]}');
    await expect(readConfig(file)).rejects.toMatchObject({ name: "ConfigError", faults: { length: 2 } });
    writeFileSync(file, "{");
    await expect(readConfig(file)).rejects.toThrow(`${file}: is no JSON: `);
    await expect(readConfig(`${file}.none`)).rejects.toThrow(`${file}.none: there is no such file`);
    await expect(checkBudgets({ budgets: [] })).rejects.toThrow("config is an object: expected no faults: /budgets");
    const base = 7 as never;
    const checked = checkBudgets({ budgets: [{ fileCount: 1 }] }, { base });
    await expect(checked).rejects.toThrow("base is 7: expected the path of a folder");
  });

  it("may name its schema, which is published as it is here and is a schema", () => {
    const published: unknown = JSON.parse(
      readFileSync(new URL("../schema/transect.config.schema.json", import.meta.url), "utf8"),
    );
    expect(published).toEqual(CONFIG_SCHEMA);
    expect(new Ajv2020({ strict: false }).validateSchema(CONFIG_SCHEMA)).toBe(true);
    expect(validateConfig({ $schema: "x", budgets: [{ name: "all", ignore: ["git"], fileCount: 1 }] })).toEqual([]);
  });
});

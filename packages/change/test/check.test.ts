import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type CheckResult, memorySource } from "@transect/core";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { CONFIG_SCHEMA, checkBudgets, readConfig, type TreeBudgets, validateConfig } from "../src/index.js";
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

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { PatternFileError, readPatternFiles } from "@transect/structure";
import { afterAll, describe, expect, it } from "vitest";

const folder = mkdtempSync(path.join(os.tmpdir(), "transect-patterns-"));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe("files of structure patterns", () => {
  it("are read in their order, one pattern or several in each, with the mark of UTF-8 or without", async () => {
    const several = write("several.json", '\uFEFF[{ "name": "b" }, { "name": "c" }]');
    const one = write("one.json", '{ "name": "a", "directories": ["{\\"files\\": [\\"x\\"]}"] }');
    expect(await readPatternFiles([one, several])).toEqual([
      { name: "a", directories: [{ files: ["x"] }] },
      { name: "b" },
      { name: "c" },
    ]);
    expect(await readPatternFiles([])).toEqual([]);
  });

  it("are refused with everything that is wrong with any of them", async () => {
    const bad = write("bad.json", '{ "files": "a.csv", "directories": [{ "dirs": [] }] }');
    const none = path.join(folder, "none.json");
    const sub = path.join(folder, "sub");
    mkdirSync(sub);
    const refused = await readPatternFiles([bad, none, write("good.json", "{}"), sub]).catch((cause: unknown) => cause);
    expect(refused).toBeInstanceOf(PatternFileError);
    const { faults, message } = refused as PatternFileError;
    expect(faults.map(({ file, place }) => [path.basename(file), place])).toEqual([
      ["bad.json", "/files"],
      ["bad.json", "/directories/0/dirs"],
      ["none.json", ""],
      ["sub", ""],
    ]);
    expect(message.split("\n").slice(2)).toEqual([
      `${none}: it cannot be read: ENOENT: no such file or directory`,
      `${sub}: it cannot be read: EISDIR: illegal operation on a directory`,
    ]);
  });
});

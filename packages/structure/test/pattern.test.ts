import { readFileSync } from "node:fs";
import {
  PATTERN_SCHEMA,
  parsePatterns,
  type StructurePattern,
  StructurePatternError,
  serializePatterns,
  validate,
} from "@transect/structure";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyPattern } from "./model.js";

const RAW = { directory_name: "raw", files: ["*.csv"] };
const EXP: StructurePattern = {
  directory_name: "exp_*",
  files: ["a.csv"],
  directories: [RAW],
  optional_files: ["notes.txt"],
};

/** A pattern as pathvein writes it: what is nested is a string of JSON. */
function asPathvein(pattern: StructurePattern): string {
  const {
    directory_name = "*",
    files = [],
    directories = [],
    optional_files = [],
    optional_directories = [],
  } = pattern;
  return JSON.stringify({
    directory_name,
    files,
    directories: directories.map(asPathvein),
    optional_files,
    optional_directories: optional_directories.map(asPathvein),
  });
}

describe("a pattern", () => {
  it("is read from JSON, from objects, and from pathvein's strings of JSON in arrays", () => {
    const written = asPathvein(EXP);
    expect(written).toContain('"directories":["{');
    expect(serializePatterns(parsePatterns(written)[0] ?? {})).toBe(serializePatterns(EXP));
    expect(parsePatterns(JSON.stringify(EXP))).toEqual([EXP]);
    expect(parsePatterns(EXP)).toEqual([EXP]);
    expect(parsePatterns([EXP, written]).map((pattern) => serializePatterns(pattern))).toEqual([
      serializePatterns(EXP),
      serializePatterns(EXP),
    ]);
  });

  it("is written with objects, and read back as it was, in either form", () => {
    fc.assert(
      fc.property(anyPattern(), (pattern) => {
        const written = serializePatterns(pattern);
        expect(written).not.toContain("\\");
        expect(serializePatterns(parsePatterns(asPathvein(pattern))[0] ?? {})).toBe(written);
        expect(serializePatterns(parsePatterns(written)[0] ?? {})).toBe(written);
      }),
    );
  });
});

describe("every fault is listed with its place", () => {
  it.each<[unknown, [string, RegExp][]]>([
    [EXP, []],
    [[EXP, EXP], []],
    [{}, []],
    [{ $schema: "x.json", name: "experiment" }, []],
    ["{", [["", /^is no JSON: /]]],
    ["7", [["", /^is 7: expected a structure pattern/]]],
    [null, [["", /^is null: expected a structure pattern/]]],
    [undefined, [["", /^is undefined: expected a structure pattern/]]],
    [[], [["", /^is an empty array: expected one structure pattern or more/]]],
    [[EXP, 1], [["/1", /^is 1: expected a structure pattern/]]],
    [{ files: "a.csv" }, [["/files", /^is "a.csv": expected an array of patterns of names$/]]],
    [{ directories: RAW }, [["/directories", /^is an object: expected an array of structure patterns$/]]],
    [{ directories: ["{]"] }, [["/directories/0", /^is no JSON: /]]],
    [{ directories: [[RAW]] }, [["/directories/0", /^is an array: expected a structure pattern/]]],
    [{ directories: ['{"files":"x"}'] }, [["/directories/0/files", /^is "x": expected an array/]]],
    [{ "a/b~c": 1 }, [["/a~1b~0c", /^is no key of a pattern: expected name, directory_name, .* or optional_dir/]]],
    [{ directory_name: "" }, [["/directory_name", /^is "": expected the pattern of a name, of 1 to 1024/]]],
    [{ directory_name: "a/b" }, [["/directory_name", /^is "a\/b": expected .* without a slash/]]],
    [{ files: ["ok", "a\0b"] }, [["/files/1", /^is "a\\u0000b": expected/]]],
    [{ files: ["é".repeat(1024)] }, []],
    [{ files: ["𝒳".repeat(1025)] }, [["/files/0", /^is "𝒳+/u]]],
    [{ name: ".." }, [["/name", /^is "..": expected what to call the pattern/]]],
    [
      { files: 1, optional_files: [2, "x"], directories: [{ directory_name: 3, fils: [] }] },
      [
        ["/directories/0/directory_name", /^is 3/],
        ["/directories/0/fils", /^is no key/],
        ["/files", /^is 1/],
        ["/optional_files/0", /^is 2/],
      ],
    ],
  ])("%j", (input, expected) => {
    const faults = [...validate(input)].sort((a, b) => (a.place < b.place ? -1 : 1));
    expect(faults.map(({ place }) => place)).toEqual(expected.map(([place]) => place));
    for (const [index, [, message]] of expected.entries()) expect(faults[index]?.message).toMatch(message);
    if (expected.length === 0) expect(() => parsePatterns(input)).not.toThrow();
    else expect(() => parsePatterns(input)).toThrow(StructurePatternError);
  });

  it("patterns that nest without end, or without number, are faults too", () => {
    const loop: { directories: unknown[] } = { directories: [] };
    loop.directories.push(loop);
    expect(validate(loop).map(({ message }) => message)).toEqual([
      "lies too deep: patterns nest to a depth of 100 at most",
    ]);
    loop.directories.push(loop);
    expect(validate(loop).some(({ message }) => message.includes("10000 patterns at most"))).toBe(true);
    expect(validate(`${'{"directories":['.repeat(90)}${"]}".repeat(90)}`)).toEqual([]);
  });
});

describe("the schema", () => {
  it("is published as a file", () => {
    const file = new URL("../schema/structure-pattern.schema.json", import.meta.url);
    // To write it anew: node -e 'import("@transect/structure").then((m) => console.log(JSON.stringify(m.PATTERN_SCHEMA, undefined, 2)))'
    expect(readFileSync(file, "utf8")).toBe(`${JSON.stringify(PATTERN_SCHEMA, undefined, 2)}\n`);
  });

  it("takes and refuses what the code does", () => {
    // What a string holds is a matter of annotation for a validator: here it is held to contentSchema too.
    const ajv = new Ajv2020({ strict: false });
    ajv.removeKeyword("contentSchema");
    ajv.addKeyword({ keyword: "contentSchema", validate: (_schema: unknown, text: string) => accepts(text) });
    const validateBySchema = ajv.compile(PATTERN_SCHEMA);
    const accepts = (text: string): boolean => {
      try {
        const value: unknown = JSON.parse(text);
        return !Array.isArray(value) && validateBySchema(value);
      } catch {
        return false;
      }
    };
    const name = fc.oneof(fc.constantFrom("a", "*", "", "a/b", "..", ".", "\0"), fc.integer());
    const names = fc.oneof(fc.array(name, { maxLength: 2 }), name);
    const { anything } = fc.letrec<{ anything: unknown }>((tie) => {
      const nested = fc.oneof(
        fc.array(
          fc.oneof(
            tie("anything"),
            tie("anything").map((value) => JSON.stringify(value)),
          ),
          { maxLength: 2 },
        ),
        name,
      );
      const keys = { name, directory_name: name, files: names, directories: nested, optional_files: names };
      const record = fc.record({ ...keys, optional_directories: nested, other: name }, { requiredKeys: [] });
      return { anything: fc.oneof({ weight: 9, arbitrary: record }, name, fc.constant(null)) };
    });
    let good = 0;
    fc.assert(
      fc.property(fc.oneof(anything, fc.array(anything, { maxLength: 2 }), anyPattern()), (value) => {
        // A string is the JSON text of patterns for the one, and of a pattern alone for the other.
        fc.pre(typeof value !== "string");
        const isGood = validate(value).length === 0;
        if (isGood) good += 1;
        expect(validateBySchema(value)).toBe(isGood);
      }),
      { numRuns: 2000 },
    );
    expect(good).toBeGreaterThan(100);
  });
});

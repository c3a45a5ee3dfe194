import {
  canonicalReport,
  Entry,
  Profile,
  parseReport,
  REPORT_SCHEMA,
  serializeReport,
  stringifyExact,
  WalkError,
} from "@transect/core";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyTree, entriesOf } from "./entries.js";

const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(REPORT_SCHEMA);

describe("a report as JSON", () => {
  it("comes back as it was and keeps to its schema, whatever the tree", () => {
    fc.assert(
      fc.property(anyTree, fc.constantFrom(0, 2), (tree, indent) => {
        const profile = new Profile();
        for (const entry of entriesOf('a "quoted" 12345678901234567890 root', tree)) profile.add(entry);
        const missing = new Entry({ name: "gone", type: "other" });
        profile.addError(new WalkError({ entry: missing, operation: "lstat", code: "ENOENT" }));
        const report = profile.finish();
        const json = serializeReport(report, { indent });
        expect(parseReport(json)).toEqual(report);
        expect(validate(JSON.parse(json)), JSON.stringify(validate.errors)).toBe(true);
      }),
    );
  });

  it("writes bytes past 2^53 as integers", () => {
    const profile = new Profile();
    const parent = new Entry({ name: "r", type: "directory" });
    const stat = { size: 2n ** 60n + 1n, blocks: 0, mtimeMs: 0, nlink: 1, dev: 1, ino: 0, mode: 0 };
    profile.add(new Entry({ parent, name: "f", type: "file", stat }));
    expect(serializeReport(profile.finish())).toContain('"apparentBytes":1152921504606846977,');
  });

  it("writes integers however large, and texts as they are", () => {
    const text = "\0bigint:1";
    expect(stringifyExact([1, text])).toBe(JSON.stringify([1, text]));
    expect(stringifyExact({ bytes: 2n ** 60n }, 2)).toBe('{\n  "bytes": 1152921504606846976\n}');
    const circle: unknown[] = [];
    circle.push(circle);
    expect(() => stringifyExact(circle)).toThrow(TypeError);
  });

  it("leaves out of its canonical form only how the run went", () => {
    const report = new Profile().finish();
    const { run: _run, ...rest } = report;
    expect(JSON.parse(canonicalReport(report))).toEqual(JSON.parse(JSON.stringify(rest)));
  });

  it.each(["[]", "null", "{}", '{"format":"transect-report","version":0}'])("%s is refused as no report", (json) => {
    expect(() => parseReport(json)).toThrow("not a Transect report of version 1");
  });

  it("the schema refuses what is not in it", () => {
    const report = { ...new Profile().finish(), extra: 1 };
    expect(validate(report)).toBe(false);
  });
});

import { readFileSync } from "node:fs";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { VALIDATORS, validatorModule } from "../build-validators.mjs";
import codePointLength from "../code-point-length.mjs";
import { ROOT } from "./workspace.js";

describe.each(VALIDATORS)("the validator of $schema", (validator) => {
  it("is the one that the schema makes", async () => {
    const module = readFileSync(path.join(ROOT, validator.module), "utf8");
    expect(module, "run node tools/build-validators.mjs").toBe(await validatorModule(validator));
  });
});

it.each(["", "a", "é", "\u{1F600}b", "\uD83D", "\uDE00\uD83D"])(
  "characters of %j are counted as the library does",
  (text) => {
    const length = codePointLength(text);
    const ajv = new Ajv2020();
    expect(ajv.validate({ minLength: length, maxLength: length, type: "string" }, text)).toBe(true);
  },
);

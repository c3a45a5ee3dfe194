import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { VALIDATORS, validatorModule } from "../build-validators.mjs";
import { ROOT } from "./workspace.js";

describe.each(VALIDATORS)("the validator of $schema", (validator) => {
  it("is the one that the schema makes, with the licences of what is in it", async () => {
    const module = await validatorModule(validator);
    expect(readFileSync(path.join(ROOT, validator.module), "utf8"), "run node tools/build-validators.mjs").toBe(module);
    expect(module).toMatch(/^\/\*!\najv@[\d.]+\nThe MIT License/m);
  });
});

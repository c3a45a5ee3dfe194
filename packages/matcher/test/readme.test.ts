import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import * as matcher from "@transect/matcher";
import { buildSync } from "esbuild";
import { describe, expect, it } from "vitest";

const folder = join(import.meta.dirname, "..");

describe("the package", () => {
  it("does what its README shows", () => {
    const blocks = readFileSync(join(folder, "README.md"), "utf8").match(/```js\n[\s\S]*?```/g) ?? [];
    expect(blocks.length).toBe(4);
    for (const block of blocks) {
      const code = block
        .slice(6, -3)
        .replace(/^import (\{.*\}) from .*$/gm, "const $1 = matcher;")
        .replace(
          /^(\S.*); \/\/ (.*)$/gm,
          (_, expression: string, value: string) => `check(${expression}, ${JSON.stringify(value)});`,
        );
      const check = (actual: unknown, value: string): void => expect(JSON.stringify(actual), code).toBe(value);
      new Function("matcher", "check", code)(matcher, check);
    }
  });

  it("takes at most 12 KB, minified and compressed", () => {
    const { outputFiles } = buildSync({
      entryPoints: [join(folder, "src/index.ts")],
      bundle: true,
      minify: true,
      write: false,
      format: "esm",
      conditions: ["@transect/source"],
    });
    const size = gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).length;
    expect(size).toBeGreaterThan(1_000);
    expect(size).toBeLessThanOrEqual(12_000);
  });
});

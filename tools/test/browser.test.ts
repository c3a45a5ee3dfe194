import vm from "node:vm";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { browserBundle } from "../browser-bundle.mjs";

describe("in a browser", () => {
  it("the packages without I/O are bundled and run with nothing of Node in reach", async () => {
    const { outputFiles } = await build(browserBundle);
    const code = outputFiles?.[0]?.text ?? "";
    const messages: unknown[] = [];
    // A worker's globals, as far as these packages may use any.
    const globals = { TextEncoder, TextDecoder, btoa, postMessage: (message: unknown) => messages.push(message) };
    vm.runInNewContext(code, { ...globals });
    expect(messages).toEqual([expect.stringMatching(/^memory {2}complete\n\n {2}1 file · 2 folders\n/)]);
    expect(code).not.toMatch(/\brequire\("node:|from "node:/);
  });
});

import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { PAGE_ASSET, pageModule } from "../build-page.mjs";
import { bundlePage, type PageBundle } from "../bundle-page.mjs";
import { isAllowed } from "./allowed-licences.js";

/** What a reader loads beside the report, in bytes after gzip. */
const MOST_BYTES = 150_000;

let page: PageBundle;
beforeAll(async () => {
  page = await bundlePage();
});

describe("the page of a report", () => {
  it("is the one that its modules make", () => {
    expect(readFileSync(PAGE_ASSET, "utf8"), "run node tools/build-page.mjs").toBe(pageModule(page));
  });

  it("is small", () => {
    expect(gzipSync(page.script + page.style).length).toBeLessThan(MOST_BYTES);
  });

  it("names no host, and no way to reach one", () => {
    const [, code = ""] = page.script.split("*/\n");
    expect(code.match(/https?:[^"']*|\b(fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon)\b/g)).toEqual([
      "http://www.w3.org/2000/svg",
    ]);
    expect(page.style).not.toMatch(/url\(|@import/);
  });

  it("holds the licences of all that others wrote in it, none of them with copyleft", () => {
    expect(page.packages.map(({ name }) => name.replace(/@[\d.]+$/, ""))).toEqual(
      expect.arrayContaining(["d3-hierarchy", "d3-scale", "filesize"]),
    );
    for (const { name, licence } of page.packages) {
      expect(isAllowed(licence), `${name}: ${licence}`).toBe(true);
      expect(page.script).toContain(`${name}\n`);
    }
    expect(page.script).toContain("Permission to use, copy, modify, and/or distribute this software");
  });
});

import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { INTERFACE_VERSION, loadNative, platformTriple } from "@transect/native";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadFrom } from "../src/load-from.js";

/** The addon that the set-up builds. */
const BUILT = fileURLToPath(new URL(`../transect.${platformTriple()}.node`, import.meta.url));
const REQUIRED = process.env["TRANSECT_REQUIRE_NATIVE"] === "1";
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "transect-native-"));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the native core", () => {
  it.runIf(REQUIRED || existsSync(BUILT))("is loaded where the set-up built it, once", () => {
    const load = loadNative();
    expect(load).toMatchObject({ state: "loaded", file: BUILT });
    expect(load.state === "loaded" && load.addon.interfaceVersion()).toBe(INTERFACE_VERSION);
    expect(loadNative()).toBe(load);
  });

  it("is absent where there is none, without an alarm", () => {
    expect(loadNative({ file: path.join(folder, "none.node") })).toEqual({
      state: "absent",
      reason: `${path.join(folder, "none.node")} is not there`,
    });
    expect(loadNative({ file: "@transect/native-none" }).state).toBe("absent");
  });

  it("is broken where its file holds something else, and says what the system says", () => {
    const file = path.join(folder, "random.node");
    writeFileSync(file, Buffer.from([0x13, 0x37, 0, 0xff, 0x42, 0x0a]));
    const load = loadNative({ file });
    expect(load).toMatchObject({ state: "broken", cause: { code: "ERR_DLOPEN_FAILED" } });
    expect(load.state === "broken" && load.reason).toMatch(/^[^\n]*random\.node cannot be loaded: [^\n]+$/);
  });

  it("is broken where loading it throws anything else", () => {
    const load = loadFrom(["a"], () => {
      throw "no reason";
    });
    expect(load).toEqual({ state: "broken", reason: "a cannot be loaded: no reason", cause: "no reason" });
  });

  it.each([
    ["has interface 999", { interfaceVersion: () => 999 }],
    ["names no interface", {}],
    ["names no interface", null],
  ])("is stale where its file %s", (said, addon) => {
    expect(loadFrom(["a"], () => addon)).toEqual({
      state: "stale",
      reason: `a ${said}, and this version needs ${INTERFACE_VERSION}`,
    });
  });

  it("is taken from the first place that has it", () => {
    const addon = { interfaceVersion: () => INTERFACE_VERSION };
    const notFound = Object.assign(new Error("not found"), { code: "MODULE_NOT_FOUND" });
    const places = new Map<string, unknown>([["b", addon]]);
    const tried: string[] = [];
    const require = (id: string): unknown => {
      tried.push(id);
      if (!places.has(id)) throw notFound;
      return places.get(id);
    };
    expect(loadFrom(["a", "b", "c"], require)).toEqual({ state: "loaded", addon, file: "b" });
    expect(tried).toEqual(["a", "b"]);
    expect(loadFrom(["a", "c"], require)).toEqual({ state: "absent", reason: "neither a nor c is there" });
  });

  it("is not looked for behind one that is broken: that would hide it", () => {
    const load = loadFrom(["a", "b"], (id) => {
      if (id === "a") throw new Error("wrong ELF class");
      return { interfaceVersion: () => INTERFACE_VERSION };
    });
    expect(load).toMatchObject({ state: "broken", reason: "a cannot be loaded: wrong ELF class" });
  });
});

describe("the platform's name", () => {
  it("says what Node's own report says of the C library", () => {
    if (process.platform !== "linux") return expect(platformTriple()).toMatch(/^(darwin|win32|freebsd)-/);
    const report = process.report?.getReport() as { header: { glibcVersionRuntime?: string } } | undefined;
    const libc = report?.header.glibcVersionRuntime === undefined ? "musl" : "gnu";
    expect(platformTriple()).toBe(`linux-${process.arch}-${libc}`);
  });
});

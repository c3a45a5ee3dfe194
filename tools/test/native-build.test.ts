import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildNative, describeBuild } from "../build-native.mjs";
import { ROOT } from "./workspace.js";

const CARGO = spawnSync("cargo", ["--version"], { stdio: "ignore" }).status === 0;
const ENV = { ...process.env, CI: "true", CARGO_TARGET_DIR: undefined, CARGO_BUILD_TARGET: undefined };

/** A library that Node takes for an addon, without a crate from any registry. */
const ADDON = `
use std::ffi::c_void;

#[unsafe(no_mangle)]
pub extern "C" fn napi_register_module_v1(_env: *mut c_void, exports: *mut c_void) -> *mut c_void {
    exports
}
`;

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "transect-native-build-"));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("without cargo", () => {
  it("nothing is built, said or taken away", () => {
    const addon = oldAddon("no-cargo");
    const build = buildNative({ root: folder, addon, env: { ...ENV, PATH: folder, Path: folder } });
    expect(build.state).toBe("no cargo");
    expect(describeBuild(build, {})).toBeUndefined();
    expect(readFileSync(addon, "utf8")).toBe("old");
  });

  it("the set-up fails where the native core is required", () => {
    const build = buildNative({ root: folder, addon: oldAddon("required"), env: { PATH: folder } });
    expect(describeBuild(build, { TRANSECT_REQUIRE_NATIVE: "1" })).toEqual({
      text: "the native core is required: there is no cargo here",
      fatal: true,
    });
  });
});

describe.runIf(CARGO)("with cargo", () => {
  it("a registry out of reach is one line, and the old addon goes", () => {
    const root = path.join(folder, "no-registry");
    for (const name of [
      "Cargo.toml",
      "Cargo.lock",
      "packages/native/core",
      "packages/native/digest",
      "packages/native/binding",
    ])
      cpSync(path.join(ROOT, name), path.join(root, name), { recursive: true });
    mkdirSync(path.join(root, ".cargo"));
    const config = '[source.crates-io]\nreplace-with = "gone"\n\n[source.gone]\ndirectory = "is/not/there"\n';
    writeFileSync(path.join(root, ".cargo/config.toml"), config);
    const addon = oldAddon("no-registry.node");
    const home = path.join(folder, "empty-home");
    const build = buildNative({ root, addon, env: { ...ENV, CARGO_HOME: home, RUSTUP_HOME: rustupHome() } });
    expect(build.state).toBe("failed");
    expect(existsSync(addon)).toBe(false);
    const said = describeBuild(build, {});
    expect(said).toMatchObject({ fatal: false });
    expect(said?.text).toMatch(/^going on without the native core: [^\n]*is[/\\]not[/\\]there[^\n]*$/);
    expect(describeBuild(build, { TRANSECT_REQUIRE_NATIVE: "1" })?.fatal).toBe(true);
  });

  it("the addon is put in place, and left alone where it is the same", () => {
    const root = workspace("plain", ADDON);
    const addon = oldAddon("plain.node");
    expect(buildNative({ root, addon, env: ENV })).toEqual({ state: "built" });
    expect(createRequire(import.meta.url)(addon)).toEqual({});
    const before = digest(addon);
    expect(buildNative({ root, addon, env: ENV })).toEqual({ state: "unchanged" });
    expect(digest(addon)).toBe(before);
  });

  it("the library is found where the user's own target folder is", () => {
    const root = workspace("elsewhere", ADDON);
    const addon = path.join(folder, "elsewhere.node");
    const env = { ...ENV, CARGO_TARGET_DIR: path.join(folder, "target") };
    expect(buildNative({ root, addon, env })).toEqual({ state: "built" });
    expect(existsSync(path.join(root, "target"))).toBe(false);
  });

  it("code that does not compile is one line, and the old addon goes", () => {
    const root = workspace("wrong", "pub fn wrong() -> u8 { missing() }\n");
    const addon = oldAddon("wrong.node");
    const build = buildNative({ root, addon, env: ENV });
    expect(describeBuild(build, {})?.text).toMatch(/^going on without the native core: cannot find function [^\n]*$/);
    expect(describeBuild(build, { TRANSECT_REQUIRE_NATIVE: "1" })?.text).toContain("src/lib.rs:1:24");
    expect(existsSync(addon)).toBe(false);
  });

  it("a library that Node cannot load is not put in place", () => {
    const root = workspace("unloadable", "pub fn nothing() {}\n");
    const addon = oldAddon("unloadable.node");
    const build = buildNative({ root, addon, env: ENV });
    expect(describeBuild(build, {})?.text).toMatch(/^going on without the native core: [^\n]*self-register/);
    expect(existsSync(addon)).toBe(false);
  });
});

/** A Cargo workspace of one small crate by the addon's name, and no git checkout. */
function workspace(name: string, code: string): string {
  const root = path.join(folder, name);
  mkdirSync(path.join(root, "src"), { recursive: true });
  const manifest = '[package]\nname = "transect-node"\nversion = "0.0.0"\nedition = "2024"\n\n[workspace]\n\n';
  writeFileSync(path.join(root, "Cargo.toml"), `${manifest}[lib]\ncrate-type = ["cdylib"]\n`);
  writeFileSync(
    path.join(root, "Cargo.lock"),
    'version = 4\n\n[[package]]\nname = "transect-node"\nversion = "0.0.0"\n',
  );
  writeFileSync(path.join(root, "src/lib.rs"), code);
  return root;
}

/** Something in an addon's place, from an earlier build. */
function oldAddon(name: string): string {
  const addon = path.join(folder, name);
  writeFileSync(addon, "old");
  return addon;
}

function digest(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

/** Where the toolchains are, which rustup looks for beside an empty home otherwise. */
function rustupHome(): string {
  return process.env["RUSTUP_HOME"] ?? path.join(os.homedir(), ".rustup");
}

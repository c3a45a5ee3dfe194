import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packageExtension, TARGETS } from "../tools/package.mjs";

/** What may be in a package, as patterns of its files. */
const OWN = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/(package\.json|readme\.md|LICENSE\.txt|ThirdPartyNotices\.txt)$/,
  /^extension\/dist\/(extension|session|server-service|web)\.js$/,
  /^extension\/dist\/esm\/((server|worker|editor-service|report-page|shared-[A-Z0-9]+)\.js|package\.json)$/,
  /^extension\/media\/[\w-]+\.(png|svg)$/,
  /^extension\/walkthrough\/\w+\.md$/,
];

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "transect-vsix-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function contents(file: string): Record<string, Uint8Array> {
  return unzipSync(readFileSync(file));
}

const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

describe("the package for all platforms", () => {
  let file = "";
  let files: Record<string, Uint8Array> = {};
  beforeAll(async () => {
    file = await packageExtension({ out: path.join(folder, "universal") });
    files = contents(file);
  });

  it("holds no foreign file, and no native code", () => {
    const foreign = Object.keys(files).filter((name) => !OWN.some((pattern) => pattern.test(name)));
    expect(foreign).toEqual([]);
    expect(Object.keys(files).length).toBeGreaterThan(15);
  });

  it("is smaller than 400 KB, of 1,024 bytes each, as the packager counts them", () => {
    expect(statSync(file).size).toBeLessThan(400 * 1024);
  });

  it("names no platform", () => {
    expect(text(files["extension.vsixmanifest"])).not.toContain("TargetPlatform");
  });

  it("has a manifest without what only the repository needs, whose files are all there", () => {
    const manifest = JSON.parse(text(files["extension/package.json"]));
    for (const field of ["devDependencies", "dependencies", "type", "scripts", "private"]) {
      expect(manifest, field).not.toHaveProperty(field);
    }
    expect(manifest.activationEvents).toEqual([]);
    const [container] = manifest.contributes.viewsContainers.activitybar;
    const steps = manifest.contributes.walkthroughs[0].steps.map(
      (step: { media: { markdown: string } }) => step.media.markdown,
    );
    for (const name of [manifest.main, manifest.browser, manifest.icon, container.icon, ...steps]) {
      expect(Object.keys(files)).toContain(path.posix.join("extension", name));
    }
  });

  it("has a title for each command that the extension registers, and no other", () => {
    const { contributes } = JSON.parse(text(files["extension/package.json"]));
    const titles = contributes.commands.map(({ command }: { command: string }) => command);
    const source = readFileSync(path.join(import.meta.dirname, "../src/extension.ts"), "utf8");
    const registered = [...source.matchAll(/"(transect\.\w+)": "/g)].map((match) => match[1]);
    expect([...titles].sort()).toEqual([...registered].sort());
  });

  it("names every library in it with its licence", () => {
    const notices = text(files["extension/ThirdPartyNotices.txt"]);
    for (const name of ["vscode-languageclient", "vscode-languageserver", "vscode-jsonrpc", "filesize"]) {
      expect(notices).toMatch(new RegExp(`^${name}@\\d`, "m"));
    }
    expect(notices).not.toMatch(/GPL|no licence/);
  });

  it("loads nothing but itself and the editor's interface when it is activated", () => {
    const code = text(files["extension/dist/extension.js"]);
    const required = [...code.matchAll(/require\("([^"]+)"\)/g)].map((match) => match[1]);
    expect([...new Set(required)].sort()).toEqual(["./server-service.js", "./session.js", "vscode"]);
    expect(code.length).toBeLessThan(16_000);
  });

  it("asks nothing of Node in the web build", () => {
    const code = text(files["extension/dist/web.js"]);
    const required = [...code.matchAll(/require\("([^"]+)"\)/g)].map((match) => match[1]);
    expect([...new Set(required)]).toEqual(["vscode"]);
  });
});

describe("the package for one platform", () => {
  const addon = path.join(import.meta.dirname, "../../native/transect.linux-x64-gnu.node");

  it.skipIf(!existsSync(addon))("holds the native core of that platform, and says which it is", async () => {
    const files = contents(await packageExtension({ out: path.join(folder, "linux"), target: "linux-x64", addon }));
    const foreign = Object.keys(files).filter((name) => !OWN.some((pattern) => pattern.test(name)));
    expect(foreign).toEqual(["extension/dist/transect.linux-x64-gnu.node"]);
    expect(text(files["extension.vsixmanifest"])).toContain('TargetPlatform="linux-x64"');
    expect(text(files["extension/ThirdPartyNotices.txt"])).toMatch(/^serde_json@\d/m);
    expect(Buffer.from(files["extension/dist/transect.linux-x64-gnu.node"] ?? []).equals(readFileSync(addon))).toBe(
      true,
    );
  });

  it.each(Object.entries(TARGETS))("%s takes no addon but that of %s", async (target, triple) => {
    const wrong = path.join(folder, `transect.${triple === "darwin-x64" ? "darwin-arm64" : "darwin-x64"}.node`);
    writeFileSync(wrong, "");
    await expect(packageExtension({ out: folder, target, addon: wrong })).rejects.toThrow(`transect.${triple}.node`);
  });

  it("is refused for a platform that there is not, and without an addon", async () => {
    await expect(packageExtension({ out: folder, target: "amiga", addon: "a.node" })).rejects.toThrow(
      /--target is amiga/,
    );
    await expect(packageExtension({ out: folder, target: "linux-x64" })).rejects.toThrow(/go together/);
  });
});

import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, statSync, symlinkSync } from "node:fs";
import { chmod } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { describe, expect, it } from "vitest";
import { createNewFile, type NewFileOptions } from "../src/index.js";
import { makeFiles } from "./files.js";

const posix = process.platform !== "win32";

async function write(options: NewFileOptions, ...texts: readonly string[]): Promise<void> {
  const file = await createNewFile(options);
  try {
    for (const text of texts) await file.write(Buffer.from(text));
    await file.commit();
  } finally {
    await file.abandon();
  }
}

describe("a new file", () => {
  it("has its name once it is whole, and replaces one only where it may", async () => {
    const folder = makeFiles({ there: "old" });
    await write({ file: path.join(folder, "new") }, "a", "", "b");
    await expect(write({ file: path.join(folder, "there") }, "c")).rejects.toMatchObject({ code: "EEXIST" });
    expect(readFileSync(path.join(folder, "there"), "utf8")).toBe("old");
    await write({ file: path.join(folder, "there"), overwrite: true }, "c");
    expect(readdirSync(folder).sort()).toEqual(["new", "there"]);
    expect(readFileSync(path.join(folder, "new"), "utf8")).toBe("ab");
    expect(readFileSync(path.join(folder, "there"), "utf8")).toBe("c");
  });

  it("leaves nothing where it is abandoned, and is hidden until then", async () => {
    const folder = makeFiles({ there: "old" });
    const file = await createNewFile({ file: path.join(folder, "there"), overwrite: true });
    await file.write(Buffer.from("new"));
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^\.there\.[0-9a-f]{12}\.partial$/), "there"]);
    await file.abandon();
    expect(readdirSync(folder)).toEqual(["there"]);
    expect(readFileSync(path.join(folder, "there"), "utf8")).toBe("old");
  });

  it.runIf(posix)("keeps the permission bits of the file it replaces, where a link leads to", async () => {
    const folder = makeFiles({ "a/there": "old" });
    const link = path.join(folder, "link");
    symlinkSync("a/there", link);
    await chmod(path.join(folder, "a/there"), 0o640);
    await write({ file: link, overwrite: true }, "new");
    expect([lstatSync(link).isSymbolicLink(), readlinkSync(link)]).toEqual([true, "a/there"]);
    expect(readFileSync(path.join(folder, "a/there"), "utf8")).toBe("new");
    expect(statSync(link).mode & 0o777).toBe(0o640);
    expect(readdirSync(path.join(folder, "a"))).toEqual(["there"]);
  });

  it("is never one in the place of a folder or a device", async () => {
    const folder = makeFiles();
    mkdirSync(path.join(folder, "sub"));
    await expect(createNewFile({ file: path.join(folder, "sub"), overwrite: true })).rejects.toMatchObject({
      code: "EISDIR",
    });
    if (posix)
      await expect(createNewFile({ file: "/dev/null", overwrite: true })).rejects.toMatchObject({ code: "EINVAL" });
    expect(readdirSync(folder)).toEqual(["sub"]);
  });
});

import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { createNewFile } from "@transect/content";
import { memorySource } from "@transect/core";
import { type BackendName, profile } from "@transect/walker-parallel";
import { describe, expect, it } from "vitest";
import { withFat } from "../../structure/test/mounts.js";
import { BACKENDS } from "../../walker-parallel/test/backends.js";
import { randomTree } from "../../walker-parallel/test/random-tree.js";
import { makeTree } from "../../walker-parallel/test/tree.js";
import {
  compareSnapshots,
  listSnapshots,
  pathOfRow,
  readSnapshot,
  readSnapshotSummary,
  type Snapshot,
  SnapshotError,
  saveSnapshot,
  snapshotFile,
  takeSnapshot,
  typeOfRow,
  walkOptionsOf,
} from "../src/index.js";
import { findLines, makeFiles, makeFolder } from "./files.js";

const linux = process.platform === "linux";
const TYPES = { file: "f", directory: "d", symlink: "l", other: "p" };

/** Every row as `findLines` has it. */
function linesOf({ rows }: Snapshot): Map<string, string> {
  return new Map(
    Array.from({ length: rows.count }, (_, row) => {
      const type = TYPES[typeOfRow(rows, row)];
      const line = type === "d" ? type : `${type} ${rows.sizes[row]} ${rows.times[row]}`;
      return [pathOfRow(rows, row), line];
    }),
  );
}

/** The failure of something that must fail. */
async function failureOf(work: Promise<unknown>): Promise<SnapshotError> {
  const cause = await work.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!(cause instanceof SnapshotError)) throw new Error(`no SnapshotError: ${String(cause)}`);
  return cause;
}

describe.skipIf(!linux)("a snapshot", () => {
  it.each([1, 2, 3])("holds what find sees, and the same again once it is saved and read (tree %i)", async (seed) => {
    const root = makeTree(randomTree(seed));
    const file = path.join(makeFolder(), "deep/folder/tree.transect-snapshot");
    const taken = await takeSnapshot(root, { now: () => 1234 });
    const summary = await saveSnapshot(root, { file, now: () => 1234 });
    const read = await readSnapshot(file);
    expect(linesOf(taken)).toEqual(findLines(root));
    expect(linesOf(read)).toEqual(findLines(root));
    expect(compareSnapshots(taken, read)).toMatchObject({ changes: { count: 0 }, folders: { count: 0 }, unknown: 0 });
    expect(read.summary).toEqual(summary);
    expect(await readSnapshotSummary(file)).toEqual(summary);
    expect(summary).toMatchObject({ root, takenAtMs: 1234, totals: (await profile(root)).totals });
  });

  it("is the same from every backend, with blocks and inodes", async () => {
    const root = makeTree(randomTree(7));
    const rowsOf = async (backend: BackendName): Promise<string[]> => {
      const { rows } = await takeSnapshot(root, { backend });
      return Array.from(
        { length: rows.count },
        (_, row) =>
          `${pathOfRow(rows, row)} ${rows.blocks[row]} ${rows.inodes[row]} ${rows.devices[row]} ${rows.links[row]}`,
      ).sort();
    };
    const expected = await rowsOf("sequential");
    for (const backend of BACKENDS) expect(await rowsOf(backend)).toEqual(expected);
  });

  it("holds the folders above what was selected, and no more", async () => {
    const root = makeFiles({ "a/b/c.ts": "1", "a/d.md": "2", "e/f.md": "3" });
    const options = { match: "**/*.ts", minSize: 1 };
    const { rows, summary } = await takeSnapshot(root, options);
    expect(Array.from({ length: rows.count }, (_, row) => pathOfRow(rows, row))).toEqual([".", "a", "a/b", "a/b/c.ts"]);
    expect(summary.entries).toBe(1);
    const again = await takeSnapshot(root, walkOptionsOf(summary.rules));
    expect(again.summary.rules).toEqual({ ...summary.rules, minSize: "1" });
    writeFileSync(path.join(root, "a/g.md"), "no part of it");
    const report = compareSnapshots(again, await takeSnapshot(root, walkOptionsOf(again.summary.rules)));
    expect([report.changes.count, report.unchanged]).toEqual([0, 1]);
  });
});

describe("numbers that are unlike others", () => {
  it("are kept exactly: huge sizes, times far off, inodes that a double rounds", async () => {
    const odd = [
      { name: "huge", type: "file" as const, stat: { size: 2n ** 60n + 1n, mtimeMs: 9e15, ino: 2 ** 60 } },
      { name: "old", type: "file" as const, stat: { size: 2 ** 52, mtimeMs: -9e15, ino: 5 } },
      { name: "plain", type: "file" as const, stat: { size: 3, mtimeMs: 1.5, blocks: 8_000_000_000 } },
    ];
    const source = memorySource(odd);
    const file = path.join(makeFolder(), "odd.transect-snapshot");
    const taken = await takeSnapshot(".", { source });
    await saveSnapshot(".", { source, file });
    const read = await readSnapshot(file);
    expect(read.rows).toEqual(taken.rows);
    expect(read.summary.totals.apparentBytes).toBe(2n ** 60n + 1n + 2n ** 52n + 3n);
    expect([...read.rows.exactSizes.values()]).toEqual([2n ** 60n + 1n]);
    const at = read.rows.names.indexOf("huge");
    expect([read.rows.times[at], read.rows.inodes[at]]).toEqual([9e18, 0]);
  });

  it("are kept over many blocks", async () => {
    const children = Array.from({ length: 200_000 }, (_, n) => ({
      name: `f${n}`,
      type: "file" as const,
      stat: { size: (n * 7919) % 100_003, mtimeMs: n / 4 },
    }));
    const source = memorySource(children);
    const file = path.join(makeFolder(), "many.transect-snapshot");
    const taken = await takeSnapshot(".", { source });
    await saveSnapshot(".", { source, file });
    const read = await readSnapshot(file);
    expect(read.rows.count).toBe(200_001);
    // Not by expect: it takes seconds for so many.
    expect(isDeepStrictEqual(read.rows, taken.rows)).toBe(true);
  });
});

describe("a file that is no whole snapshot", () => {
  it("is an error that says which, wherever it was cut or changed", async () => {
    const folder = makeFolder();
    const file = path.join(folder, "good.transect-snapshot");
    await saveSnapshot(makeFiles({ "a/b.txt": "12", c: "" }), { file });
    const good = readFileSync(file);
    const bad = path.join(folder, "bad.transect-snapshot");
    for (let at = 0; at < good.length; at += 1) {
      writeFileSync(bad, good.subarray(0, at));
      const cut = await failureOf(readSnapshot(bad));
      expect([cut.code, cut.message]).toEqual(
        at < 8 ? ["foreign", `${bad}: is no snapshot of Transect`] : ["damaged", `${bad}: is cut short or damaged`],
      );
      const changed = Buffer.from(good);
      changed[at] = (changed[at] ?? 0) ^ 0x10;
      writeFileSync(bad, changed);
      const flipped = await failureOf(readSnapshot(bad));
      expect(flipped.code, `byte ${at}`).toBe(at < 8 ? "foreign" : at < 12 ? "newer" : "damaged");
    }
  });

  it("or that a later version wrote, or that is not there, is told apart", async () => {
    const folder = makeFolder();
    const file = path.join(folder, "later.transect-snapshot");
    await saveSnapshot(makeFiles({}), { file });
    const bytes = readFileSync(file);
    bytes.writeUInt32LE(2, 8);
    writeFileSync(file, bytes);
    expect((await failureOf(readSnapshot(file))).message).toBe(
      `${file}: was written by a later Transect, in version 2 of the format; this one reads up to 1`,
    );
    const none = path.join(folder, "none");
    const message = `${none}: ENOENT: no such file or directory`;
    expect(await failureOf(readSnapshot(none))).toMatchObject({ code: "system", message });
    expect(await failureOf(readSnapshot(folder))).toMatchObject({ code: "system" });
  });

  it("takes nothing from a list of others", async () => {
    const folder = makeFolder();
    const root = makeFiles({ a: "1" });
    await saveSnapshot(root, { file: snapshotFile(folder, "second") ?? "", now: () => 2000 });
    await saveSnapshot(root, { file: snapshotFile(folder, "first") ?? "", now: () => 1000 });
    writeFileSync(snapshotFile(folder, "broken") ?? "", "nothing");
    writeFileSync(path.join(folder, "else.txt"), "");
    const listed = await listSnapshots(folder);
    expect(listed.map((one) => [one.name, "error" in one])).toEqual([
      ["first", false],
      ["second", false],
      ["broken", true],
    ]);
    expect(await listSnapshots(path.join(folder, "none"))).toEqual([]);
    const file = path.join(folder, "else.txt");
    expect(await failureOf(listSnapshots(file))).toMatchObject({
      code: "system",
      message: `${file}: ENOTDIR: not a directory`,
    });
  });
});

describe("saving", () => {
  it("replaces nothing unasked, and leaves nothing behind where it fails", async () => {
    const folder = makeFolder();
    const root = makeFiles({ a: "1" });
    const file = path.join(folder, "x.transect-snapshot");
    writeFileSync(file, "mine");
    expect(await failureOf(saveSnapshot(root, { file }))).toMatchObject({
      code: "exists",
      message: `${file}: it exists already`,
    });
    expect(await failureOf(saveSnapshot(path.join(root, "none"), { file, overwrite: true }))).toMatchObject({
      code: "system",
    });
    const signal = AbortSignal.abort();
    expect(await failureOf(saveSnapshot(root, { file, overwrite: true, signal }))).toMatchObject({ code: "stopped" });
    expect([readFileSync(file, "utf8"), readdirSync(folder)]).toEqual(["mine", ["x.transect-snapshot"]]);
    await saveSnapshot(root, { file, overwrite: true });
    expect((await readSnapshotSummary(file)).entries).toBe(2);
    await expect(saveSnapshot(root, { file: "" })).rejects.toThrow('file is "": expected the path of a file to write');
    const unclear = saveSnapshot(root, { file, overwrite: "no" as never });
    await expect(unclear).rejects.toThrow('overwrite is "no": expected true or false');
  });

  it("lets two that save under one name at a time not both have it", () => saveTwice(makeFolder()));

  it("lets them neither where there are no hard links, and saves there as elsewhere", async ({ skip }) => {
    const reason = await withFat(async (folder) => {
      await saveTwice(folder);
      const root = makeFiles({ a: "1" });
      const file = path.join(folder, "x.transect-snapshot");
      await saveSnapshot(root, { file });
      expect((await readSnapshotSummary(file)).entries).toBe(2);
      expect(await failureOf(saveSnapshot(root, { file }))).toMatchObject({ code: "exists" });
      expect(readdirSync(folder).sort()).toEqual(["new", "x.transect-snapshot"]);
    });
    if (reason !== undefined) skip(reason);
  });

  async function saveTwice(folder: string): Promise<void> {
    const file = path.join(folder, "new");
    const two = [await createNewFile({ file }), await createNewFile({ file })];
    for (const [index, one] of two.entries()) await one.write(Buffer.from(`${index}`));
    const done = await Promise.allSettled(two.map((one) => one.commit()));
    for (const one of two) await one.abandon();
    expect(done.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(readdirSync(folder)).toEqual(["new"]);
    expect(readFileSync(file, "utf8")).toBe(String(done.findIndex(({ status }) => status === "fulfilled")));
  }

  it.skipIf(!linux)("leaves the old snapshot or the new one whole, whenever it is killed", async () => {
    const script = fileURLToPath(new URL("saver.mjs", import.meta.url));
    const roots = [makeFolder(), makeFolder()];
    for (const [index, root] of roots.entries()) {
      for (let n = 0; n < 40; n += 1) {
        mkdirSync(path.join(root, `d${n}`));
        for (let m = 0; m < 50; m += 1) writeFileSync(path.join(root, `d${n}/file-${index}-${m}`), "");
      }
    }
    const folder = makeFolder();
    const file = path.join(folder, "x.transect-snapshot");
    let leftOver = 0;
    for (let kill = 0; kill < 25; kill += 1) {
      const child = spawn(process.execPath, [script, file, ...roots], { stdio: ["pipe", "pipe", "inherit"] });
      await once(child.stdout, "data");
      await pause(Math.random() * 60);
      const exit = once(child, "exit");
      child.kill("SIGKILL");
      await exit;
      const { summary, rows } = await readSnapshot(file);
      expect([summary.entries, rows.count]).toEqual([2041, 2041]);
      const files = readdirSync(folder).filter((name) => name !== "x.transect-snapshot");
      expect(files.every((name) => /^\.x\.transect-snapshot\.[0-9a-f]{12}\.partial$/.test(name))).toBe(true);
      leftOver += files.length;
      for (const name of files) rmSync(path.join(folder, name));
    }
    expect(leftOver, "some were killed while they wrote").toBeGreaterThan(0);
  });
});

describe.skipIf(!linux)("a tree that another process changes all the time", () => {
  it("gives snapshots that are whole, and can be compared", async () => {
    const root = makeFolder();
    const script = fileURLToPath(new URL("../../walker-parallel/test/churner.mjs", import.meta.url));
    const churner = spawn(process.execPath, [script, root], { stdio: ["pipe", "pipe", "inherit"] });
    await once(churner.stdout, "data");
    const file = path.join(makeFolder(), "x.transect-snapshot");
    let changed = 0;
    try {
      let last = await takeSnapshot(root);
      for (let turn = 0; turn < 60; turn += 1) {
        await saveSnapshot(root, { file, overwrite: true });
        const next = await readSnapshot(file);
        const report = compareSnapshots(last, next, { limit: Number.POSITIVE_INFINITY });
        changed += report.changes.count;
        const given = report.changes.list.filter(({ kind }) => kind !== "removed").length + report.unchanged;
        expect(given + report.unknown).toBeGreaterThanOrEqual(next.rows.count);
        last = next;
      }
    } finally {
      const exit = once(churner, "exit");
      churner.stdin.end();
      await exit;
    }
    expect(changed).toBeGreaterThan(0);
    appendFileSync(path.join(root, "quiet now"), "");
    const report = compareSnapshots(await takeSnapshot(root), await takeSnapshot(root));
    expect([report.changes.count, report.unknown]).toEqual([0, 0]);
  });
});

import { createHash } from "node:crypto";
import {
  appendFileSync,
  linkSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { type Change, type ChangeReport, type Entry, memorySource } from "@transect/core";
import { profile } from "@transect/walker-parallel";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareSnapshots, type SnapshotDigest, type SnapshotOptions, takeSnapshot } from "../src/index.js";
import { findLines, makeFiles, makeFolder } from "./files.js";

const linux = process.platform === "linux";

/** What changed by some steps, each change as one line. */
async function changesOf(
  root: string,
  steps: () => void,
  options: SnapshotOptions = {},
): Promise<{ lines: string[]; report: ChangeReport }> {
  const before = await takeSnapshot(root, options);
  steps();
  const report = compareSnapshots(before, await takeSnapshot(root, options), { limit: Number.POSITIVE_INFINITY });
  return { lines: report.changes.list.map(lineOf), report };
}

function lineOf({ kind, path: at, from, before, after, holds, carried }: Change): string {
  const sizes = kind === "grown" || kind === "shrunk" ? ` ${before?.size}..${after?.size}` : "";
  const types = kind === "retyped" ? ` ${before?.type}..${after?.type}` : "";
  const held = holds === undefined ? "" : ` (${holds.files} files, ${holds.apparentBytes} bytes)`;
  const names = from === undefined ? at : `${from} -> ${at}`;
  return `${kind} ${names}${sizes}${types}${held}${carried ? " carried" : ""}`;
}

/** The content's hash, as anybody may bring one. */
function sha256(root: string): SnapshotDigest {
  return {
    name: "sha256",
    digestOf: async (file: Entry) =>
      createHash("sha256")
        .update(await readFile(path.join(root, file.path)))
        .digest(),
  };
}

describe("a comparison", () => {
  it("tells what came, went, grew, shrank, was modified and became something else", async () => {
    const root = makeFiles({ went: "12345", grew: "1", shrank: "1234", touched: "12", same: "1", "folder/": "" });
    const { lines, report } = await changesOf(root, () => {
      rmSync(path.join(root, "went"));
      writeFileSync(path.join(root, "came"), "123456789");
      appendFileSync(path.join(root, "grew"), "23");
      truncateSync(path.join(root, "shrank"), 1);
      utimesSync(path.join(root, "touched"), 1, 1);
      rmSync(path.join(root, "folder"), { recursive: true });
      writeFileSync(path.join(root, "folder"), "");
    });
    expect(lines).toEqual([
      "added came",
      "removed went",
      "shrunk shrank 4..1",
      "grown grew 1..3",
      "retyped folder directory..file",
      "modified touched",
    ]);
    expect(report.unchanged).toBe(2);
    expect(report.counts).toMatchObject({ added: { entries: 1, files: 1, bytes: 9 }, shrunk: { bytes: -3 } });
  });

  it("tells folders with all they hold, and marks what came, went or moved along", async () => {
    const root = makeFiles({ "old/a": "123", "old/sub/b": "4567", "move/c": "89", "move/d": "1", "to/": "" });
    const { lines } = await changesOf(root, () => {
      rmSync(path.join(root, "old"), { recursive: true });
      mkdirSync(path.join(root, "new/deep"), { recursive: true });
      writeFileSync(path.join(root, "new/deep/e"), "12345");
      renameSync(path.join(root, "move"), path.join(root, "to/moved"));
      appendFileSync(path.join(root, "to/moved/d"), "2");
    });
    expect(lines).toEqual([
      "removed old (2 files, 7 bytes)",
      "added new (1 files, 5 bytes)",
      "added new/deep (1 files, 5 bytes) carried",
      "added new/deep/e carried",
      "removed old/sub (1 files, 4 bytes) carried",
      "removed old/sub/b carried",
      "moved move -> to/moved (2 files, 4 bytes)",
      "removed old/a carried",
      "moved move/c -> to/moved/c carried",
      "moved move/d -> to/moved/d carried",
    ]);
  });

  it("takes no new file for one that moved because it got the same inode", async () => {
    const root = makeFiles({ a: "1234" });
    const { lines } = await changesOf(root, () => {
      rmSync(path.join(root, "a"));
      for (let n = 0; n < 20; n += 1) writeFileSync(path.join(root, `b${n}`), "1234");
    });
    expect(lines).toHaveLength(21);
    expect(lines.filter((line) => line.startsWith("moved"))).toEqual([]);
  });

  it("finds by content what was copied anew and removed, but not among empty files", async () => {
    const root = makeFiles({ "a/one": "same content", empty: "" });
    const steps = () => {
      writeFileSync(path.join(root, "two"), "same content");
      rmSync(path.join(root, "a/one"));
      rmSync(path.join(root, "empty"));
      writeFileSync(path.join(root, "other"), "");
      utimesSync(path.join(root, "other"), 5, 5);
    };
    const { lines } = await changesOf(root, steps, { digest: sha256(root) });
    expect(lines).toEqual(["moved a/one -> two", "removed empty", "added other"]);
  });

  it("sees a content that changed behind an old size and time", async () => {
    const root = makeFiles({ a: "1234" });
    utimesSync(path.join(root, "a"), 7, 7);
    const steps = () => {
      writeFileSync(path.join(root, "a"), "1235");
      utimesSync(path.join(root, "a"), 7, 7);
    };
    expect((await changesOf(root, steps, { digest: sha256(root) })).lines).toEqual(["modified a"]);
    expect((await changesOf(root, () => {})).lines).toEqual([]);
  });

  it("tells folders and extensions that differ, the largest difference first", async () => {
    const root = makeFiles({ "src/a.TS": "12345", "src/b.md": "1", "docs/c.md": "12" });
    const { report } = await changesOf(root, () => {
      rmSync(path.join(root, "src/a.TS"));
      writeFileSync(path.join(root, "docs/d.md"), "1");
    });
    expect(report.folders.list).toEqual([
      { path: "src", filesBefore: 2, filesAfter: 1, bytesBefore: 6, bytesAfter: 1 },
      { path: ".", filesBefore: 3, filesAfter: 3, bytesBefore: 8, bytesAfter: 4 },
      { path: "docs", filesBefore: 1, filesAfter: 2, bytesBefore: 2, bytesAfter: 3 },
    ]);
    expect(report.extensions.list).toEqual([
      { extension: ".ts", filesBefore: 1, filesAfter: 0, bytesBefore: 5, bytesAfter: 0 },
      { extension: ".md", filesBefore: 2, filesAfter: 3, bytesBefore: 3, bytesAfter: 4 },
    ]);
  });

  it.skipIf(process.platform === "win32")("counts a file with two names once, under the smaller path", async () => {
    const root = makeFiles({ "b/one": "123" });
    const { report } = await changesOf(root, () => {
      mkdirSync(path.join(root, "a"));
      linkSync(path.join(root, "b/one"), path.join(root, "a/two"));
    });
    expect(report.folders.list).toEqual([
      { path: "a", filesBefore: 0, filesAfter: 1, bytesBefore: 0, bytesAfter: 3 },
      { path: "b", filesBefore: 1, filesAfter: 1, bytesBefore: 3, bytesAfter: 0 },
      { path: ".", filesBefore: 1, filesAfter: 2, bytesBefore: 3, bytesAfter: 3 },
    ]);
    expect(report.after.totals).toEqual((await profile(root)).totals);
  });

  it("says that it does not know of what it could not read", async () => {
    const file = { name: "a", type: "file" as const, stat: { size: 3 } };
    const folder = { name: "folder", type: "directory" as const, children: [file] };
    const [open, shut] = [memorySource([folder]), memorySource([{ ...folder, unreadable: "EACCES" }])];
    const [whole, part] = [await takeSnapshot(".", { source: open }), await takeSnapshot(".", { source: shut })];
    for (const [before, after] of [
      [whole, part],
      [part, whole],
    ] as const) {
      const report = compareSnapshots(before, after);
      expect([report.changes.count, report.unknown, report.before.complete]).toEqual([0, 1, before === whole]);
    }
  });

  it("keeps no more than its limit, and counts the rest", async () => {
    const root = makeFolder();
    const before = await takeSnapshot(root);
    for (let n = 0; n < 10; n += 1) writeFileSync(path.join(root, `${n}`), "x".repeat(n));
    const { changes } = compareSnapshots(before, await takeSnapshot(root), { limit: 2 });
    expect([changes.count, changes.leftOut, changes.list.map(lineOf)]).toEqual([10, 8, ["added 9", "added 8"]]);
    expect(() => compareSnapshots(before, before, { limit: -1 })).toThrow("limit is -1: expected a whole number");
  });
});

/** Places that steps meet again and again, some of whose names are no text. */
const NAMES = ["a", "b", "c", "d.txt", "e.TS", "n\xff\xe9", "caf\xe9", "\u65e5", "line\nbreak"];
const place = fc.array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 3 });

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("write" as const), at: place, size: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("folder" as const), at: place }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("remove" as const), at: place }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("move" as const), at: place, to: place }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("link" as const), at: place, to: place }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("symlink" as const), at: place }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("touch" as const), at: place, time: fc.nat(3) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A path of bytes; characters beyond Latin-1 stand for their UTF-8. */
function bytesOf(root: string, names: readonly string[]): Buffer {
  const parts = names.map((name) => Buffer.from(name, /[^\x00-\xff]/.test(name) ? "utf8" : "latin1"));
  return Buffer.concat([Buffer.from(root), ...parts.flatMap((part) => [Buffer.from("/"), part])]);
}

function perform(root: string, what: Step): void {
  const at = bytesOf(root, what.at);
  try {
    if (what.do === "write") writeFileSync(at, "x".repeat(what.size));
    if (what.do === "folder") mkdirSync(at);
    if (what.do === "remove") rmSync(at, { recursive: true });
    if (what.do === "move") renameSync(at, bytesOf(root, what.to));
    if (what.do === "link") linkSync(at, bytesOf(root, what.to));
    if (what.do === "symlink") symlinkSync("nowhere", at);
    if (what.do === "touch") utimesSync(at, what.time, what.time);
  } catch {
    // It cannot be done as the tree is just now.
  }
}

/** The bytes of a path in a change, one character of Latin-1 each. */
function exactPath(at: string, base64: string | undefined): string {
  return Buffer.from(base64 ?? at, base64 === undefined ? "utf8" : "base64").toString("latin1");
}

describe.skipIf(!linux)("on trees that change at random", () => {
  it("a comparison names just the paths on which two runs of find differ", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.array(step, { maxLength: 15 }), async (first, then) => {
        const root = makeFolder();
        for (const one of first) perform(root, one);
        const [foundBefore, before] = [findLines(root), await takeSnapshot(root)];
        for (const one of then) perform(root, one);
        const [foundAfter, after] = [findLines(root), await takeSnapshot(root)];
        const report = compareSnapshots(before, after, { limit: Number.POSITIVE_INFINITY });

        const differing = (some: Map<string, string>, others: Map<string, string>): string[] =>
          [...some].filter(([at, line]) => others.get(at) !== line).map(([at]) => at);
        const left = report.changes.list.flatMap((change) => {
          if (change.kind === "added") return [];
          return [
            change.kind === "moved"
              ? exactPath(change.from ?? "", change.fromBase64)
              : exactPath(change.path, change.pathBase64),
          ];
        });
        const right = report.changes.list.flatMap((change) =>
          change.kind === "removed" ? [] : [exactPath(change.path, change.pathBase64)],
        );
        expect(left.sort()).toEqual(differing(foundBefore, foundAfter).sort());
        expect(right.sort()).toEqual(differing(foundAfter, foundBefore).sort());
        expect(report.unchanged + right.length).toBe(foundAfter.size);

        const is = await profile(root);
        expect(report.after.totals).toEqual(is.totals);
        for (const { path: at, pathBase64, bytesAfter, filesAfter } of report.folders.list) {
          if (pathBase64 !== undefined) continue;
          const row = is.tree.list.find((one) => one.path === at);
          if (row !== undefined) expect([row.totals.apparentBytes, row.totals.files]).toEqual([bytesAfter, filesAfter]);
        }
      }),
      { numRuns: 150 },
    );
  });
});

import { execFileSync, spawnSync } from "node:child_process";
import { randomFillSync } from "node:crypto";
import { appendFileSync, mkdirSync, statfsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { copyStructures, findStructures, type StructurePattern } from "@transect/structure";
import { describe, expect, it } from "vitest";
import { withBtrfs } from "./mounts.js";
import { attributes, diff, unfinished } from "./trees.js";

const PATTERN: StructurePattern = { directory_name: "exp_*", files: ["*"] };

const KiB = 1024;
const MiB = 1024 * KiB;

describe("on a file system that can share blocks between files", () => {
  it("copies share theirs: more is copied than there is room for", async ({ skip }) => {
    const reason = await withBtrfs(shareBlocks);
    if (reason !== undefined) skip(reason);
  });
});

async function shareBlocks(place: string): Promise<void> {
  const [root, out] = [path.join(place, "src"), path.join(place, "out")];
  mkdirSync(path.join(root, "exp_1"), { recursive: true });
  // One of each way in which files are copied: at once, handed on, piece by piece.
  const sizes = { small: 48 * KiB, middle: 5 * MiB, large: 20 * MiB };
  for (const [name, size] of Object.entries(sizes)) {
    writeFileSync(path.join(root, "exp_1", name), randomFillSync(Buffer.alloc(size)), { mode: 0o640 });
  }
  const before = freeBytes(place);
  expect(before).toBeLessThan(sizes.large);
  const report = await copyStructures(findStructures(root, PATTERN), out);
  expect([report.state, report.errors, report.copied.files]).toEqual(["complete", [], 3]);
  expect(before - freeBytes(place)).toBeLessThan(MiB);
  expect([diff(root, out), unfinished(place)]).toEqual(["", []]);
  expect(attributes(path.join(out, "exp_1/large"))).toEqual(attributes(path.join(root, "exp_1/large")));

  // They are files of their own all the same.
  appendFileSync(path.join(out, "exp_1/large"), "more");
  expect(diff(root, out)).toContain("large");
  const plain = ["--reflink=never", path.join(root, "exp_1/large"), path.join(place, "plain")];
  expect(spawnSync("cp", plain).stderr.toString()).toContain("No space left on device");
}

/** What is free once all that was written is on the disk. */
function freeBytes(place: string): number {
  execFileSync("sync", ["--file-system", place]);
  const { bavail, bsize } = statfsSync(place);
  return bavail * bsize;
}

import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { copyStructures, findStructures, type StructurePattern } from "@transect/structure";
import { describe, expect, it } from "vitest";
import { dir, file, makeFolder, makeTree, withoutPrivileges } from "../../walker-parallel/test/tree.js";
import { EXPERIMENT, EXPERIMENTS } from "./cases.js";
import { withMount } from "./mounts.js";
import { runCopier } from "./run-copier.js";
import { diff, pathsIn, unfinished } from "./trees.js";

const PATTERN: StructurePattern = { directory_name: "exp_*", files: ["*"] };

describe("a destination that is full", () => {
  it("stops the copy, which says so and loses nothing", async ({ skip }) => {
    const reason = await withMount(["-t", "tmpfs", "-o", "size=1m", "tmpfs"], fillUp);
    if (reason !== undefined) skip(reason);
  });

  it.skipIf(process.platform === "win32")(
    "with room for small files alone has these, and an error for each",
    async () => {
      const root = makeTree([dir("exp_1", file("small", 100), file("large", 100_000), file("huge", 12_000_000))]);
      const out = path.join(makeFolder(), "out");
      // No file of this process may be larger than some kilobytes.
      const setUp = "ulimit -f 16";
      const { report, stderr, signal } = await runCopier({ root, destination: out, pattern: PATTERN, setUp });
      expect([stderr, signal]).toEqual(["", null]);
      const failed = report?.errors.map(({ destination, code }) => `${path.basename(String(destination))} ${code}`);
      expect(failed?.sort()).toEqual(["huge EFBIG", "large EFBIG"]);
      expect([report?.state, report?.copied]).toEqual(["partial", { files: 1, bytes: 100 }]);
      expect(pathsIn(out)).toEqual(["exp_1", "exp_1/small"]);
      expect((await copyStructures(findStructures(root, PATTERN), out)).state).toBe("complete");
      expect(diff(root, out)).toBe("");
    },
  );
});

describe("a destination that is read-only", () => {
  it("stops the copy, which says so", async ({ skip }) => {
    const folder = makeFolder();
    mkdirSync(path.join(folder, "out/exp_1"), { recursive: true });
    writeFileSync(path.join(folder, "out/exp_1/mine"), "mine");
    const root = makeTree(EXPERIMENTS);
    const reason = await withMount(["--bind", folder], async (place) => {
      execFileSync("mount", ["-o", "remount,ro,bind", place]);
      const matches = findStructures(path.join(root, "exp_1"), EXPERIMENT);
      const report = await copyStructures(matches, path.join(place, "out"));
      expect(report.state).toBe("stopped");
      expect(report.errors[0]).toMatchObject({ code: "EROFS", message: "EROFS: read-only file system" });
      expect(report.missing.files).toBe(3);
    });
    expect(pathsIn(folder)).toEqual(["out", "out/exp_1", "out/exp_1/mine"]);
    if (reason !== undefined) skip(reason);
  });

  it("by its permissions is an error of each folder and file that cannot be made", async () => {
    const root = makeTree(EXPERIMENTS);
    const out = makeFolder();
    mkdirSync(path.join(out, "exp_1"));
    chmodSync(path.join(out, "exp_1"), 0o555);
    const matches = findStructures(path.join(root, "exp_1"), EXPERIMENT, { backend: "sequential" });
    const report = await withoutPrivileges(() => copyStructures(matches, out));
    expect(report.state).toBe("partial");
    const failed = report.errors.map(({ destination, code }) => `${path.relative(out, String(destination))} ${code}`);
    expect(failed.sort()).toEqual(["exp_1/a.csv EACCES", "exp_1/notes.txt EACCES", "exp_1/raw EACCES"]);
    expect(report.missing.files).toBe(3);
    expect(pathsIn(out)).toEqual(["exp_1"]);
  });
});

/** Copies more than a place takes and, once it takes more, the rest. */
async function fillUp(place: string): Promise<void> {
  writeFileSync(path.join(place, "mine"), "mine");
  const files = Array.from({ length: 30 }, (_, n) => file(`${n}.bin`, 100_000 + n));
  const root = makeTree([dir("exp_1", ...files)]);
  const out = path.join(place, "out");
  const report = await copyStructures(findStructures(root, PATTERN), out, { jobs: 2 });
  expect(report.state).toBe("stopped");
  expect(report.errors.length).toBeGreaterThan(0);
  for (const { message, destination, code } of report.errors) {
    expect([code, message]).toEqual(["ENOSPC", "ENOSPC: no space left on device"]);
    expect(existsSync(String(destination))).toBe(false);
  }
  expect(report.copied.files).toBeGreaterThan(5);
  expect(report.copied.files + report.missing.files).toBe(30);
  expect(unfinished(place)).toEqual([]);
  expect(pathsIn(out).length).toBe(report.copied.files + 1);
  execFileSync("mount", ["-o", "remount,size=10m", place]);
  const again = await copyStructures(findStructures(root, PATTERN), out);
  expect([again.state, again.same.files]).toEqual(["complete", report.copied.files]);
  expect(again.copied.files).toBe(report.missing.files);
  expect(diff(root, out)).toBe("");
  expect(pathsIn(place)).toContain("mine");
}

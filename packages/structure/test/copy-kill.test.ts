import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import { copyStructures, findStructures, type StructurePattern } from "@transect/structure";
import { describe, expect, it } from "vitest";
import { EXHAUSTIVE, FULL_SCALE } from "../../walker-parallel/test/backends.js";
import { seeded } from "../../walker-parallel/test/random-tree.js";
import { dir, file, makeFolder, makeTree } from "../../walker-parallel/test/tree.js";
import { temporaryNames } from "../src/copy/temporary-name.js";
import { EXPERIMENT, EXPERIMENTS } from "./cases.js";
import { runCopier } from "./run-copier.js";
import { diff, listed, pathsIn, unfinished } from "./trees.js";

const PATTERN: StructurePattern = {
  directory_name: "exp_*",
  files: ["*"],
  directories: [{ directory_name: "raw", files: ["*.csv"] }],
};

describe("a copy that is killed", () => {
  const times = EXHAUSTIVE ? 200 : FULL_SCALE ? 40 : 12;
  it(`at random moments, ${times} times, leaves no part of a file, and ends right when run again`, async () => {
    const draw = seeded(7);
    const small = Array.from({ length: 60 }, (_, n) => file(`${n}.csv`, draw(120_000), 1e12 + n));
    const root = makeTree([dir("exp_1", file("large.bin", 9_000_000), file("a.csv", 5), dir("raw", ...small))]);
    const out = path.join(makeFolder(), "out");
    const sizes = new Map(
      [...small, { name: "large.bin", stat: { size: 9_000_000 } }, { name: "a.csv", stat: { size: 5 } }].map(
        ({ name, stat }) => [name, stat?.size],
      ),
    );
    let killed = 0;
    for (let round = 0; round < times; round += 1) {
      for (let kills = 1 + draw(2); kills > 0; kills -= 1) {
        const killAfterMs = draw(35);
        const { signal, report, stderr } = await runCopier({ root, destination: out, pattern: PATTERN, killAfterMs });
        if (signal === "SIGKILL") killed += 1;
        else expect([report?.state, stderr]).toEqual(["complete", ""]);
        for (const at of pathsIn(path.dirname(out))) {
          const name = path.basename(at);
          if (!sizes.has(name)) continue;
          const original = name.endsWith(".csv") && name !== "a.csv" ? `exp_1/raw/${name}` : `exp_1/${name}`;
          const isWhole = readFileSync(path.join(out, "..", at)).equals(readFileSync(path.join(root, original)));
          expect([at, isWhole]).toEqual([at, true]);
        }
      }
      const report = await copyStructures(findStructures(root, PATTERN), out);
      expect([report.state, report.missing.files, report.errors]).toEqual(["complete", 0, []]);
      expect(diff(root, out)).toBe("");
      expect(listed(out)).toEqual(listed(root));
      expect(unfinished(out)).toEqual([]);
      rmSync(out, { recursive: true });
    }
    expect(killed).toBeGreaterThan(times / 4);
  }, 600_000);
});

describe("what a copy leaves that is killed", () => {
  const host = (name: string): string => createHash("sha256").update(name).digest("hex").slice(0, 8);
  const [ours, other] = [host(hostname()), host("another machine")];
  const now = Date.now().toString(36);
  /** No process has this number. */
  const gone = 2 ** 30;

  it.each([
    ["of a process that is gone", `.transect-${ours}-${gone}-${now}-00000000-1.part`, true],
    ["of an earlier process with our number", `.transect-${ours}-${process.pid}-0-00000000-1.part`, true],
    ["of our own process", `.transect-${ours}-${process.pid}-${now}-00000000-1.part`, false],
    ["of a process that runs", `.transect-${ours}-${process.ppid}-${now}-00000000-1.part`, false],
    ["of another machine", `.transect-${other}-${gone}-${now}-00000000-1.part`, false],
    ["of nobody that we know", ".transect-mine.part", false],
  ])("%s is taken away, or not: %s", async (_whose, name, isTaken) => {
    const root = makeTree(EXPERIMENTS);
    const out = path.join(makeFolder(), "out");
    mkdirSync(path.join(out, "exp_1"), { recursive: true });
    const leftover = path.join(out, "exp_1", name);
    writeFileSync(leftover, "half");
    utimesSync(leftover, 0, 0);
    const matches = (): ReturnType<typeof findStructures> => findStructures(path.join(root, "exp_1"), EXPERIMENT);
    expect((await copyStructures(matches(), out, { dryRun: true })).leftovers).toBe(isTaken ? 1 : 0);
    expect(pathsIn(out)).toContain(`exp_1/${name}`);
    const report = await copyStructures(matches(), out);
    expect([report.state, report.leftovers]).toEqual(["complete", isTaken ? 1 : 0]);
    expect(pathsIn(out).includes(`exp_1/${name}`)).toBe(!isTaken);
  });

  it("two names are never the same", () => {
    const [one, two] = [temporaryNames(), temporaryNames()];
    const names = Array.from({ length: 1000 }, () => [one(), two()]).flat();
    expect(new Set(names).size).toBe(2000);
  });
});

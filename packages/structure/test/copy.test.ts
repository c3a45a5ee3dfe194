import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { Entry, OptionError } from "@transect/core";
import {
  type CopyOptions,
  type CopyProgress,
  type CopyReport,
  copyStructures,
  findStructures,
  type StructurePattern,
} from "@transect/structure";
import { describe, expect, it } from "vitest";
import { NOT_LINUX } from "../../walker-parallel/test/backends.js";
import { bytes, dir, file, link, makeFolder, makeTree } from "../../walker-parallel/test/tree.js";
import { EXPERIMENT, EXPERIMENTS } from "./cases.js";
import { toArray } from "./found.js";
import { withFat } from "./mounts.js";
import { attributes, diff, listed, pathsIn, unfinished } from "./trees.js";

/** Copies what matches below a root. */
function copy(
  root: string,
  destination: string,
  options: CopyOptions = {},
  pattern: StructurePattern | readonly StructurePattern[] = EXPERIMENT,
): Promise<CopyReport> {
  return copyStructures(findStructures(root, pattern, { follow: options.follow }), destination, options);
}

/** A destination that is not there yet. */
function newDestination(): string {
  return path.join(makeFolder(), "out");
}

const FLAT: CopyOptions = { as: "{parent}-{name}" };

describe("copyStructures", () => {
  it("copies what the pattern names, and nothing else", async () => {
    const root = makeTree(EXPERIMENTS);
    const out = newDestination();
    const report = await copy(path.join(root, "exp_1"), out);
    expect(pathsIn(out)).toEqual(["exp_1", "exp_1/a.csv", "exp_1/notes.txt", "exp_1/raw", "exp_1/raw/1.csv"]);
    rmSync(path.join(root, "exp_1/other.bin"));
    expect(diff(path.join(root, "exp_1"), path.join(out, "exp_1"))).toBe("");
    expect(report).toMatchObject({
      state: "complete",
      structures: 1,
      directories: 2,
      total: { files: 3, bytes: 36 },
      copied: { files: 3, bytes: 36 },
      same: { files: 0, bytes: 0 },
      missing: { files: 0, bytes: 0 },
      conflicts: [],
      errors: [],
    });
  });

  it("two sources with one name are a conflict with both paths, and nothing is copied", async () => {
    const root = makeTree(EXPERIMENTS);
    const out = newDestination();
    const report = await copy(root, out);
    expect(report.state).toBe("refused");
    expect(report.conflicts).toEqual([
      {
        kind: "two sources",
        sources: [path.join(root, "exp_1"), path.join(root, "g/exp_1")],
        destination: path.join(out, "exp_1"),
        message: "they would go to one place",
      },
    ]);
    expect(existsSync(out)).toBe(false);
    const apart = await copy(root, out, { as: "{parent}/{name}" });
    expect(apart.state).toBe("complete");
    expect(pathsIn(out).filter((at) => at.endsWith(".csv"))).toEqual(
      [
        "g/exp_1/a.csv",
        "g/exp_1/raw/2.csv",
        `${path.basename(root)}/exp_1/a.csv`,
        `${path.basename(root)}/exp_1/raw/1.csv`,
      ].sort(),
    );
  });

  it("copies every level, as many files at once as it is told", async () => {
    const deep = {
      directory_name: "1",
      directories: [
        {
          directory_name: "2",
          directories: [{ directory_name: "3", directories: [{ directory_name: "4", files: ["*"] }] }],
        },
      ],
    };
    const tree = [dir("1", dir("2", dir("3", dir("4", ...Array.from({ length: 50 }, (_, n) => file(`f${n}`, n))))))];
    const root = makeTree(tree);
    const out = newDestination();
    for (const jobs of [1, 16]) {
      rmSync(out, { recursive: true, force: true });
      expect((await copy(root, out, { jobs }, deep)).copied.files).toBe(50);
      expect(diff(root, out)).toBe("");
    }
  });

  it("a directory that matches two sub-patterns is copied whole for both", async () => {
    const root = makeTree([dir("exp", dir("data", file("a.csv", 1), file("b.txt", 2), file("c.bin", 3)))]);
    const out = newDestination();
    const pattern: StructurePattern = {
      directory_name: "exp",
      directories: [{ directory_name: "d*", files: ["*.csv"] }],
      optional_directories: [{ directory_name: "*a", files: ["*.txt"] }],
    };
    await copy(root, out, {}, pattern);
    expect(pathsIn(out)).toEqual(["exp", "exp/data", "exp/data/a.csv", "exp/data/b.txt"]);
  });

  it("a directory that several patterns match is copied once, with the parts of all", async () => {
    const root = makeTree([dir("exp", file("a", 1), file("b", 2), file("c", 3))]);
    const out = newDestination();
    const report = await copy(root, out, {}, [{ files: ["a"] }, { directory_name: "e*", files: ["b"] }]);
    expect([report.state, report.structures]).toEqual(["complete", 1]);
    expect(pathsIn(out)).toEqual(["exp", "exp/a", "exp/b"]);
  });

  it("a directory found through two roots is one source", async () => {
    const root = makeTree(EXPERIMENTS);
    const out = newDestination();
    const roots = [path.join(root, "exp_1"), `${root}/./exp_1`];
    const report = await copyStructures(findStructures(roots, EXPERIMENT), out);
    expect([report.state, report.structures, report.copied.files]).toEqual(["complete", 1, 3]);
  });

  it("what has the name of a file and is none is told, and left out", async () => {
    const root = makeTree([dir("exp_1", file("a.csv", 1), dir("raw", file("1.csv", 2), link("2.csv", "exp_1/a.csv")))]);
    const out = newDestination();
    const report = await copy(root, out);
    expect(report.leftOut).toEqual([{ source: path.join(root, "exp_1/raw/2.csv"), type: "symlink" }]);
    expect(report.state).toBe("complete");
    expect(existsSync(path.join(out, "exp_1/raw/2.csv"))).toBe(false);
    const through = await copy(root, `${out}2`, { follow: true });
    expect([through.state, through.leftOut]).toEqual(["complete", []]);
    expect(statSync(`${out}2/exp_1/raw/2.csv`).size).toBe(1);
    expect(listed(`${out}2`).filter((line) => line.endsWith(" l"))).toEqual([]);
  });

  it("errors of the search come back in the report", async () => {
    const root = makeTree(EXPERIMENTS);
    const matches = findStructures([path.join(root, "gone"), path.join(root, "exp_1")], EXPERIMENT);
    const report = await copyStructures(matches, newDestination());
    expect(report.errors.map(({ code, operation }) => `${operation} ${code}`)).toEqual(["lstat ENOENT"]);
    expect([report.state, report.copied.files]).toEqual(["partial", 3]);
  });

  it("a match that is gone, or matches no more, is an error", async () => {
    const root = makeTree(EXPERIMENTS);
    const matches = [];
    for await (const item of findStructures(root, EXPERIMENT, { order: "path" })) matches.push(item);
    rmSync(path.join(root, "exp_1"), { recursive: true });
    rmSync(path.join(root, "g/exp_1/a.csv"));
    const out = newDestination();
    const report = await copyStructures(matches, out, FLAT);
    expect(report.errors.map(({ source, code }) => `${path.relative(root, String(source))} ${code}`)).toEqual([
      "exp_1 ENOENT",
      "g/exp_1 ECHANGED",
    ]);
    expect([report.state, report.total.files]).toEqual(["partial", 0]);
  });

  it("takes matches made by hand", async () => {
    const root = makeTree(EXPERIMENTS);
    const out = newDestination();
    const directory = new Entry({ name: path.join(root, "exp_2"), type: "directory" });
    const pattern = { files: ["a.csv"] };
    const report = await copyStructures([{ type: "match", directory, pattern, patternIndex: 0 }], out);
    expect([report.state, pathsIn(out)]).toEqual(["complete", ["exp_2", "exp_2/a.csv"]]);
  });

  it("nothing that matches is nothing to do", async () => {
    const out = newDestination();
    const report = await copy(makeTree([]), out);
    expect([report.state, report.structures, existsSync(path.join(out, "x"))]).toEqual(["complete", 0, false]);
  });
});

describe("what is kept", () => {
  it.skipIf(process.platform === "win32")("permissions and times, of folders too", async () => {
    const root = makeTree([dir("exp_1", file("a.csv", 1, 1e12 + 123.25), dir("raw", file("1.csv", 2, -86_400_000)))]);
    chmodSync(path.join(root, "exp_1/a.csv"), 0o4741);
    chmodSync(path.join(root, "exp_1/raw/1.csv"), 0o444);
    utimesSync(path.join(root, "exp_1/raw"), 5, 987_654_321.5);
    chmodSync(path.join(root, "exp_1/raw"), 0o555);
    chmodSync(path.join(root, "exp_1"), 0o770);
    const out = newDestination();
    expect((await copy(root, out)).state).toBe("complete");
    for (const name of ["exp_1", "exp_1/raw", "exp_1/raw/1.csv"]) {
      expect([name, ...attributes(path.join(out, name))]).toEqual([name, ...attributes(path.join(root, name))]);
    }
    // The bit that lends the owner's rights is not kept: the owner is not either.
    const [mode, time] = attributes(path.join(out, "exp_1/a.csv"));
    expect([mode, time]).toEqual(["741", attributes(path.join(root, "exp_1/a.csv"))[1]]);
    expect((await copy(root, out)).same.files).toBe(2);
  });

  it("a folder that is there already keeps its permissions", async () => {
    const root = makeTree(EXPERIMENTS);
    const out = newDestination();
    mkdirSync(path.join(out, "exp_1"), { recursive: true });
    chmodSync(path.join(out, "exp_1"), 0o700);
    writeFileSync(path.join(out, "exp_1/mine"), "mine");
    expect((await copy(path.join(root, "exp_1"), out)).state).toBe("complete");
    expect(attributes(path.join(out, "exp_1"))[0]).toBe("700");
    expect(readFileSync(path.join(out, "exp_1/mine"), "utf8")).toBe("mine");
  });

  it.skipIf(NOT_LINUX)("the exact bytes of names", async () => {
    const name = bytes("exp_\xff");
    const root = makeTree([dir(name, file("a.csv", 1), dir("raw", file(bytes("\xe9.csv"), 2)))]);
    const out = newDestination();
    const report = await copy(root, out, { as: "{pattern}/{name}" }, { ...EXPERIMENT, name: "experiment" });
    expect([report.state, report.copied.files]).toEqual(["complete", 2]);
    expect(pathsIn(out)).toEqual(
      ["", "/exp_\xff", "/exp_\xff/a.csv", "/exp_\xff/raw", "/exp_\xff/raw/\xe9.csv"].map((end) => `experiment${end}`),
    );
    expect(report.pairs.map(({ source }) => typeof source)).toEqual(["object", "object"]);
    expect((await copy(root, out, { as: "{pattern}/{name}" }, { ...EXPERIMENT, name: "experiment" })).same.files).toBe(
      2,
    );
  });

  it("large files, piece by piece", async () => {
    const content = Buffer.alloc(20 * 1024 * 1024 + 17);
    for (let at = 0; at < content.length; at += 997) content[at] = at % 251;
    const root = makeTree([dir("exp_1", dir("raw", file("1.csv", 1)))]);
    writeFileSync(path.join(root, "exp_1/a.csv"), content);
    const out = newDestination();
    expect((await copy(root, out)).state).toBe("complete");
    expect(readFileSync(path.join(out, "exp_1/a.csv")).equals(content)).toBe(true);
  });
});

describe("what is there already", () => {
  it("is left alone where it is the same, by size and time or by content", async () => {
    const root = makeTree(EXPERIMENTS);
    const out = newDestination();
    await copy(path.join(root, "exp_1"), out);
    const now = new Date();
    utimesSync(path.join(out, "exp_1/a.csv"), now, now);
    const again = await copy(path.join(root, "exp_1"), out);
    expect([again.state, again.same, again.copied]).toEqual([
      "complete",
      { files: 3, bytes: 36 },
      { files: 0, bytes: 0 },
    ]);
    expect(Math.abs(statSync(path.join(out, "exp_1/a.csv")).mtimeMs - now.getTime())).toBeLessThan(2);
  });

  it("is a conflict where it differs, and replaced only when asked", async () => {
    const root = makeTree(EXPERIMENTS);
    const out = newDestination();
    mkdirSync(path.join(out, "exp_1"), { recursive: true });
    writeFileSync(path.join(out, "exp_1/a.csv"), "01234567890");
    const report = await copy(path.join(root, "exp_1"), out);
    expect(report.conflicts.map(({ kind, destination }) => [kind, destination])).toEqual([
      ["exists", path.join(out, "exp_1/a.csv")],
    ]);
    expect([report.state, pathsIn(out)]).toEqual(["refused", ["exp_1", "exp_1/a.csv"]]);
    const forced = await copy(path.join(root, "exp_1"), out, { overwrite: true });
    expect([forced.state, forced.copied.files]).toEqual(["complete", 3]);
    expect(forced.pairs.map(({ action }) => action)).toEqual(["replace", "copy", "copy"]);
    expect(readFileSync(path.join(out, "exp_1/a.csv"), "utf8")).toBe("x".repeat(11));
  });

  it("a folder, a link or a file in the wrong place is never replaced", async () => {
    const root = makeTree(EXPERIMENTS);
    const elsewhere = makeFolder();
    const tries: [string, (at: string) => void][] = [
      ["exp_1/a.csv", (at) => mkdirSync(at)],
      ["exp_1/a.csv", (at) => symlinkSync("nowhere", at)],
      ["exp_1/raw", (at) => writeFileSync(at, "mine")],
      ["exp_1/raw", (at) => symlinkSync(elsewhere, at)],
    ];
    for (const [name, make] of tries) {
      const out = newDestination();
      mkdirSync(path.join(out, "exp_1"), { recursive: true });
      make(path.join(out, name));
      const report = await copy(path.join(root, "exp_1"), out, { overwrite: true });
      expect(
        report.conflicts.map(({ kind, destination }) => `${kind} ${path.relative(out, String(destination))}`),
      ).toEqual([`other type ${name}`]);
      expect(pathsIn(out)).toEqual(["exp_1", name]);
    }
    expect(pathsIn(elsewhere)).toEqual([]);
    const taken = path.join(makeFolder(), "taken");
    writeFileSync(taken, "mine");
    for (const out of [taken, path.join(taken, "below")]) {
      const report = await copy(root, out, FLAT);
      expect(report.conflicts[0]).toMatchObject({ kind: "other type", destination: out });
      expect(report.conflicts[0]?.sources.length).toBe(2);
    }
    expect(readFileSync(taken, "utf8")).toBe("mine");
  });

  it("what is already there as the same file is the same", async () => {
    const root = makeTree([dir("exp_1", file("a.csv", 3), dir("raw", file("1.csv", 4)))]);
    const out = path.join(root, "out");
    mkdirSync(path.join(out, "exp_1"), { recursive: true });
    linkSync(path.join(root, "exp_1/a.csv"), path.join(out, "exp_1/a.csv"));
    const report = await copy(path.join(root, "exp_1"), out);
    expect([report.state, report.same.files, report.copied.files]).toEqual(["complete", 1, 1]);
  });
});

describe("a destination", () => {
  it("inside of what is copied is a conflict, unless that is meant", async () => {
    const root = makeTree([dir("exp_1", file("a.csv", 1), dir("raw", file("1.csv", 2)))]);
    const source = path.join(root, "exp_1");
    const out = path.join(source, "copies");
    const pattern = { ...EXPERIMENT, optional_directories: [{ optional_directories: [{ optional_files: ["*"] }] }] };
    const refused = await copy(source, out, {}, pattern);
    expect([refused.state, refused.conflicts.map(({ kind }) => kind)]).toEqual(["refused", ["inside"]]);
    expect(existsSync(out)).toBe(false);
    for (const files of [2, 0]) {
      const [match] = await toArray(findStructures(source, pattern, { order: "path" }));
      const meant = await copyStructures(match === undefined ? [] : [match], out, { inside: true });
      expect([meant.state, meant.copied.files]).toEqual(["complete", files]);
      expect(pathsIn(out)).toEqual(["exp_1", "exp_1/a.csv", "exp_1/raw", "exp_1/raw/1.csv"]);
    }
  });

  it("that is the source itself is a conflict, by whatever path", async () => {
    const root = makeTree(EXPERIMENTS);
    const alias = path.join(makeFolder(), "alias");
    symlinkSync(root, alias);
    for (const out of [root, `${root}/g/..`, alias]) {
      const report = await copy(path.join(root, "exp_1"), out, { overwrite: true, inside: true });
      expect(report.conflicts.map(({ kind }) => kind)).toEqual(["itself"]);
    }
  });

  it.each<[CopyOptions["as"], string]>([
    ["{name}", "exp_1"],
    ["{date}/{pattern}/{parent}-{name}", "2026-01-31/experiment/g-exp_1"],
    ["{{{name}}}/a{{b", "{exp_1}/a{b"],
    ["all", "all"],
    [({ directory }) => `by/${directory.name}`, "by/exp_1"],
  ])("by %s", async (as, expected) => {
    const root = makeTree(EXPERIMENTS);
    const out = newDestination();
    const date = new Date("2026-01-31T23:59:59Z");
    const matches = findStructures(path.join(root, "g"), { ...EXPERIMENT, name: "experiment" });
    const report = await copyStructures(matches, out, { as, date });
    expect(report.state).toBe("complete");
    expect(pathsIn(out)).toContain(`${expected}/raw/2.csv`);
  });

  it.each<[CopyOptions["as"], string]>([
    ["../{name}", 'as "../{name}" is "../exp_1": expected a relative path that stays in the destination'],
    ["/{name}", "expected a relative path that stays in the destination"],
    ["{name}/", "expected a relative path that stays in the destination"],
    ["", "expected a relative path that stays in the destination"],
    ["a/./{name}", "expected a relative path"],
    [() => "../out", 'what as returns is "../out": expected'],
    [() => "a\0b", "expected a relative path"],
    [() => 7 as never, "expected a relative path"],
    ["{nmae}", 'as is "{nmae}": expected a template of {name}, {parent}, {pattern}, {date}'],
    ["{name", "expected a template"],
    [7 as never, "as is 7: expected a template, or a function"],
  ])("%s cannot be left", async (as, message) => {
    const out = newDestination();
    await expect(copy(makeTree(EXPERIMENTS), out, { as })).rejects.toThrow(message);
    await expect(copy(makeTree(EXPERIMENTS), out, { as })).rejects.toThrow(OptionError);
    expect(existsSync(out)).toBe(false);
  });

  it("a link below it does not lead out of it", async () => {
    const root = makeTree(EXPERIMENTS);
    const out = makeFolder();
    const elsewhere = makeFolder();
    symlinkSync(elsewhere, path.join(out, "by"));
    const report = await copy(path.join(root, "exp_1"), out, { as: "by/{name}" });
    expect(report.conflicts.map(({ kind }) => kind)).toEqual(["other type"]);
    expect(pathsIn(elsewhere)).toEqual([]);
  });

  it.each<[CopyOptions, string]>([
    [{ jobs: 0 }, "jobs is 0: expected a whole number from 1 to 64"],
    [{ date: new Date(Number.NaN) }, "date is an object: expected a valid date"],
    [{ overwrite: 1 as never }, "overwrite is 1: expected true or false"],
    [{ onProgress: "x" as never }, 'onProgress is "x": expected a function'],
    [{ progressInterval: "9" as never }, 'progressInterval is "9": expected milliseconds from 0 on'],
    [{ progressInterval: null as never }, "progressInterval is null: expected milliseconds from 0 on"],
  ])("options that cannot be taken are named: %j", async (options, message) => {
    await expect(copy(makeTree([]), newDestination(), options)).rejects.toThrow(message);
    await expect(copy(makeTree([]), "", {})).rejects.toThrow('destination is "": expected the path of a folder');
  });
});

describe("a plan", () => {
  it("says pairs, files and bytes, and writes nothing", async () => {
    const root = makeTree(EXPERIMENTS);
    const out = newDestination();
    const report = await copy(root, out, { ...FLAT, dryRun: true });
    expect([report.state, report.total, report.missing, report.copied.files]).toEqual([
      "planned",
      { files: 5, bytes: 71 },
      { files: 5, bytes: 71 },
      0,
    ]);
    expect(report.pairs).toContainEqual({
      source: path.join(root, "g/exp_1/raw/2.csv"),
      destination: path.join(out, "g-exp_1/raw/2.csv"),
      bytes: 18,
      action: "copy",
    });
    expect(existsSync(out)).toBe(false);
  });
});

describe("on the way", () => {
  it("progress ends with all of it", async () => {
    const root = makeTree(EXPERIMENTS);
    const told: CopyProgress[] = [];
    await copy(root, newDestination(), { ...FLAT, progressInterval: 0, onProgress: (progress) => told.push(progress) });
    expect(told.at(-1)).toMatchObject({ files: 5, totalFiles: 5, bytes: 71, totalBytes: 71 });
    for (const [index, { bytes: done }] of told.entries())
      expect(done).toBeGreaterThanOrEqual(told[index - 1]?.bytes ?? 0);
  });

  it("a copy that is cancelled says so, leaves nothing unfinished, and is gone on with", async () => {
    const files = Array.from({ length: 60 }, (_, n) => file(`${n}.csv`, 9_000_000 + n));
    const root = makeTree([dir("exp_1", file("a.csv", 1), dir("raw", ...files.slice(0, 6)))]);
    const out = newDestination();
    const stop = new AbortController();
    const report = await copy(root, out, {
      jobs: 2,
      signal: stop.signal,
      progressInterval: 0,
      onProgress: ({ bytes: done }) => done > 12_000_000 && stop.abort(),
    });
    expect([report.state, report.errors]).toEqual(["cancelled", []]);
    expect(report.missing.files).toBeGreaterThan(0);
    expect(report.copied.files + report.missing.files).toBe(7);
    expect(unfinished(out)).toEqual([]);
    for (const at of pathsIn(out).filter((one) => one.endsWith(".csv"))) {
      expect(statSync(path.join(out, at)).size).toBe(statSync(path.join(root, at)).size);
    }
    expect((await copy(root, out)).state).toBe("complete");
    expect(diff(root, out)).toBe("");
  });

  it("a copy that is cancelled before it begins writes nothing", async () => {
    const out = newDestination();
    const report = await copy(makeTree(EXPERIMENTS), out, { ...FLAT, signal: AbortSignal.abort() });
    expect([report.state, existsSync(out)]).toEqual(["cancelled", false]);
  });

  it("a source that changes in mid-copy is told, and no part of it is left", async () => {
    const root = makeTree([dir("exp_1", file("a.csv", 12_000_000), dir("raw", file("1.csv", 2)))]);
    const source = path.join(root, "exp_1/a.csv");
    const out = newDestination();
    let changed = false;
    const report = await copy(root, out, {
      jobs: 1,
      progressInterval: 0,
      onProgress({ bytes: done, path: at }) {
        if (changed || done < 2_000_000 || at !== source) return;
        changed = true;
        writeFileSync(source, "y", { flag: "r+" });
      },
    });
    expect(changed).toBe(true);
    expect(report.state).toBe("partial");
    expect(report.errors.map(({ source: at, code, message }) => [at, code, message])).toEqual([
      [source, "ECHANGED", "it changed while it was copied; copy again to have it"],
    ]);
    expect(pathsIn(out)).toEqual(["exp_1", "exp_1/raw", "exp_1/raw/1.csv"]);
    expect((await copy(root, out)).state).toBe("complete");
    expect(diff(root, out)).toBe("");
  });

  it("a source that cannot be read is an error with both paths, and the rest is copied", async () => {
    const root = makeTree(EXPERIMENTS);
    const out = newDestination();
    const gone = path.join(root, "exp_1/notes.txt");
    const report = await copy(path.join(root, "exp_1"), out, {
      jobs: 1,
      progressInterval: 0,
      onProgress: () => rmSync(gone, { force: true }),
    });
    expect(report.errors).toEqual([
      {
        source: gone,
        destination: path.join(out, "exp_1/notes.txt"),
        operation: "lstat",
        code: "ENOENT",
        message: "ENOENT: no such file or directory",
      },
    ]);
    expect([report.state, report.copied.files, report.missing.files]).toEqual(["partial", 2, 1]);
  });

  it("a file that appears at the destination meanwhile is not replaced", () => copyBesideOther(newDestination()));

  it("a file that appears where there are no hard links is not replaced either", async ({ skip }) => {
    const reason = await withFat((place) => copyBesideOther(path.join(place, "out")));
    if (reason !== undefined) skip(reason);
  });

  async function copyBesideOther(out: string): Promise<void> {
    const root = makeTree(EXPERIMENTS);
    const report = await copy(path.join(root, "exp_1"), out, {
      jobs: 1,
      progressInterval: 0,
      onProgress: () => {
        if (!existsSync(path.join(out, "exp_1/raw/1.csv"))) writeFileSync(path.join(out, "exp_1/raw/1.csv"), "mine");
      },
    });
    expect(report.errors.map(({ code, operation }) => `${operation} ${code}`)).toEqual(["rename EEXIST"]);
    expect(readFileSync(path.join(out, "exp_1/raw/1.csv"), "utf8")).toBe("mine");
    expect(unfinished(out)).toEqual([]);
    expect(report.copied.files).toBe(2);
  }
});

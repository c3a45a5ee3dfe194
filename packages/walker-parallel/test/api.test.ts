import path from "node:path";
import { type Entry, type ListingChunk, memorySource, rootedPath, type Source } from "@transect/core";
import {
  BACKEND_VARIABLE,
  backends,
  type Progress,
  profile,
  type WalkOptions,
  type WalkStep,
  walk,
  walkBatches,
  walkPathBytes,
  walkPaths,
} from "@transect/walker-parallel";
import fc from "fast-check";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { BACKENDS, backendsWith } from "./backends.js";
import { brief, type Collected, collect, collectPathBytes, collectPaths } from "./collect.js";
import { randomTree } from "./random-tree.js";
import { T1 } from "./t1.js";
import { dir, file, makeTree } from "./tree.js";

afterEach(() => vi.unstubAllEnvs());

const wide = memorySource(
  Array.from({ length: 300 }, (_, n) => dir(`d${n}`, ...Array.from({ length: 200 }, (_, m) => file(`f${m}`, m)))),
);

/** A source that never answers: at its root, or from its second listing on. */
function hangingSource(at: "root" | "list"): Source {
  const forever = new Promise<never>(() => {});
  return {
    ...wide,
    root: at === "root" ? () => forever : wide.root,
    list: async function* (directory, request): AsyncGenerator<ListingChunk> {
      if (directory.depth > 0) await forever;
      for await (const chunk of wide.list(directory, request)) yield chunk;
    },
  };
}

/** The same on the disk, smaller; names that are long enough for batches of no more than a few thousand. */
let wideFolder = "";

beforeAll(() => {
  const files = Array.from({ length: 200 }, (_, n) => file(`a file with a rather long name ${n}`, n));
  wideFolder = makeTree(Array.from({ length: 50 }, (_, n) => dir(`d${n}`, ...files)));
});

describe.each(backendsWith("events"))("events of the %s backend", (backend) => {
  it("nest: each folder is entered once, after it is given, and left after all below it", async () => {
    const open: Entry[] = [];
    const given = new Set<Entry>();
    let entered = 0;
    for await (const step of walk(makeTree(T1), { backend, events: true })) {
      if (step.type === "enter") {
        expect(given.has(step.directory)).toBe(true);
        expect(step.directory.parent).toBe(open.at(-1));
        open.push(step.directory);
        entered += 1;
      } else if (step.type === "leave") {
        expect(open.pop()).toBe(step.directory);
        expect([step.listed, step.empty]).toEqual([true, step.directory.name === "empty_dir"]);
      } else if (step.type !== "error") {
        expect(open.includes(step.parent ?? step) || step.depth === 0).toBe(true);
        given.add(step);
      }
    }
    expect([open.length, entered, given.size]).toEqual([0, 9, 23]);
  });

  it("come for folders that are not selected too, and only when asked for", async () => {
    const types: WalkOptions["types"] = ["file"];
    const steps: WalkStep[] = [];
    for await (const step of walk(makeTree(T1), { backend, types, events: true })) steps.push(step);
    expect(steps.filter((step) => step.type === "enter").length).toBe(9);
    expect(steps.filter((step) => step.type === "directory").length).toBe(0);
  });
});

describe.each(BACKENDS)("with the %s backend", (backend) => {
  it("batches laid end to end are the walk", async () => {
    const root = makeTree(randomTree(9));
    const [one, all]: [string[], string[]] = [[], []];
    for await (const step of walk(root, { backend })) one.push(`${step.type} ${step.path}`);
    for await (const batch of walkBatches(root, { backend })) all.push(...batch.map((s) => `${s.type} ${s.path}`));
    expect(all).toEqual(one);
  });

  it("a stat is read only when something asks for it", async () => {
    const root = makeTree([file("f", 3)]);
    const stats = async (options: WalkOptions): Promise<boolean> =>
      (await collect(root, { ...options, backend })).entries.every((entry) => entry.depth === 0 || entry.stat);
    expect(await stats({})).toBe(false);
    for (const options of [{ stat: true }, { minSize: 0 }, { modifiedAfter: 0 }, { follow: true }]) {
      expect(await stats(options)).toBe(true);
    }
  });

  it("what is chosen is what a plain loop over all entries would choose", async () => {
    const takesDescend = backendsWith("descend").includes(backend);
    const anyChoice: fc.Arbitrary<WalkOptions> = fc.record(
      {
        types: fc.subarray<"file" | "directory" | "symlink" | "other">(["file", "directory", "symlink", "other"]),
        minSize: fc.oneof(fc.nat(20_000), fc.bigInt(0n, 20_000n)),
        maxSize: fc.nat(20_000),
        extensions: fc.subarray(["txt", ".GZ", "", "md"]),
        maxDepth: fc.nat(5),
        hidden: fc.boolean(),
        filter: fc.constant((entry: Entry) => entry.name.length % 2 === 0),
        descend: fc.constant(takesDescend ? (entry: Entry) => entry.name.length % 3 !== 0 : undefined),
      },
      { requiredKeys: [] },
    );
    const paths = ({ entries }: Collected): string[] => entries.map((entry) => entry.path).sort();
    for (const seed of [1, 2, 3, 4]) {
      const root = makeTree(randomTree(seed, 60));
      const { entries: all } = await collect(root, { backend, stat: true });
      await fc.assert(
        fc.asyncProperty(anyChoice, async (choice) => {
          const entries = all.filter((entry) => reached(entry, choice) && chosen(entry, choice));
          expect(paths(await collect(root, { ...choice, backend }))).toEqual(paths({ entries, errors: [] }));
        }),
        { numRuns: 50 },
      );
    }
  });

  it("times choose from the first on and up to the last", async () => {
    const root = makeTree([file("old", 1, 1000), file("mid", 1, 2000), file("new", 1, 3000)]);
    const types = ["file"] as const;
    const paths = (options: WalkOptions): Promise<string[]> => collectPaths(root, { ...options, backend, types });
    expect(await paths({ modifiedAfter: 2000 })).toEqual(["mid", "new"]);
    expect(await paths({ modifiedAfter: Number.NEGATIVE_INFINITY, modifiedBefore: 2001 })).toEqual(["mid", "old"]);
    expect(await paths({ modifiedBefore: new Date(2000) })).toEqual(["old"]);
    expect(await paths({ modifiedAfter: new Date(2000), modifiedBefore: 3000 })).toEqual(["mid"]);
  });

  it("gives paths as bytes that read as UTF-8 are its paths as text, and those of the walk", async () => {
    const roots = [makeTree(randomTree(3)), `${makeTree(T1)}/`, path.join(makeTree(T1), "src/main.py")];
    const { entries } = await collect(roots, { backend });
    const { paths: exact, errors } = await collectPathBytes(roots, { backend });
    const texts: string[] = [];
    for await (const some of walkPaths(roots, { backend })) texts.push(...some);
    expect(errors).toEqual([]);
    expect(texts.sort()).toEqual(exact.map((one) => Buffer.from(one, "latin1").toString()).sort());
    expect(texts).toEqual(entries.map(({ root, path: below }) => rootedPath(root.name, below)).sort());
    const asLines = await collectPathBytes(roots[1] ?? "", { backend, terminator: "\n" });
    expect([...asLines.paths].sort()).toEqual((await collectPathBytes(roots[1] ?? "", { backend })).paths.toSorted());
  });

  it("tells of what it cannot read where only paths are wanted, and throws it where nobody listens", async () => {
    const gone = path.join(makeTree(T1), "gone");
    const { paths, errors } = await collectPathBytes([gone, makeTree(T1)], { backend });
    expect([paths.length, errors.map(brief)]).toEqual([23, ["lstat ENOENT ."]]);
    const ended = async (): Promise<void> => {
      for await (const some of walkPathBytes(gone, { backend })) expect(some.length).toBe(0);
    };
    await expect(ended()).rejects.toThrow("no such file or directory");
    const asked = (): unknown => walkPathBytes(gone, { backend, terminator: "," as "\n" });
    expect(asked).toThrow('terminator is ",": expected "\\0" or "\\n"');
    const { errors: stopped } = await collectPathBytes(makeTree(T1), { backend, signal: AbortSignal.abort() });
    expect(stopped.map(brief)).toEqual(["walk ECANCELED ."]);
  });

  describe("a walk that is stopped", () => {
    it.each([
      ["before it begins", 0],
      ["on the way", 500],
    ])("%s ends, and is marked", async (_when, after) => {
      const early = await profile(wideFolder, { backend, signal: AbortSignal.abort() });
      expect(early.completeness.state).toBe("cancelled");
      expect(early.totals.files).toBeLessThan(1000);

      const { signal, filter } = stopAfter(after);
      const { entries, errors } = await collect(wideFolder, { backend, signal, filter });
      expect(errors.map(brief)).toEqual(["walk ECANCELED ."]);
      expect(entries.length).toBeLessThan(10_000);
      const unfiltered = await collect(wideFolder, { backend, signal: AbortSignal.abort() });
      expect(unfiltered.errors.map(brief)).toEqual(["walk ECANCELED ."]);
      expect(unfiltered.entries.length).toBeLessThan(1000);

      // It takes a few milliseconds to walk over it a hundred times.
      const late = await profile(Array<string>(100).fill(wideFolder), { backend, maxDuration: 2 });
      expect(late.completeness.state).toBe("timedOut");
    });

    it("keeps what was found until then, and calls only those complete that are", async () => {
      const report = await profile(Array<string>(100).fill(wideFolder), { backend, maxDuration: 10 });
      expect(report.completeness).toMatchObject({ state: "timedOut", errors: { count: 0 } });
      expect(report.totals.files).toBeLessThanOrEqual(10_000);
      const whole = await profile(wideFolder, { backend, maxDuration: 60_000 });
      expect(whole.completeness.state).toBe("complete");
      expect(whole.totals).toMatchObject({ files: 10_000, directories: 51 });
    });

    it("within an iterator that nobody goes on with takes nothing with it", async () => {
      const steps = walkBatches(wideFolder, { backend });
      const { value } = await steps.next();
      expect(value.length).toBeGreaterThan(0);
      await steps.return(undefined);
      expect(await steps.next()).toEqual({ done: true, value: undefined });
    });
  });

  describe("progress", () => {
    const told: Progress[] = [];
    const onProgress = (progress: Progress): unknown => told.push(progress);

    beforeEach(() => {
      told.length = 0;
    });

    it.each([
      ["without", undefined],
      ["with", slowFilter],
    ])("only grows, comes now and then, and the event loop is let in, %s a filter", async (_what, filter) => {
      let ticks = 0;
      const timer = setInterval(() => {
        ticks += 1;
      }, 1);
      // Each time again it is walked apart.
      const roots = Array<string>(filter === undefined ? 60 : 3).fill(wideFolder);
      const report = await profile(roots, { backend, filter, onProgress, progressInterval: 20 });
      clearInterval(timer);
      expect(ticks).toBeGreaterThan(3);
      expect(told.length).toBeGreaterThan(1);
      expect(told.length).toBeLessThanOrEqual(report.run.elapsedMs / 20 + 1);
      for (const [index, progress] of told.entries()) {
        const before = told[index - 1];
        expect(progress.directory.replace(wideFolder, ".")).toMatch(/^\.(\/d\d+)?$/);
        expect(progress.entries).toBeLessThanOrEqual(10_051 * roots.length);
        if (before === undefined) continue;
        for (const key of ["entries", "files", "directories", "apparentBytes", "errors"] as const) {
          expect(Number(progress[key])).toBeGreaterThanOrEqual(Number(before[key]));
        }
        // A timer may be late, and the next one is not late for that.
        expect(progress.elapsedMs - before.elapsedMs).toBeGreaterThanOrEqual(15);
      }
      expect(told.at(-1)?.entries).toBeGreaterThan(10_051);
    });

    it("is told of paths as well", async () => {
      const roots = [wideFolder, `${wideFolder}/d7`, `${wideFolder}/d7/../d8`];
      let paths = 0;
      for await (const some of walkPaths(roots, { backend, onProgress, progressInterval: 0 })) paths += some.length;
      expect(told.at(-1)).toMatchObject({
        entries: paths,
        files: 10_400,
        directories: 53,
        apparentBytes: 0,
        errors: 0,
      });
      for (const { directory } of told) expect(directory).toMatch(/^\/.*[^/]$/);
      expect(told.some(({ directory }) => directory.startsWith(`${wideFolder}/d`))).toBe(true);
    });
  });
});

describe.each(backendsWith("source"))("with the %s backend a source", (backend) => {
  it.each([
    ["before it begins", wide, 0],
    ["on the way", wide, 500],
    ["at a root that never answers", hangingSource("root"), 0],
    ["in a listing that never ends", hangingSource("list"), 0],
  ])("is left when the walk is stopped %s", async (_when, source, after) => {
    const early = await profile(".", { backend, source, signal: AbortSignal.abort() });
    expect(early.completeness.state).toBe("cancelled");

    const { signal, filter } = stopAfter(after);
    const { entries, errors } = await collect(".", { backend, source, signal, filter });
    expect(errors.map(brief)).toEqual(["walk ECANCELED ."]);
    expect(entries.length).toBeLessThan(10_000);

    const late = await profile([".", "d0"], { backend, source, maxDuration: source === wide ? 1 : 20 });
    expect(late.completeness.state).toBe("timedOut");
  });

  it("is profiled as far as it answers", async () => {
    const report = await profile(".", { backend, source: hangingSource("list"), maxDuration: 20 });
    expect(report.totals).toMatchObject({ files: 0, directories: 301 });
    expect(report.completeness).toMatchObject({ state: "timedOut", errors: { count: 0 } });
    const whole = await profile(".", { backend, source: wide, maxDuration: 60_000 });
    expect(whole.completeness.state).toBe("complete");
    expect(whole.totals).toMatchObject({ files: 60_000, directories: 301 });
  });
});

describe("a bad option is refused at once, by name:", () => {
  it.each<[string, object, string]>([
    ["maxDepth", { maxDepth: -1 }, "maxDepth is -1: expected a whole number from 0 on, or Infinity"],
    ["maxDepth", { maxDepth: 1.5 }, "maxDepth is 1.5: expected a whole number from 0 on, or Infinity"],
    ["maxDepth", { maxDepth: "2" }, 'maxDepth is "2": expected a whole number from 0 on, or Infinity'],
    ["hidden", { hidden: "no" }, 'hidden is "no": expected true or false'],
    ["follow", { follow: 1 }, "follow is 1: expected true or false"],
    ["filter", { filter: "*.ts" }, 'filter is "*.ts": expected a function'],
    ["descend", { descend: {} }, "descend is an object: expected a function"],
    ["minSize", { minSize: -1n }, "minSize is -1: expected a whole number of bytes from 0 on"],
    ["maxSize", { maxSize: 2 ** 60 }, "maxSize is 1152921504606847000: expected a whole number of bytes from 0 on"],
    ["modifiedAfter", { modifiedAfter: new Date("x") }, "expected a valid date, or milliseconds since 1970"],
    ["maxDuration", { maxDuration: Number.NaN }, "maxDuration is NaN: expected milliseconds from 0 on"],
    ["extensions", { extensions: ".ts" }, 'extensions is ".ts": expected an array of strings'],
    ["types", { types: ["dir"] }, 'types is ["dir"]: expected an array of "file", "directory", "symlink", "other"'],
    ["signal", { signal: {} }, "signal is an object: expected an AbortSignal"],
    ["backend", { backend: "turbo" }, 'backend is "turbo": expected "auto" or'],
  ])("%s", async (_option, options, message) => {
    expect(() => walk(".", options)).toThrow(message);
    await expect(profile(".", options)).rejects.toThrow(message);
  });

  it("the roots too", async () => {
    const message = "expected a path or an array of paths, none of them empty";
    for (const roots of ["", [], ["a", ""], "nul\0"]) {
      expect(() => walk(roots)).toThrow(message);
      await expect(profile(roots)).rejects.toThrow(message);
    }
    await expect(profile(".", { top: -1 })).rejects.toThrow("top is -1: expected a whole number from 0 on");
  });
});

describe("the backend", () => {
  it("comes from the option, from the environment, or by itself, and the report says which and why", async () => {
    const root = makeTree(T1);
    const run = async (options: WalkOptions): Promise<string> => (await profile(root, options)).run.reason;
    vi.stubEnv(BACKEND_VARIABLE, "");
    expect(await run({})).toMatch(/^the fastest there is here(; no native: .+)?$/);
    vi.stubEnv(BACKEND_VARIABLE, "sequential");
    expect(await run({})).toBe("asked for by TRANSECT_BACKEND");
    expect(await run({ backend: "sequential" })).toBe("asked for");
    vi.stubEnv(BACKEND_VARIABLE, "warp");
    await expect(run({})).rejects.toThrow('TRANSECT_BACKEND is "warp": expected "auto" or');
    expect(await run({ backend: "sequential" })).toBe("asked for");
  });

  it("is one that can take the options that are given, or the option is refused and the variable passed over", async () => {
    const source = memorySource(T1);
    vi.stubEnv(BACKEND_VARIABLE, "");
    const { run } = await profile(".", { source });
    expect(run.backend).toBe("sequential");
    expect(run.reason).toContain('native cannot take the option "source"');
    const options: WalkOptions = { backend: "native", descend: () => true };
    const message = 'backend is "native": expected "auto" or "sequential" with the option "descend"';
    expect(() => walk(".", options)).toThrow(message);
    await expect(profile(".", options)).rejects.toThrow(message);
    vi.stubEnv(BACKEND_VARIABLE, "native");
    expect((await profile(".", { source })).run).toMatchObject({
      backend: "sequential",
      reason: expect.stringMatching(/^TRANSECT_BACKEND is native, which is not for this; /),
    });
  });

  it("is one of a list that says what can run here", async () => {
    const here = await backends();
    expect(here.find(({ name }) => name === "sequential")?.available).toBe(true);
    expect(
      here
        .filter(({ available }) => available)
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...BACKENDS].sort());
  });
});

/** Stops a walk once so many entries were met, or after a while. */
function stopAfter(entries: number): { signal: AbortSignal; filter: () => boolean } {
  const controller = new AbortController();
  let met = 0;
  const filter = (): boolean => {
    met += 1;
    if (met > entries) controller.abort();
    return true;
  };
  setTimeout(() => controller.abort(), 30);
  return { signal: controller.signal, filter };
}

function slowFilter(): boolean {
  for (const end = performance.now() + 0.003; performance.now() < end; );
  return true;
}

function reached(entry: Entry, { maxDepth = Infinity, hidden = true, descend }: WalkOptions): boolean {
  if (entry.depth > maxDepth) return false;
  if (!hidden && entry.depth > 0 && entry.name.startsWith(".")) return false;
  const { parent } = entry;
  return parent === undefined || ((descend?.(parent) ?? true) && reached(parent, { maxDepth, hidden, descend }));
}

function chosen({ type, name, stat, ...rest }: Entry, options: WalkOptions): boolean {
  const size = stat?.size ?? 0;
  const { types, minSize, maxSize, extensions, filter } = options;
  const ofFiles = minSize !== undefined || maxSize !== undefined || extensions !== undefined;
  const suffix = /^.+(\.[^.]+)$/s.exec(name)?.[1]?.toLowerCase() ?? "";
  return (
    (types?.includes(type) ?? true) &&
    (!ofFiles || type === "file") &&
    size >= (minSize ?? 0) &&
    size <= (maxSize ?? Infinity) &&
    (extensions?.some((one) => one.toLowerCase().replace(/^\.?(?=.)/, ".") === suffix) ?? true) &&
    (filter?.({ type, name, stat, ...rest } as Entry) ?? true)
  );
}

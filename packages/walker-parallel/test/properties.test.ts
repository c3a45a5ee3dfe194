import { execFileSync } from "node:child_process";
import { existsSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import {
  canonicalReport,
  type MemoryNode,
  memorySource,
  REPORT_SCHEMA,
  type Report,
  serializeReport,
} from "@transect/core";
import { type ProfileOptions, profile } from "@transect/walker-parallel";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BACKENDS, backendsWith, NOT_LINUX, scaled } from "./backends.js";
import { randomTree, seeded } from "./random-tree.js";
import { dir, file, hardLink, link, makeFolder, makeTree } from "./tree.js";

const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(REPORT_SCHEMA);

describe.each(BACKENDS)("the %s backend", (backend) => {
  const profileOf = (roots: string | readonly string[], options: ProfileOptions = {}): Promise<Report> =>
    profile(roots, { ...options, backend });

  it.runIf(backendsWith("source").includes(backend))(
    "says the same in whatever order folders list what they hold",
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat(10_000), fc.boolean(), async (seed, hidden) => {
          const tree = randomTree(seed, 80);
          const run = async (nodes: readonly MemoryNode[]): Promise<string> =>
            canonicalReport(await profileOf(".", { source: memorySource(nodes), hidden, top: 4, listLimit: 6 }));
          expect(await run(shuffled(tree, seeded(seed + 1)))).toBe(await run(tree));
        }),
        { numRuns: 60 },
      );
    },
  );

  it("says the same of the disk on every run", async () => {
    const root = makeTree(randomTree(77));
    const first = canonicalReport(await profileOf(root));
    for (let run = 0; run < 5; run += 1) expect(canonicalReport(await profileOf(root))).toBe(first);
  });

  it("says of two roots together what it says of them apart, added up", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(10_000), async (seed) => {
        const folder = makeTree([dir("a", ...randomTree(seed, 50)), dir("b", ...randomTree(~seed, 50))]);
        // Hard links are shared between the two, so each name counts.
        const run = (roots: readonly string[]): Promise<Report> =>
          profileOf(
            roots.map((root) => path.join(folder, root)),
            { hardLinks: "each" },
          );
        const [both, a, b] = [await run(["a", "b"]), await run(["a"]), await run(["b"])];
        expect(both.roots).toEqual([...a.roots, ...b.roots]);
        for (const key of ["files", "directories", "symlinks", "others", "apparentBytes", "allocatedBytes"] as const) {
          expect(Number(both.totals[key])).toBe(Number(a.totals[key]) + Number(b.totals[key]));
        }
        expect(both.emptyDirectories.list).toEqual([...a.emptyDirectories.list, ...b.emptyDirectories.list]);
        expect(canonicalReport(await run(["a", "b"]))).toBe(canonicalReport(both));
      }),
      { numRuns: 12 },
    );
  });

  it.skipIf(NOT_LINUX)("says the same of a tree in memory and on the disk, what it takes there aside", async () => {
    const tree = [
      dir("b", file("x.TXT", 10, 86_400_000), hardLink("one", "1", 5, 2), dir("empty")),
      dir(".a", file("large", 70_000, 5e11), hardLink("two", "1", 5, 2), link("to", "b")),
      file("top.md", 3, 1e12),
    ];
    const root = makeTree(tree);
    utimesSync(path.join(root, "b/one"), 0, 0);
    for (const options of [{}, { hidden: false }, { maxDepth: 1 }, { hardLinks: "each" }, { minSize: 4 }] as const) {
      const disk = await profileOf(root, options);
      const memory = await profile(".", { ...options, source: memorySource(tree), backend: "sequential" });
      expect(comparable(disk, root)).toEqual(comparable(memory, "."));
    }
  });

  it("writes reports that keep to their schema, errors and odd names included", async () => {
    const root = NOT_LINUX ? makeTree([file("a")]) : makeTree(randomTree(5));
    const report = await profileOf([root, path.join(root, "gone")], { treeDepth: Number.POSITIVE_INFINITY });
    expect(validate(JSON.parse(serializeReport(report))), JSON.stringify(validate.errors)).toBe(true);
  });
});

const built = new URL("../dist/index.js", import.meta.url);

// A process of its own runs what was built.
describe.skipIf(NOT_LINUX || !existsSync(built))("memory", () => {
  it("does not grow with the number of files", () => {
    const [few, many] = [makeFiles(scaled(10_000)), makeFiles(scaled(1_000_000))];
    const grown = peakMegabytes(many) - peakMegabytes(few);
    expect(grown).toBeLessThan(40);
  }, 600_000);
});

/** A folder for each thousand of files. */
function makeFiles(count: number): string {
  const root = makeFolder();
  const script =
    "for (( a = 0; a < $1; a += 1000 )); do mkdir $a; (cd $a; printf '%s\\n' {1..1000} | head -n $(( $1 - a )) | xargs touch); done";
  execFileSync("bash", ["-c", script, "bash", `${count}`], { cwd: root });
  return root;
}

/** The largest memory of a process that profiles a tree and does nothing else. */
function peakMegabytes(root: string): number {
  const script = path.join(makeFolder(), "peak.mjs");
  const lines = [
    `import { profile } from ${JSON.stringify(built.href)};`,
    `const report = await profile(${JSON.stringify(root)});`,
    "console.log(report.totals.files, process.resourceUsage().maxRSS / 1024);",
  ];
  writeFileSync(script, lines.join("\n"));
  const output = execFileSync(process.execPath, [script]);
  const [files, megabytes] = output.toString().split(" ").map(Number);
  expect([500, 10_000, 50_000, 1_000_000]).toContain(files);
  return megabytes ?? Number.NaN;
}

function shuffled(nodes: readonly MemoryNode[], draw: (below: number) => number): MemoryNode[] {
  const order: MemoryNode[] = [];
  for (const node of nodes) {
    const moved = node.children === undefined ? node : { ...node, children: shuffled(node.children, draw) };
    order.splice(draw(order.length + 1), 0, moved);
  }
  return order;
}

/** A report without what only a disk knows: blocks, and the orders that follow from them. */
function comparable(report: Report, root: string): unknown {
  const { run: _run, tree: _tree, largestDirectories: _largest, ...rest } = report;
  return JSON.parse(JSON.stringify(rest), (key, value: unknown) => {
    if (/allocated/i.test(key)) return 0;
    return key === "root" && value === root ? "root" : value;
  });
}

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { canonicalReport, REPORT_SCHEMA, serializeReport } from "@transect/core";
import { type BackendName, type ProfileOptions, profile, walkBatches } from "@transect/walker-parallel";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BACKENDS, FULL_SCALE, NOT_LINUX } from "./backends.js";
import { collect } from "./collect.js";
import { startWorkersEarly } from "./early-workers.js";
import { dir, file, makeTree, openFolders } from "./tree.js";

const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(REPORT_SCHEMA);

/** How long each backend walks over what changes, in milliseconds. */
const DURATION = FULL_SCALE ? 30_000 : 3000;

/** Folders that stay, so that there is always something to share among workers, and some that do not. */
const FOLDERS = ["a", "b", "c", "stays", "stays too"].map((name) =>
  dir(name, ...Array.from({ length: 20 }, (_, n) => dir(`d${n}`, file("f", 1), file("g", 2)))),
);

const CHOICES: readonly ProfileOptions[] = [
  {},
  { follow: true },
  { sizes: false },
  { follow: true, sizes: false, hidden: false },
  { match: "**/*.txt" },
  { exclude: "stays", hardLinks: "each" },
  { filter: ({ name }) => name.length > 1 },
];

describe.skipIf(NOT_LINUX)("over a tree that another process changes all the time", () => {
  startWorkersEarly();
  let root = "";
  let churner: ChildProcess | undefined;

  beforeAll(async () => {
    root = makeTree(FOLDERS);
    churner = await startChurner(root);
  });

  afterAll(() => stopChurner(churner));

  it.each(BACKENDS)(
    "the %s backend never crashes, never hangs, and meets no other errors than it may",
    async (backend) => {
      const seen = new Set([await rounds(root, backend, 8)]);
      const before = openFolders();
      const end = performance.now() + DURATION;
      let jobs = 1;
      while (performance.now() < end) {
        seen.add(await rounds(root, backend, jobs));
        jobs = jobs === 32 ? 1 : jobs * 2;
      }
      expect(openFolders()).toBe(before);
      expect(seen.size).toBeGreaterThan(1);
    },
    DURATION + 60_000,
  );

  it("and all of them agree once it is left alone", async () => {
    await stopChurner(churner);
    for (const options of CHOICES) {
      const expected = canonicalReport(await profile(root, { ...options, backend: "sequential" }));
      for (const backend of BACKENDS) {
        expect(canonicalReport(await profile(root, { ...options, backend, jobs: 8 }))).toBe(expected);
      }
    }
  });
});

/** One profile and one walk with each of the choices, and a walk that is left on the way. How many files it met. */
async function rounds(root: string, backend: BackendName, jobs: number): Promise<number> {
  let files = 0;
  for (const options of CHOICES) {
    const report = await profile(root, { ...options, backend, jobs, listLimit: Number.POSITIVE_INFINITY });
    report.completeness.errors.list.forEach(expectKnown);
    files += report.totals.files;
    expect(["complete", "partial"]).toContain(report.completeness.state);
    expect(validate(JSON.parse(serializeReport(report))), JSON.stringify(validate.errors)).toBe(true);

    const { entries, errors } = await collect(root, { ...options, backend, jobs, stat: options.sizes ?? false });
    errors.forEach(expectKnown);
    const [roots, stray] = [
      entries.filter(({ depth }) => depth === 0),
      entries.filter((one) => one.root.name !== root),
    ];
    expect([roots.length <= 1, stray]).toEqual([true, []]);
  }
  for await (const batch of walkBatches(root, { backend, jobs })) if (batch.length > 1) break;
  return files;
}

/** What is replaced by a link to itself is a loop. What vanishes is no error at all. */
function expectKnown(error: { operation: string; code: string }): void {
  expect(error).toMatchObject({ code: "ELOOP" });
  expect(["follow", "lstat", "readdir", "stat"]).toContain(error.operation);
}

async function startChurner(folder: string): Promise<ChildProcess> {
  const script = fileURLToPath(new URL("churner.mjs", import.meta.url));
  // It ends with its input, so also when these tests are killed.
  const churner = spawn(process.execPath, [script, folder], { stdio: ["pipe", "pipe", "inherit"] });
  await once(churner.stdout, "data");
  return churner;
}

async function stopChurner(churner: ChildProcess | undefined): Promise<void> {
  if (churner === undefined || churner.exitCode !== null) return;
  const exit = once(churner, "exit");
  churner.stdin?.end();
  await exit;
}

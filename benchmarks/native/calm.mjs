// What a walk leaves to others: the event loop, a stop that is obeyed, memory, and small trees.
//
//   node native/calm.mjs [--rounds N]

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { backends, profile } from "@transect/walker-parallel";
import { compiled, keptTree, run } from "./cache.mjs";
import { median, timed, timeInRounds } from "./rounds.mjs";
import { TREES } from "./trees.mjs";

const { values } = parseArgs({ options: { rounds: { type: "string", default: "11" }, peak: { type: "string" } } });
const rounds = Number(values.rounds);

if (values.peak !== undefined) {
  await profile(values.peak, { backend: "native" });
  process.stdout.write(`${process.resourceUsage().maxRSS}\n`);
} else {
  const available = (await backends()).filter((backend) => backend.available).map(({ name }) => name);
  const parallel = available.filter((name) => name !== "sequential");
  const big = TREES.filter(({ name }) => ["million", "one-folder", "one-file"].includes(name));
  /** @type {{ tree: string, backend: string, "longest gap, ms": string, "latest after cancelling, ms": string }[]} */
  const rows = [];
  for (const { title, place } of big) {
    const root = place();
    if (root === undefined) continue;
    for (const backend of parallel) {
      rows.push({
        tree: title,
        backend,
        "longest gap, ms": (await longestGap(root, backend)).toFixed(1),
        "latest after cancelling, ms": (await latestStop(root, backend)).toFixed(1),
      });
    }
  }
  process.stdout.write("\nThe event loop (wanted: at most 20 ms) and cancellation (at most 50 ms)\n");
  console.table(rows);
  if (available.includes("native")) memory();
  await smallTree(available);
}

/**
 * The longest time in which a timer of one millisecond did not fire, in the worst of some profiles.
 *
 * @param {string} root
 * @param {import("@transect/walker-parallel").BackendName} backend
 */
async function longestGap(root, backend) {
  await profile(root, { backend });
  let longest = 0;
  for (let round = 0; round < 3; round += 1) {
    let last = performance.now();
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 1);
    await profile(root, { backend });
    longest = Math.max(longest, performance.now() - last);
    clearInterval(timer);
  }
  return longest;
}

/**
 * The longest time from an abort to the report, in the worst of some profiles, aborted sooner and later.
 *
 * @param {string} root
 * @param {import("@transect/walker-parallel").BackendName} backend
 */
async function latestStop(root, backend) {
  const whole = await timed(() => profile(root, { backend }));
  let latest = 0;
  for (let round = 0; round < 20; round += 1) {
    const controller = new AbortController();
    let aborted = Number.POSITIVE_INFINITY;
    const timer = setTimeout(
      () => {
        aborted = performance.now();
        controller.abort();
      },
      (whole * (round + 0.5)) / 21,
    );
    await profile(root, { backend, signal: controller.signal });
    clearTimeout(timer);
    latest = Math.max(latest, performance.now() - aborted);
  }
  return latest;
}

/** Peak memory of a process that profiles natively, small against large. */
function memory() {
  const trees = [
    ["200,000", keptTree("flat", (at) => run(compiled("make-tree"), [at, "20", "100", "100"]))],
    ["2,000,000", keptTree("two-million", (at) => run(compiled("make-tree"), [at, "200", "100", "100"]))],
  ];
  const peaks = trees.map(([files = "", root = ""]) => {
    const result = spawnSync(process.execPath, [import.meta.filename, "--peak", root], { encoding: "utf8" });
    return { files, "peak, MB": Number(result.stdout) / 1024 };
  });
  process.stdout.write("\nMemory of a native profile (wanted: at most 10 MB more)\n");
  console.table(peaks.map((row) => ({ ...row, "peak, MB": row["peak, MB"].toFixed(1) })));
}

/**
 * What the choice costs where there is little to do.
 *
 * @param {readonly import("@transect/walker-parallel").BackendName[]} available
 */
async function smallTree(available) {
  const place = mkdtempSync(path.join(os.tmpdir(), "transect-benchmark-"));
  try {
    const root = path.join(place, "small");
    run(compiled("make-tree"), [root, "0", "10", "100"]);
    /** @type {Record<string, () => Promise<number>>} */
    const tasks = { auto: () => timed(() => profile(root)) };
    for (const backend of available) tasks[backend] = () => timed(() => profile(root, { backend }));
    const samples = await timeInRounds(tasks, rounds * 5);
    const best = Math.min(...available.map((name) => median(samples.get(name) ?? [])));
    process.stdout.write("\nA tree of 1,000 files (wanted of auto: at most 1.1 times the best)\n");
    console.table(
      [...samples].map(([backend, times]) => ({
        backend,
        "ms, median": median(times).toFixed(2),
        "of the best": (median(times) / best).toFixed(2),
      })),
    );
  } finally {
    rmSync(place, { recursive: true });
  }
}

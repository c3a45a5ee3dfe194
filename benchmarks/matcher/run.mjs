// Compares @transect/matcher (built by its own build script) with picomatch, minimatch, zeptomatch and ignore over real paths, side by
// side in one process, and prints each ratio beside the figure it is held to. TRANSECT_BENCH_PATHS sets how many paths.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { compileGlob, globSet, ignoreRules } from "@transect/matcher";
import ignore from "ignore";
import { Minimatch } from "minimatch";
import picomatch from "picomatch";
import { Bench } from "tinybench";
import zeptomatch from "zeptomatch";
import { realPaths } from "./real-paths.mjs";

const here = import.meta.dirname;
const count = Number(process.env.TRANSECT_BENCH_PATHS ?? 100_000);
const roots = (process.env.TRANSECT_BENCH_ROOTS ?? `${resolve(here, "../..")}:/usr/lib:/usr/share`).split(":");
const paths = realPaths(count, roots);
const results = [];

/** Medians, in nanoseconds per path, of at least seven samples of each task, run side by side. */
async function medians(tasks, per = paths.length, time = 300) {
  const bench = new Bench({ iterations: 7, time, warmupIterations: 1, warmupTime: 0 });
  for (const [name, run] of Object.entries(tasks)) bench.add(name, run);
  await bench.run();
  return Object.fromEntries(bench.tasks.map((task) => [task.name, (task.result.latency.p50 * 1e6) / per]));
}

let sink = 0;
const over =
  (test, list = paths) =>
  () => {
    for (let i = 0; i < list.length; i++) if (test(list[i])) sink++;
  };
const report = (what, figure, bound, ok) => {
  results.push(ok);
  console.log(`${ok ? "reached " : "MISSED  "} ${what.padEnd(66)} ${String(figure).padStart(9)}   ${bound}`);
};

const SINGLE = [
  ...[
    "package.json",
    "*.md",
    "**/*.ts",
    "**/*.js",
    "**/*.{js,ts}",
    "**/package.json",
    "node_modules/**",
    "**/node_modules/**",
  ],
  ...[
    "src/**/*.ts",
    "packages/*/src/**/*.ts",
    "**/[a-c]*.js",
    "**/test/**/*.js",
    "**/*.test.{js,ts}",
    "**/@(lib|dist)/*.js",
  ],
  ...["**/!(*.d).ts", "**/*.?s"],
];

const typical = SINGLE.slice(0, 16);
let product = 1;
let worst = 0;
let worstPattern = "";
console.log(`${paths.length} paths\n`);
for (const pattern of typical) {
  const mini = new Minimatch(pattern);
  const zepto = zeptomatch.compile ? zeptomatch.compile(pattern) : undefined;
  const time = await medians(
    {
      transect: over(compileGlob(pattern).test),
      picomatch: over(picomatch(pattern)),
      minimatch: over((path) => mini.match(path)),
      zeptomatch: over(zepto ? (path) => zepto.test(path) : (path) => zeptomatch(pattern, path)),
    },
    paths.length,
    100,
  );
  const fastest = Math.min(time.picomatch, time.minimatch, time.zeptomatch);
  product *= time.transect / time.picomatch;
  if (time.transect / fastest > worst) [worst, worstPattern] = [time.transect / fastest, pattern];
  console.log(
    pattern.padEnd(28),
    Object.entries(time)
      .map(([name, ns]) => `${name} ${ns.toFixed(0)} ns`)
      .join("  "),
  );
}
const mean = product ** (1 / typical.length);
report("single patterns: geometric mean, times picomatch's cost", mean.toFixed(2), "at most 0.7", mean <= 0.7);
report(
  `single patterns: worst (${worstPattern}), times the fastest's cost`,
  worst.toFixed(2),
  "at most 1.3",
  worst <= 1.3,
);

const compile = await medians(
  {
    transect: () => typical.map((pattern) => compileGlob(pattern)),
    picomatch: () => typical.map((pattern) => picomatch(pattern)),
  },
  typical.length,
);
report(
  "compile a typical pattern, times picomatch's cost",
  (compile.transect / compile.picomatch).toFixed(2),
  "at most 1",
  compile.transect <= compile.picomatch,
);

const setOf = (size) =>
  Array.from({ length: size }, (_, i) => {
    const name = `n${i.toString(36)}`;
    return [`**/*.${name}`, `**/${name}/**`, `src/${name}/**/*.js`, `**/${name}*.json`, `**/*${name}.{js,ts}`][i % 5];
  });
const sample = paths.filter((_, i) => i % Math.ceil(paths.length / 2_000) === 0);
for (const [size, bound] of [
  [10, 0],
  [100, 17],
  [1000, 200],
]) {
  const patterns = setOf(size);
  const { transect } = await medians({ transect: over(globSet(patterns).test) });
  const { pico, mini, zepto } = await medians(
    {
      pico: over(picomatch(patterns), sample),
      mini: over(
        (
          (all) => (path) =>
            all.some((one) => one.match(path))
        )(patterns.map((one) => new Minimatch(one))),
        sample,
      ),
      zepto: over((path) => zeptomatch(patterns, path), sample),
    },
    sample.length,
    50,
  );
  console.log(
    `set of ${size}: transect ${transect.toFixed(0)} ns  picomatch ${pico.toFixed(0)}  minimatch ${mini.toFixed(0)}  zeptomatch ${zepto.toFixed(0)}`,
  );
  if (bound)
    report(
      `set of ${size}: times picomatch's rate`,
      (pico / transect).toFixed(0),
      `at least ${bound}`,
      pico / transect >= bound,
    );
}
// Side by side: what else the machine does falls on both.
const costs = await medians({ 10: over(globSet(setOf(10)).test), 1000: over(globSet(setOf(1000)).test) });
report(
  "set of 1,000: times the cost of 10",
  (costs[1000] / costs[10]).toFixed(2),
  "at most 1.5",
  costs[1000] <= 1.5 * costs[10],
);

// In a walk: each entry costs its own name, from the state of its folder.
const thousand = globSet(setOf(1000));
const entries = paths.map((path) => {
  const names = path.split("/");
  let state = thousand.root();
  for (const name of names.slice(0, -1)) state = thousand.enter(state, name);
  return [state, names.at(-1)];
});
const walk = await medians({
  transect: () => {
    for (let i = 0; i < entries.length; i++) if (thousand.matches(entries[i][0], entries[i][1], false)) sink++;
  },
  picomatch: over(picomatch("**/*.test.{js,ts}")),
});
report(
  "in a walk: a thousand patterns, times one pattern of picomatch",
  (walk.transect / walk.picomatch).toFixed(2),
  "at most 1",
  walk.transect <= walk.picomatch,
);

const { NODE, manyRules } = await import("./ignore-files.mjs");
// Each distinct path asked once of an instance made beforehand: rules are compiled outside the timed part, and every
// sample has an instance of its own, ours too, so that neither has seen a path before.
const fresh = (make, list, samples) => {
  const times = Array.from({ length: samples }, () => {
    const test = make();
    const begin = performance.now();
    for (let i = 0; i < list.length; i++) if (test(list[i])) sink++;
    return ((performance.now() - begin) * 1e6) / list.length;
  });
  return times.sort((a, b) => a - b)[samples >> 1];
};
for (const [name, text, bound, list] of [
  ["63 rules", NODE, 15, paths],
  ["3,667 rules", manyRules(3_667), 100, sample.slice(0, 500)],
]) {
  const ours = () => {
    const rules = ignoreRules([{ path: ".gitignore", content: text }]);
    return (path) => rules.test(path);
  };
  const theirs = () => {
    const rules = ignore().add(text);
    return (path) => rules.ignores(path);
  };
  const [transect, other] = [fresh(ours, paths, 9), fresh(theirs, list, 5)];
  console.log(
    `${name}: transect ${transect.toFixed(0)} ns  ignore ${other.toFixed(0)} ns over ${list.length} paths, each asked once of a new instance`,
  );
  report(
    `ignore rules, ${name}: times ignore's rate, each path asked once`,
    (other / transect).toFixed(1),
    `at least ${bound}`,
    other / transect >= bound,
  );
  const folder = mkdtempSync(join(tmpdir(), "transect-bench-"));
  execFileSync("git", ["init", "-q", folder]);
  writeFileSync(join(folder, ".gitignore"), text);
  const begin = performance.now();
  spawnSync("git", ["check-ignore", "--no-index", "--stdin", "-z"], {
    cwd: folder,
    input: sample.join("\0"),
    maxBuffer: 1 << 28,
  });
  console.log(`${name}: git check-ignore ${(((performance.now() - begin) * 1e6) / sample.length).toFixed(0)} ns`);
  rmSync(folder, { recursive: true, force: true });
}

const importTime = (code) => {
  const times = Array.from({ length: 11 }, () => {
    const script = `const b=performance.now();${code};process.stdout.write(String(performance.now()-b))`;
    return Number(
      execFileSync(process.execPath, ["--input-type=module", "-e", script], { cwd: here, encoding: "utf8" }),
    );
  });
  return times.sort((a, b) => a - b)[5];
};
const ours = importTime('await import("../../packages/matcher/dist/bundle/index.js")');
const peers = importTime('await import("picomatch");await import("ignore")');
report(
  `import (${ours.toFixed(1)} ms), times picomatch and ignore (${peers.toFixed(1)} ms)`,
  (ours / peers).toFixed(2),
  "at most 0.5",
  ours <= peers / 2,
);
console.log(sink > 0 ? "" : "nothing matched");
if (results.includes(false)) process.exitCode = 3;

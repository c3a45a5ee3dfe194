import { spawn } from "node:child_process";
import { once } from "node:events";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { systemCode } from "@transect/core";
import { grouped, safeText } from "@transect/report";
import type { BackendName } from "@transect/walker-parallel";
import type { Command } from "commander";
import { EXIT, type ExitStatus } from "./exit-status.js";
import { writeOut } from "./output.js";
import { UsageError } from "./usage-error.js";

/** What is timed: a profile by a backend of ours, or another command that is on the `PATH`. */
interface Contestant {
  readonly name: string;
  /** Whether it is a process of its own, whose start is part of its time. */
  readonly command: boolean;
  /** Runs once; throws where it cannot. */
  readonly run: () => Promise<unknown>;
}

/** A row of the result: milliseconds. */
interface BenchRow {
  readonly name: string;
  readonly command: boolean;
  readonly median: number;
  readonly fastest: number;
  readonly slowest: number;
  /** The median, round by round, of its time by that of the first row. */
  readonly times: number;
}

const DEFAULT_ROUNDS = 5;
/** Other commands that add up a tree, asked for one total. */
const OTHERS: readonly (readonly [command: string, ...options: string[]])[] = [
  ["du", "-s"],
  ["diskus"],
  ["dust", "-P", "-d", "0"],
  ["dua", "aggregate"],
  ["gdu", "-n", "-p", "-s"],
  ["pdu", "--max-depth=1"],
];

const EXAMPLES = `
Examples:
  transect bench                 this folder, each backend, and du and its like as far as they are here
  transect bench --rounds 11 ~/src

All are run in turn, round by round, after one round that does not count: it fills the caches. Nothing is written. Other
commands are whole processes and count less than a profile does.`;

/** Adds the verb `bench`. */
export function addBenchCommand(program: Command, finish: (status: ExitStatus) => void): void {
  program
    .command("bench")
    .description("Time each backend over a tree of yours, beside other commands that are here.")
    .argument("[root]", "a folder", ".")
    .option("--rounds <number>", "how often each is timed", String(DEFAULT_ROUNDS))
    .option("--json", "print the times as JSON")
    .addHelpText("after", EXAMPLES)
    .action(async (root: string, flags: { rounds: string; json?: true }) => {
      finish(await runBench(root, flags));
    });
}

async function runBench(root: string, flags: { rounds: string; json?: true }): Promise<ExitStatus> {
  const rounds = Number(flags.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new UsageError(`--rounds is ${JSON.stringify(flags.rounds)}: expected a whole number from 1 on`);
  }
  const { backends, profile } = await import("@transect/walker-parallel");
  const available = (await backends()).filter((backend) => backend.available);
  const { totals, completeness } = await profile(root);
  if (totals.directories === 0) throw new UsageError(`${root}: not a folder that can be read`);
  const entries = totals.files + totals.directories + totals.symlinks + totals.others;
  const contestants = [
    ...available.map(({ name }) => ours(name, root, profile)),
    ...OTHERS.map((command) => theirs(command, root)),
  ];
  const { rows, missing } = await race(contestants, rounds);
  const result = { root, entries, rounds, rows, missing };
  await writeOut(flags.json ? `${JSON.stringify(result, undefined, 2)}\n` : describe(result));
  return completeness.state === "complete" ? EXIT.complete : EXIT.partial;
}

function ours(
  name: BackendName,
  root: string,
  profile: typeof import("@transect/walker-parallel").profile,
): Contestant {
  return { name: `transect, ${name}`, command: false, run: () => profile(root, { backend: name }) };
}

function theirs([file, ...options]: readonly [string, ...string[]], root: string): Contestant {
  return {
    name: file,
    command: true,
    async run() {
      // A root that looks like an option is not taken for one.
      const child = spawn(file, [...options, root.startsWith("-") ? `./${root}` : root], { stdio: "ignore" });
      const [status] = (await once(child, "close")) as [number | null];
      // 1: something could not be read, which is so for all.
      if (status !== 0 && status !== 1) throw new Error(`ended with ${status}`);
    },
  };
}

/** Times all in turn, round by round; the first round does not count, and whoever fails in it takes no part. */
async function race(
  contestants: readonly Contestant[],
  rounds: number,
): Promise<{ rows: BenchRow[]; missing: string[] }> {
  const running: { contestant: Contestant; samples: number[] }[] = [];
  const missing: string[] = [];
  for (const contestant of contestants) {
    tell(contestant.name);
    try {
      await contestant.run();
      running.push({ contestant, samples: [] });
    } catch (cause) {
      const reason =
        systemCode(cause) === "ENOENT" ? "not here" : cause instanceof Error ? cause.message : String(cause);
      missing.push(`${contestant.name}: ${reason}`);
    }
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const { contestant, samples } of running) {
      tell(`round ${round + 1} of ${rounds}: ${contestant.name}`);
      const begin = performance.now();
      await contestant.run();
      samples.push(performance.now() - begin);
    }
  }
  tell("");
  const first = running[0]?.samples ?? [];
  const rows = running.map(({ contestant: { name, command }, samples }) => ({
    name,
    command,
    median: median(samples),
    fastest: Math.min(...samples),
    slowest: Math.max(...samples),
    times: median(samples.map((sample, index) => sample / (first[index] ?? Number.NaN))),
  }));
  return { rows, missing };
}

/** Says on a terminal what is being done; an empty text takes the line away. */
function tell(text: string): void {
  if (process.stderr.isTTY === true) process.stderr.write(`\r\u001b[K${text}`);
}

function describe(result: {
  root: string;
  entries: number;
  rounds: number;
  rows: readonly BenchRow[];
  missing: readonly string[];
}): string {
  const { root, entries, rounds, rows, missing } = result;
  const width = Math.max(...rows.map(({ name }) => name.length)) + 2;
  const lines = rows.map(({ name, median: middle, fastest, slowest, times }) =>
    [
      name.padEnd(width),
      milliseconds(middle).padStart(10),
      `${milliseconds(fastest)} to ${milliseconds(slowest)}`.padStart(24),
      `${((middle * 1e6) / entries).toFixed(0)} ns`.padStart(10),
      `${times.toFixed(2)}`.padStart(8),
    ].join(""),
  );
  const head = [
    "".padEnd(width),
    "median".padStart(10),
    "fastest to slowest".padStart(24),
    "an entry".padStart(10),
    "times".padStart(8),
  ].join("");
  const absent = missing.length === 0 ? "" : `\n${missing.map((one) => `${one}\n`).join("")}`;
  return `${safeText(root)}: ${grouped(entries)} entries, ${rounds} rounds\n\n${head}\n${lines.join("\n")}\n${absent}`;
}

function milliseconds(value: number): string {
  return value >= 10_000 ? `${(value / 1_000).toFixed(1)} s` : `${value.toFixed(value >= 100 ? 0 : 1)} ms`;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1] ?? 0, sorted[sorted.length >> 1] ?? 0];
  return (low + high) / 2;
}

// @ts-check
// What it costs to look for twelve structure patterns in 16,000 files beside the bare walk over the same tree, on every
// backend; and to copy what matches beside cp.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { copyStructures, findStructures } from "@transect/structure";
import { backends, walkBatches } from "@transect/walker-parallel";
import { compare } from "../method/compare.mjs";
import { pairedRatio } from "../method/statistics.mjs";

/** The most that matching may take beside the bare walk. */
const LIMIT = 1.2;

/** What directories are asked for, twelve patterns each: most kinds of experiment have a pattern of their own. */
const PATTERNS = {
  "one in ten matches each": Array.from({ length: 12 }, (_, number) => ({
    directory_name: number < 10 ? `exp_*${number}` : "*",
    files: [
      "a.csv",
      `run_[0-9]_*${number}.log`,
      ...(number % 3 === 0 ? ["*.json"] : []),
      ...(number < 10 ? [] : ["none"]),
    ],
    directories: number % 2 === 0 ? [{ directory_name: "raw", files: ["*.csv"] }] : [],
    optional_files: ["notes.txt"],
  })),
  "all match": Array.from({ length: 12 }, (_, number) => ({
    files: ["a.csv", `run_[0-${number % 10}]*.log`],
    directories: [{ directory_name: "raw", files: ["*.csv"] }],
  })),
};

/** @param {string} root */
function makeTree(root) {
  let files = 0;
  for (let number = 0; number < 400; number += 1) {
    const folder = path.join(root, `group_${number % 20}`, `exp_${number}`);
    mkdirSync(path.join(folder, "raw"), { recursive: true });
    /** @param {string} name */
    const make = (name) => {
      writeFileSync(path.join(folder, name), "x".repeat((files * 37) % 500));
      files += 1;
    };
    for (let file = 0; file < 20; file += 1) make(`raw/part_${file}.${file % 2 === 0 ? "csv" : "bin"}`);
    for (let file = 0; file < 18; file += 1) make(`run_${file}_${number}.${file % 3 === 0 ? "log" : "json"}`);
    make("a.csv");
    make("notes.txt");
  }
  return files;
}

const root = mkdtempSync(path.join(os.tmpdir(), "transect-benchmark-"));
const rows = [];
try {
  const files = makeTree(root);
  const available = (await backends()).filter((backend) => backend.available).map(({ name }) => name);
  for (const [kind, patterns] of Object.entries(PATTERNS)) {
    for (const backend of available) {
      let matches = 0;
      let entries = 0;
      const results = await compare({
        walk: async () => {
          entries = 0;
          for await (const batch of walkBatches(root, { backend })) entries += batch.length;
        },
        find: async () => {
          matches = 0;
          for await (const item of findStructures(root, patterns, { backend })) if (item.type === "match") matches += 1;
        },
      });
      const [walk, find] = [...results.values()];
      if (walk === undefined || find === undefined) throw new Error("two tasks, two results");
      const { ratio, low, high } = pairedRatio(find.samples, walk.samples);
      const limit = kind === "all match" ? undefined : LIMIT;
      rows.push({
        patterns: kind,
        backend,
        files,
        entries,
        matches,
        "walk, ms": walk.median.toFixed(2),
        "find, ms": find.median.toFixed(2),
        ratio: `${ratio.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`,
        "wanted at most": limit ?? "",
      });
      if (limit !== undefined && ratio > limit) process.exitCode = 1;
    }
  }
  console.table(rows);
  await compareCopies();
} finally {
  rmSync(root, { recursive: true });
}

async function compareCopies() {
  const out = mkdtempSync(path.join(os.tmpdir(), "transect-benchmark-"));
  const whole = {
    directory_name: "group_*",
    directories: [],
    optional_directories: [{ optional_files: ["*"], optional_directories: [{ optional_files: ["*"] }] }],
  };
  try {
    const results = await compare(
      {
        "copyStructures, all files": async () => {
          const { copied } = await copyStructures(findStructures(root, whole), out);
          if (copied.files !== 16_000) throw new Error(`copied ${copied.files}`);
        },
        "cp -rp": () => execFileSync("cp", ["-rp", ...readdirSync(root).map((name) => path.join(root, name)), out]),
      },
      {
        rounds: 5,
        before: () => {
          for (const name of readdirSync(out)) rmSync(path.join(out, name), { recursive: true });
        },
      },
    );
    console.table([...results].map(([name, { median }]) => ({ name, ms: median.toFixed(0) })));
  } finally {
    rmSync(out, { recursive: true });
  }
}

// Writes cases.jsonl beside this file: what was met, and the report that @transect/core makes of it.
//
//     node tools/bootstrap.mjs setup && node packages/native/core/src/report/cases/generate.mjs [random cases]

import { writeFileSync } from "node:fs";
import process from "node:process";
import { Entry, Profile, stringifyExact, WalkError } from "../../../../../core/dist/index.js";

const DEFAULTS = { hardLinks: "once", top: 10, listLimit: 1000, treeDepth: 3, treeShare: 0 };
const DAY_MS = 86_400_000;

const cases = [...handMade(), ...Array.from({ length: Number(process.argv[2] ?? 24) }, (_, seed) => anyCase(seed + 1))];
const lines = cases.map((given) => JSON.stringify({ ...given, report: reportOf(given) }));
writeFileSync(new URL("cases.jsonl", import.meta.url), `${lines.join("\n")}\n`);

/** The report of what was met, with numbers for errors and without what the caller adds. */
function reportOf({ keep, ignoring, interrupted, met }) {
  const { treeDepth, ...rest } = keep;
  const profile = new Profile({ ...rest, treeDepth: treeDepth ?? Infinity });
  if (ignoring) profile.addIgnored();
  if (interrupted !== null) profile.interrupt(interrupted);
  const entries = [];
  for (const item of met) {
    const entry = entryOf(item, entries);
    entries.push(entry);
    if (item.parent === null && !item.missing) profile.addRoot(entry);
    if (item.counted) profile.add(entry);
    if (item.ignored) profile.addIgnored(entry);
    if (item.listed) profile.addListing(entry, item.empty);
    for (const { operation, errno } of item.errors)
      profile.addError(new WalkError({ entry, operation, code: `${errno}` }));
  }
  const { options: _options, run: _run, ...report } = profile.finish();
  const { state, errors } = report.completeness;
  const list = errors.list.map(({ code, message: _message, ...row }) => ({ ...row, errno: Number(code) }));
  return stringifyExact({ ...report, completeness: { state, errors: { ...errors, list } } });
}

function entryOf(item, entries) {
  const bytes = Buffer.from(item.name, "base64");
  const name = bytes.toString();
  const stat = item.stat && { ...item.stat, nlink: item.ino === null ? 1 : 2, dev: 1, ino: item.ino ?? 0, mode: 0 };
  return new Entry({
    parent: item.parent === null ? undefined : entries[item.parent],
    name,
    nameBytes: Buffer.from(name).equals(bytes) ? undefined : new Uint8Array(bytes),
    type: item.type,
    stat: stat ?? undefined,
    identity: item.ino === null ? undefined : `1:${item.ino}`,
  });
}

/** One thing met. `parent` is its holder's place in the list. */
function one(parent, name, type, more = {}) {
  return {
    parent,
    name: Buffer.from(name).toString("base64"),
    type,
    stat: { size: type === "file" ? 10 : 4096, blocks: 8, mtimeMs: 0 },
    ino: null,
    counted: true,
    ignored: false,
    missing: false,
    listed: type === "directory",
    empty: false,
    errors: [],
    ...more,
  };
}

function caseOf(name, met, more = {}, keep = {}) {
  return { name, keep: { ...DEFAULTS, ...keep }, ignoring: false, interrupted: null, ...more, met };
}

function handMade() {
  const linked = (parent, name, more) =>
    one(parent, name, "file", { stat: { size: 1000, blocks: 2, mtimeMs: 40 * DAY_MS }, ino: 1, ...more });
  const acrossRoots = [
    one(null, "b", "directory"),
    one(null, "a/x.TXT", "file", { stat: { size: 1000, blocks: 2, mtimeMs: 40 * DAY_MS }, ino: 1 }),
    linked(0, "y.md"),
    one(0, "a", "directory"),
    one(0, "a-b", "directory"),
    linked(3, "z.md", { ino: 2 }),
    linked(4, "z.rs", { ino: 2 }),
    one(0, "s", "symlink", { ino: 3 }),
    one(4, "s", "symlink", { ino: 3 }),
    linked(4, "alone.c", { ino: 4 }),
  ];
  const large = { size: Number.MAX_SAFE_INTEGER, blocks: 8, mtimeMs: -1 };
  return [
    caseOf("nothing", []),
    caseOf("a missing root", [
      one(null, "gone", "other", { counted: false, missing: true, errors: [{ operation: "lstat", errno: 2 }] }),
    ]),
    caseOf("a root that is a file", [one(null, "a\\B.Txt", "file")]),
    caseOf("links across roots, once", acrossRoots),
    caseOf("links across roots, each", acrossRoots, {}, { hardLinks: "each" }),
    caseOf(
      "names of one file, left out or not",
      [
        one(null, "r", "directory"),
        linked(0, "a", { ignored: true }),
        linked(0, "b", { ignored: true }),
        linked(0, "c", { ignored: true, ino: 2 }),
        linked(0, "d", { ino: 2 }),
      ],
      { ignoring: true },
    ),
    caseOf("names that are no UTF-8 and read alike", [
      one(null, "r", "directory"),
      one(0, [0xff], "directory"),
      one(0, [0xfe], "directory"),
      one(0, "\uFFFD", "directory"),
      one(1, [0xc3, 0x2e, 0x41, 0xe2, 0x82], "file"),
      one(2, [0xf0, 0x9d, 0x2e, 0x61, 0xff], "file", { stat: null }),
    ]),
    caseOf("sums beyond 2^53", [
      one(null, "r", "directory"),
      ...["a", "b", "c"].map((name) => one(0, name, "file", { stat: large })),
    ]),
    caseOf(
      "a filter that leaves directories out",
      [
        one(null, "r", "directory", { counted: false }),
        one(0, "a", "directory", { counted: false }),
        one(1, "b", "directory", { counted: true, empty: true }),
        one(0, "c", "directory", { counted: false, empty: true }),
        one(1, "f", "file"),
      ],
      { interrupted: "timedOut" },
    ),
    caseOf(
      "ties",
      [
        one(null, "r", "directory"),
        ...["a", "a-b", "a.b", "A", "ab"].map((name) => one(0, name, "directory")),
        ...[1, 2, 3, 4, 5].flatMap((parent) => [
          one(parent, "f", "file"),
          one(parent, "d", "directory", { empty: true }),
        ]),
      ],
      { interrupted: "cancelled" },
      { top: 3, listLimit: 4 },
    ),
  ];
}

/** Any case, always the same for one seed. */
function anyCase(seed) {
  const draw = random(seed);
  const pick = (items) => items[draw(items.length)];
  const keep = {
    hardLinks: pick(["once", "once", "each"]),
    top: pick([0, 1, 2, 3, 10]),
    listLimit: pick([0, 1, 2, 5, 1000]),
    treeDepth: pick([0, 1, 3, null]),
    treeShare: pick([0, 0.1, 0.5]),
  };
  const ignoring = draw(3) === 0;
  const deep = draw(3) === 0;
  const names = [
    "a",
    "b",
    "a-b",
    "ab",
    "a.txt",
    "b.TXT",
    ".env",
    "x.",
    "é.md",
    "𝒳.md",
    "\uFFFD",
    [0xff],
    [0xfe, 0x2e, 0x61],
  ];
  const met = [];
  const holders = [];
  for (const name of ["r", "a/b.Md", "r-", "é"].slice(0, 1 + draw(4))) {
    if (met.length > 0 && draw(4) === 0) {
      const errors = [{ operation: "lstat", errno: 13 }];
      met.push(one(null, name, "other", { counted: false, missing: true, errors }));
      continue;
    }
    const type = draw(4) === 0 ? pick(["file", "symlink", "other"]) : "directory";
    if (type === "directory") holders.push(met.length);
    met.push(anyOne(null, name, type));
  }
  const taken = new Set();
  for (let turn = draw(deep ? 60 : 24); turn > 0 && holders.length > 0; turn -= 1) {
    const parent = deep && draw(8) > 0 ? holders[holders.length - 1] : pick(holders);
    const name = pick(names);
    const key = `${parent} ${name.toString()} ${typeof name}`;
    if (taken.has(key)) continue;
    taken.add(key);
    const type = pick(["file", "file", "file", "directory", "directory", "symlink", "other"]);
    if (type === "directory") holders.push(met.length);
    met.push(anyOne(parent, name, type));
  }
  for (const index of holders) {
    const item = met[index];
    const holds = met.some(({ parent }) => parent === index);
    item.listed = !item.counted || draw(8) > 0;
    item.empty = item.listed && !holds;
  }
  return caseOf(`random ${seed}`, met, { ignoring, interrupted: pick([null, null, null, "timedOut"]) }, keep);

  function anyOne(parent, name, type) {
    const counted = draw(5) > 0;
    const ino = type !== "directory" && counted && draw(4) === 0 ? 1 + draw(3) : null;
    const size = pick([0, 0, draw(300), draw(5000), draw(2 ** 31), Number.MAX_SAFE_INTEGER - draw(3)]);
    const stat = { size, blocks: draw(4), mtimeMs: pick([draw(1e9), -draw(1e9), -4e12, 9e12, draw(2e9) * 1000]) };
    // All names of one object say the same of it.
    if (ino !== null) Object.assign(stat, { size: ino * 1000, blocks: ino, mtimeMs: ino * 40 * DAY_MS });
    const errors = Array.from({ length: draw(8) === 0 ? 1 + draw(2) : 0 }, () => ({
      operation: pick(["readdir", "stat", "follow", "lstat"]),
      errno: 10 + draw(80),
    }));
    return one(parent, name, ino === null ? type : "file", {
      stat: ino === null && counted && draw(12) === 0 ? null : stat,
      ino,
      counted,
      ignored: ignoring && counted && draw(2) === 0,
      errors,
    });
  }
}

/** Numbers below a bound, always the same for one seed: mulberry32. */
function random(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

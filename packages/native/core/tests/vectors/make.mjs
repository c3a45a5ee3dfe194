// Writes what @transect/matcher answers to random questions, for the Rust tests of the same name to agree with:
//
//     node packages/native/core/tests/vectors/make.mjs globs|ignore|git <cases> <paths for each> <seed> <file> [longest case]
//
// Names are written with one character for each byte. A case that takes more characters than the longest is left out. Needs the built packages.

import { Buffer } from "node:buffer";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { globSet, ignoreRules, PatternError } from "../../../../matcher/dist/index.js";
import { createIgnoreTracker } from "../../../../walker-parallel/dist/ignore-tracker.js";

const NAMES = [
  ..."abAz".split(""),
  ...[
    "ab",
    "foo",
    "Foo",
    "FOO",
    "bar",
    "baz",
    "x.ts",
    ".a",
    ".foo",
    "a.",
    "a b",
    "b ",
    "[a]",
    "-",
    "!a",
    "#a",
    "a\\",
    "z*",
  ],
  // é, É, 中, 😀 in UTF-8, and bytes that are none.
  ...["\xc3\xa9", "\xc3\x89", "\xe4\xb8\xad", "\xf0\x9f\x98\x80", "\xff", "\xc3", "\xe9"],
];
// These stand in the paths above a root, as text.
const PLAIN_NAMES = ["a", "b", "ab", "foo", "Foo", "bar", ".a", "é", ".git"];
const NAME_PIECES = [
  ..."abABz.-_09*?[]{}()|!@+\\, \t".split(""),
  ...["foo", "ts", "\xc3\xa9", "\xc3\x89", "\xe4\xb8\xad", "\xf0\x9f\x98\x80"],
  // Cut short, too long, a surrogate, beyond the last character.
  ...[
    "\xc3",
    "\xa9",
    "\x80",
    "\xff",
    "\xe4\xb8",
    "\xe0\x80\xaf",
    "\xed\xa0\x80",
    "\xf4\x90\x80\x80",
    "\xf0\x80\x80\xaf",
  ],
];
const GLOB_PIECES = [
  ..."abABz.-_09,|!@+)}".split(""),
  ...["foo", "Foo", "bar", "ts", "é", "É", "中", "😀", "*", "*", "*", "?", "?", "**", "/", "/", "/", "**/", "/**"],
  ...[
    "[a-z]",
    "[!a]",
    "[^.]",
    "[é-ü]",
    "[A-Z0-9]",
    "[[:upper:]]",
    "[[:alpha:]]",
    "[![:space:]]",
    "[中-龥]",
    "[]a]",
    "[",
  ],
  ...["\\*", "\\a", "\\.", "{a,b}", "{foo,bar}", "{1..3}", "@(a|b)", "!(a)", "!(foo|*.ts)", "*(ab)", "+(a|.)", "?(.)a"],
];
const LINE_PIECES = [
  ..."aAbBz.-# !".split(""),
  ...["foo", "Foo", "bar", "ts", "\xc3\xa9", "\xff", "*", "*", "*", "?", "?", "**", "***", "/", "/", "/", "**/", "/**"],
  ...["\\", "\\*", "\\a", "\\A", "\\ ", " ", "  ", "\t", "\\/", "\0"],
  ...["[a-z]", "[!a]", "[^.]", "[]a]", "[A-F]", "[a", "[\\]]", "[a-", "[\x80-\xff]", "[z-a]", "[!-A]", "[A]", "[--0]"],
  ...["[[:upper:]]", "[[:alpha:]b]", "[[:nope:]]", "[[:space:]]", "[[:a]", "[[::]]", "[![:digit:]]", "[[:punct:]-z]"],
];

const [kind = "", cases = "10", paths = "10", seed = "1", file = "/dev/stdout", longest = "Infinity"] =
  process.argv.slice(2);
let state = Number(seed) >>> 0;

const makers = { globs: makeGlobs, ignore: makeIgnore, git: makeGit };
const make = makers[/** @type {keyof typeof makers} */ (kind)];
if (make === undefined) throw new Error(`no such kind of questions: ${kind}`);
const made = [];
while (made.length < Number(cases)) {
  const text = JSON.stringify((await make()) ?? null).replaceAll(/[\x7f-\uffff]/g, escaped);
  if (text !== "null" && text.length <= Number(longest)) made.push(text);
}
writeFileSync(file, `[\n${made.join(",\n")}\n]\n`);

/** Globs of every kind, and the programs of ignore files as they are. */
function makeGlobs() {
  if (chance(0.2)) return makeIgnoreProgram();
  const patterns = list(1 + below(4), randomGlob);
  const options = { dot: chance(0.3), nocase: chance(0.3), matchBase: chance(0.2) };
  let globs;
  try {
    globs = globSet(patterns, options);
  } catch (error) {
    if (error instanceof PatternError) return undefined;
    throw error;
  }
  const { root, enter, matches, canMatchBelow, matchesAllBelow } = globs;
  const answers = list(Number(paths), () => {
    const names = randomNames(patterns.map(utf8));
    const last = /** @type {Uint8Array} */ (names[names.length - 1]);
    let folder = root();
    for (const name of names.slice(0, -1)) folder = enter(folder, name);
    const inside = enter(folder, last);
    const bits = [
      matches(folder, last, false),
      matches(folder, last, true),
      canMatchBelow(inside),
      matchesAllBelow(inside),
    ];
    return [written(names), number(bits)];
  });
  return { patterns, program: globs.program, ignore: false, answers };
}

function makeIgnoreProgram() {
  const content = randomLines();
  const rules = ignoreRules([{ path: "", content }], { ignoreCase: chance(0.3) });
  const answers = list(Number(paths), () => {
    const names = randomNames(latin(content).split(/\r?\n/));
    const last = /** @type {Uint8Array} */ (names[names.length - 1]);
    let folder = rules.root();
    for (const name of names.slice(0, -1)) folder = rules.enter(folder, name);
    const inside = rules.enter(folder, last);
    // Whether something can still match below is not asked of ignore rules.
    const bits = [rules.ignores(folder, last, false), rules.ignores(folder, last, true), true];
    return [written(names), number([...bits, rules.ignoresAllBelow(inside)])];
  });
  return { patterns: [latin(content)], program: rules.program, ignore: true, answers };
}

/**
 * A walk along ignore files: some above its root, some on the way, and repositories within the tree, with rules of
 * their own from outside.
 */
async function makeIgnore() {
  const git = chance(0.7);
  const files = randomFiles();
  const context = randomContext();
  const repositories = git && chance(0.4) ? [pick(files)?.folder ?? "a"].filter(Boolean) : [];
  const inner = { ...randomContext(), below: [] };
  const outer = [...context.files, ...inner.files].map(({ content }) => ({ folder: "", content }));
  const tracker = createIgnoreTracker(git ? "git" : [".ignore"], {
    readFile: (directory) => files.find(({ folder }) => folder === directory.path)?.content,
    isRepository: (directory) => repositories.includes(directory.path),
    contextOf: (directory) => (directory.path === "" ? context : inner),
  });
  const root = /** @type {import("@transect/core").Entry} */ ({ name: "", path: "", type: "directory" });
  const top = await tracker.root(root);
  const answers = await Promise.all(
    list(Number(paths), async () => {
      const names = namesIn([...files, ...outer]);
      if (chance(0.05)) names.push(bytes(".git"));
      let parent = root;
      let position = top;
      for (const name of names.slice(0, -1)) {
        const directory = entryIn(parent, name, "directory");
        position = await tracker.enter(position, directory);
        parent = directory;
      }
      const last = /** @type {Uint8Array} */ (names[names.length - 1]);
      const directory = entryIn(parent, last, "directory");
      const inside = await tracker.enter(position, directory);
      const bits = [tracker.ignores(position, entryIn(parent, last, "file")), tracker.ignores(position, directory)];
      return [written(names), number([...bits, inside.all])];
    }),
  );
  const contexts = [context, inner].map(({ files, below, ignoreCase }) => ({
    files: writtenFiles(files),
    below: below.map(utf8),
    ignoreCase,
  }));
  return { git, contexts, repositories, files: writtenFiles(files), answers };
}

/**
 * @param {import("@transect/core").Entry} parent
 * @param {Uint8Array} name
 * @param {"file" | "directory"} type
 */
function entryIn(parent, name, type) {
  const path = parent.path === "" ? latin(name) : `${parent.path}/${latin(name)}`;
  return /** @type {import("@transect/core").Entry} */ ({ parent, name: latin(name), nameBytes: name, path, type });
}

function randomContext() {
  const names = list(chance(0.5) ? 0 : 1 + below(2), () => pick(PLAIN_NAMES));
  const folders = ["", "", ...names.map((_, i) => names.slice(0, i + 1).join("/"))];
  const files = folders.filter(() => chance(0.6)).map((folder) => ({ path: "", folder, content: randomLines() }));
  return { files, below: names, ignoreCase: chance(0.3) };
}

/** The same, answered by git itself. */
function makeGit() {
  const ignoreCase = chance(0.3);
  const files = randomFiles().filter(({ folder }, i, all) => all.findIndex((other) => other.folder === folder) === i);
  const base = mkdtempSync(path.join(tmpdir(), "transect-vectors-"));
  try {
    const inTree = (/** @type {string} */ place) => Buffer.from(`${base}/${place}`, "latin1");
    for (const folder of [".git/objects", ".git/refs"]) mkdirSync(inTree(folder), { recursive: true });
    writeFileSync(inTree(".git/HEAD"), "ref: refs/heads/main\n");
    writeFileSync(inTree(".git/config"), `[core]\n\trepositoryformatversion = 0\n\tignoreCase = ${ignoreCase}\n`);
    for (const { folder, content } of files) {
      mkdirSync(inTree(folder), { recursive: true });
      writeFileSync(inTree(folder === "" ? ".gitignore" : `${folder}/.gitignore`), content);
    }
    const asked = list(Number(paths), () => written(namesIn(files)));
    for (const line of asked) if (chance(0.5)) mkdirSync(inTree(line), { recursive: true });
    const { stdout, status, stderr } = spawnSync("git", ["check-ignore", "--no-index", "--stdin", "-z", "-v", "-n"], {
      cwd: base,
      env: { ...process.env, GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null", HOME: "/nonexistent" },
      input: Buffer.from(asked.map((line) => `${line}\0`).join(""), "latin1"),
      maxBuffer: 1 << 28,
    });
    if (status !== 0 && status !== 1) throw new Error(`git check-ignore: ${stderr}`);
    const fields = stdout.toString("latin1").split("\0");
    const ignored = (/** @type {number} */ i) => fields[i * 4] !== "" && !fields[i * 4 + 2]?.startsWith("!");
    // What does not exist is no directory.
    const answers = asked.map((line, i) => [line, number([ignored(i), existsSync(inTree(line))])]);
    return { ignoreCase, files: writtenFiles(files), answers };
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

/** Names that some file speaks of, or others. @param {readonly { folder: string, content: Uint8Array }[]} files */
function namesIn(files) {
  if (files.length === 0) return randomNames([""], true);
  const { folder, content } = pick(files);
  const prefix = folder === "" || chance(0.2) ? [] : folder.split("/").map(bytes);
  return [...prefix, ...randomNames(latin(content).split(/\r?\n/), true)];
}

function randomFiles() {
  const folders = ["", ...list(below(5), () => list(1 + below(2), () => latin(randomName(true))).join("/"))];
  return folders.filter(() => chance(0.8)).map((folder) => ({ folder, content: randomLines() }));
}

function randomLines() {
  const lines = list(1 + below(5), () => {
    const names = () => list(1 + below(2), () => pick(NAMES)).join("/");
    const pieces = chance(0.3) ? [names()] : list(1 + below(5), () => pick(LINE_PIECES));
    return `${chance(0.25) ? "!" : ""}${chance(0.15) ? "/" : ""}${pieces.join("")}${chance(0.2) ? "/" : ""}`;
  });
  const mark = chance(0.05) ? "\xef\xbb\xbf" : "";
  return new Uint8Array(Buffer.from(mark + lines.join(chance(0.1) ? "\r\n" : "\n"), "latin1"));
}

function randomGlob() {
  const body = list(1 + below(5), () => (chance(0.12) ? randomGroup(2) : pick(GLOB_PIECES))).join("");
  return `${chance(0.2) ? "!" : ""}${chance(0.15) ? "**/" : ""}${body}${chance(0.15) ? "/**" : ""}`;
}

/** @param {number} depth @returns {string} */
function randomGroup(depth) {
  const inner = () =>
    list(1 + below(2), () => (depth > 0 && chance(0.15) ? randomGroup(depth - 1) : pick(GLOB_PIECES)));
  const parts = list(1 + below(3), () => inner().join(""));
  return chance(0.4) ? `{${parts.join(",")}}` : `${pick([..."?*+@!"])}(${parts.join("|")})`;
}

/** Names made after a pattern, so that it matches them now and then. @param {string} pattern a character for each byte */
function namesAfter(pattern) {
  const filled = pattern
    .replace(/^!/, "")
    .replaceAll(/\\(.)/g, "$1")
    .replaceAll(/[?*+@!]?[({]([^(){}]*)[)}]/g, (_, inside) => pick(inside.split(/[|,]/)))
    .replaceAll(/\*\*\/?/g, () => pick(["", "a/", ".a/", "a/b/", "b"]))
    .replaceAll("*", () => pick(["", "a", ".a", "x.ts", "foo", "\xc3\xa9", "\xff"]))
    .replaceAll("?", () => pick(["a", "A", ".", "\xc3\xa9", "\xff"]))
    .replaceAll(/\[[^\]]*\]?\]/g, () => pick(["a", "B", ".", "\xc3\xa9", "7", "]", "-", "[", " "]));
  const names = filled.split("/").filter((name) => name !== "" && name !== "." && name !== ".." && name !== ".git");
  const clean = names.slice(0, 8).map((name) => name.replaceAll(/[\r\n\0]/g, ""));
  return clean.map((name) => bytes(chance(0.1) ? name.replaceAll(/[a-z]/g, (small) => small.toUpperCase()) : name));
}

/** @param {readonly string[]} patterns */
function randomNames(patterns, plain = false) {
  const names = chance(0.5) ? namesAfter(pick(patterns)) : [];
  if (names.length > 0 && chance(0.2)) names.unshift(randomName(plain));
  if (names.length > 0 && chance(0.2)) names.push(randomName(plain));
  const usable = names.length > 0 && names.every((name) => name.length > 0);
  return usable ? names : list(1 + below(4), () => randomName(plain));
}

function randomName(plain = false) {
  if (chance(plain ? 0.8 : 0.5)) return bytes(pick(NAMES));
  const name = list(1 + below(4), () => pick(NAME_PIECES)).join("");
  return name === "." || name === ".." || name === "" ? bytes("a") : bytes(name);
}

/** @param {string} latin1 */
function bytes(latin1) {
  return new Uint8Array(Buffer.from(latin1, "latin1"));
}

/** @param {string} text */
function utf8(text) {
  return Buffer.from(text).toString("latin1");
}

/** @param {Uint8Array} name */
function latin(name) {
  return Buffer.from(name).toString("latin1");
}

/** @param {readonly Uint8Array[]} names */
function written(names) {
  return names.map(latin).join("/");
}

/** @param {readonly { folder: string, content: Uint8Array }[]} files */
function writtenFiles(files) {
  return files.map(({ folder, content }) => [folder, latin(content)]);
}

/** @param {readonly boolean[]} bits */
function number(bits) {
  return bits.reduce((sum, bit, i) => sum | (bit ? 1 << i : 0), 0);
}

/** @param {string} character */
function escaped(character) {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** @template T @param {number} count @param {() => T} item @returns {T[]} */
function list(count, item) {
  return Array.from({ length: count }, item);
}

/** A whole number from 0 to `count - 1`, of mulberry32. @param {number} count */
function below(count) {
  state = (state + 0x6d2b79f5) >>> 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * count);
}

/** @param {number} share */
function chance(share) {
  return below(1 << 20) < share * (1 << 20);
}

/** @template T @param {readonly T[]} items @returns {T} */
function pick(items) {
  return /** @type {T} */ (items[below(items.length)]);
}

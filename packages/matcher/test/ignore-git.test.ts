import { type IgnoreExplanation, type IgnoreFile, ignoreRules } from "@transect/matcher";
import { describe, expect, it } from "vitest";
import { repository } from "./git-oracle.js";
import { type Random, random } from "./random.js";

// The random pairs of (rules, path) that git itself is asked about; the whole number is run in every test run.
const REPOSITORIES = 160;
const PATHS = 1_300;
const { TRANSECT_SEED = "20260101" } = process.env;
const seed = Number(TRANSECT_SEED);

const NAMES = [
  "a",
  "b",
  "ab",
  "A",
  "foo",
  "Foo",
  "bar",
  "a b",
  "x.ts",
  "a.",
  ".a",
  "é",
  "\xff".repeat(1),
  "[a]",
  "-",
  "!a",
  "#a",
  "a\\",
  "z*",
  "b ",
];
const PIECES = [
  ..."aAbzfo.-# !é".split(""),
  ...[
    "foo",
    "Foo",
    "bar",
    "ts",
    "*",
    "*",
    "*",
    "?",
    "?",
    "**",
    "**",
    "***",
    "/",
    "/",
    "/",
    "\\",
    "\\*",
    "\\a",
    "\\A",
    "\\ ",
    " ",
    "  ",
  ],
  ...[
    "[ab]",
    "[!a]",
    "[^a]",
    "[a-c]",
    "[A-F]",
    "[c-a]",
    "[]a]",
    "[!]a]",
    "[a",
    "[",
    "]",
    "[[:alpha:]]",
    "[[:upper:]]",
    "[[:space:]]",
    "[[:punct:]]",
  ],
  ...[
    "[[:nope:]]",
    "[[:alpha:]",
    "[a-]",
    "[-a]",
    "[\\]]",
    "[a\\-z]",
    "[/]",
    "[[]",
    "[[a]",
    "[[:]",
    "[a[:digit:]]",
    "[a-\\c]",
    "[\\",
    "[A]",
    "\t",
    "\r",
  ],
  ...["**/", "/**", "/**/", "a/**", "**/a", "foo**/bar", "a**", "**a", "/*", "*/", "\xff", "\xc3", "ab/", "!"],
];

const latin = (text: string): Buffer => Buffer.from(text, "latin1");

function randomRule(r: Random): string {
  let rule = r.chance(0.15) ? "!" : "";
  if (r.chance(0.15)) rule += "/";
  const count = 1 + r.below(r.chance(0.2) ? 8 : 4);
  for (let i = 0; i < count; i++) rule += r.chance(0.3) ? r.pick(NAMES) : r.pick(PIECES);
  if (r.chance(0.15)) rule += "/";
  if (r.chance(0.1)) rule += r.pick([" ", "  ", "\\ ", "\t", "\\"]);
  return rule.replaceAll("\n", "");
}

function randomFile(r: Random): Buffer {
  const end = r.chance(0.2) ? "\r\n" : "\n";
  const rules = Array.from({ length: 1 + r.below(8) }, () => randomRule(r));
  const text = (r.chance(0.1) ? "\xef\xbb\xbf" : "") + rules.join(end) + (r.chance(0.8) ? end : "");
  return latin(text);
}

describe("ignore rules and git", () => {
  it("agree on every random pair of rules and path, and on the line that decides", { timeout: 120_000 }, () => {
    let pairs = 0;
    let faults = 0;
    const report: string[] = [];
    for (let round = 0; round < REPOSITORIES; round++) {
      const r = random(seed + round);
      const repo = repository(r.chance(0.3));
      try {
        // A few real folders, some with an ignore file; paths that do not exist count as files.
        const folders = new Set<string>([""]);
        for (let i = 0; i < 12; i++) {
          const parts = Array.from({ length: 1 + r.below(3) }, () => r.pick(NAMES).trimEnd());
          for (let k = 1; k <= parts.length; k++) folders.add(parts.slice(0, k).join("/"));
        }
        for (const folder of folders) if (folder !== "") repo.makeFolder(latin(folder));
        const files: IgnoreFile[] = [];
        const put = (path: string, folder: string): void => {
          const content = randomFile(r);
          repo.write(latin(path), content);
          files.push({ path, folder, content });
        };
        put("../excludes", "");
        put(".git/info/exclude", "");
        for (const folder of folders) {
          if (folder === "" || r.chance(0.3)) put(folder === "" ? ".gitignore" : `${folder}/.gitignore`, folder);
        }
        const asked: string[] = [...folders].filter((folder) => folder !== "");
        while (asked.length < PATHS) {
          const folder = r.pick([...folders]);
          const count = 1 + r.below(3);
          let path = folder;
          for (let i = 0; i < count; i++)
            path += (path === "" ? "" : "/") + r.pick(NAMES) + (r.chance(0.3) ? r.pick(NAMES) : "");
          asked.push(path);
        }
        // The order of precedence: excludes, info/exclude, then down the folders. Names as bytes, so that a folder
        // that is not UTF-8 can be given: its files are added on the way down.
        const rules = ignoreRules(
          files.filter((file) => file.folder === ""),
          { ignoreCase: repo.ignoreCase },
        );
        const nested = new Map(files.filter((file) => file.folder !== "").map((file) => [file.folder, file]));
        const answers = repo.ask(asked.map(latin));
        // All files at once, by their folders; a folder whose name is not UTF-8 can only be met on the way.
        const isText = (text: string): boolean => Buffer.from(text, "latin1").every((byte) => byte < 128);
        const atOnce = ignoreRules(
          files.filter((file) => isText(file.folder ?? "")),
          { ignoreCase: repo.ignoreCase },
        );
        const bytesOnly = [...nested.keys()].filter((folder = "") => !isText(folder)).map((folder) => `${folder}/`);
        for (let i = 0; i < asked.length; i++) {
          const path = asked[i] as string;
          const names = path.split("/");
          let state = rules.root();
          let at = "";
          for (const name of names.slice(0, -1)) {
            state = rules.enter(state, latin(name));
            at += (at === "" ? "" : "/") + name;
            const file = nested.get(at);
            if (file !== undefined) {
              state = rules.add(state, file);
              nested.delete(at);
              stacks.set(at, state);
            } else state = stacks.get(at) ?? state;
          }
          const ours = rules.explainEntry(state, latin(names[names.length - 1] as string), folders.has(path));
          const theirs = answers[i];
          pairs++;
          const whole = bytesOnly.some((folder) => path.startsWith(folder))
            ? ours
            : atOnce.explain(latin(path), folders.has(path));
          const agrees = (answer: IgnoreExplanation | undefined): boolean =>
            answer === undefined
              ? theirs === undefined
              : theirs !== undefined &&
                answer.line === theirs.line &&
                theirs.file.endsWith(answer.file.replace("../", "/"));
          if (!(agrees(ours) && agrees(whole)) && ++faults <= 20)
            report.push(JSON.stringify({ round, path, ours, whole, theirs, icase: repo.ignoreCase }));
        }
        stacks.clear();
      } finally {
        repo.remove();
      }
    }
    expect(report.join("\n"), `seed ${seed}: ${faults} of ${pairs} differ`).toBe("");
    expect(pairs).toBeGreaterThanOrEqual(200_000);
  });
});

const stacks = new Map<string, ReturnType<ReturnType<typeof ignoreRules>["root"]>>();

// @ts-check
import { execFileSync, spawnSync } from "node:child_process";
import process from "node:process";
import { duplicates, HASH_ALGORITHMS, hashFiles, hashTree } from "@transect/content";
import { collectGarbage } from "../method/collect.mjs";
import { timedCommand } from "../method/command.mjs";
import { compare } from "../method/compare.mjs";
import { CONTENTS, contents } from "../scenarios/contents.mjs";
import { programOf, READERS } from "../subjects/content-programs.mjs";
import { environmentOf, findProgram } from "../subjects/install.mjs";
import { installedCommand } from "../subjects/installed-command.mjs";
import { row } from "./suite.mjs";

/** @typedef {import("./suite.mjs").Suite} Suite */
/** @typedef {import("./suite.mjs").Row} Row */

/**
 * A way to read the files of a tree, which is asked for its answer first: how many files or groups of files.
 *
 * @typedef {object} Way
 * @property {Omit<Row, "samples" | "cpu" | "peak" | "note">} told
 * @property {() => number | Promise<number>} answer
 * @property {import("../method/compare.mjs").Task} task
 * @property {boolean} [theirs] whether it may fail: it is listed as missing then
 */

/**
 * Reading files: hashes beside `sha256sum` and `b3sum`, duplicates beside `jdupes` and `fdupes`. Threads of ours are up
 * for what runs in this process; whole commands pay for them each time.
 *
 * @type {Suite}
 */
export const CONTENTS_SUITE = {
  name: "contents",
  scenarios: CONTENTS,
  usually: CONTENTS.filter((name) => name !== "both"),
  quickly: ["small", "copies"],
  async measure({ chosen, rounds, seconds, quick }) {
    const scenarios = [];
    const command = installedCommand();
    for (const name of chosen) {
      const tree = contents(name, { quick });
      process.stderr.write(`contents: ${name}\n`);
      const copies = /copies|sources/.test(name);
      const { files } = await hashed(tree.path);
      const groups = copies ? (await duplicates(tree.path)).groups.length : 0;
      const { ways: known, missing } = waysOver(tree.path, { copies, command, files });
      /** @type {Way[]} */
      const ways = [];
      /** @type {Map<string, string>} */
      const notes = new Map();
      for (const way of known) {
        const { told, answer, theirs } = way;
        try {
          const [found, right] = [await answer(), copies ? groups : told.group === "one hash of all" ? 1 : files];
          notes.set(told.name, found === right ? "" : `${found} where there are ${right}`);
          ways.push(way);
        } catch (error) {
          if (!theirs) throw error;
          missing.push(`${told.name}: ${lastLine(error)}`);
        }
      }
      const timings = await compare(Object.fromEntries(ways.map(({ told, task }) => [told.name, task])), {
        rounds,
        // What was asked for its answer has run once.
        warmUp: 0,
        seconds,
        before: collectGarbage,
      });
      scenarios.push({
        name,
        about: tree.about,
        unit: "file",
        units: files,
        rows: ways.flatMap(({ told }) => {
          const timing = timings.get(told.name);
          return timing === undefined ? [] : [row(timing, { ...told, note: notes.get(told.name) ?? "" })];
        }),
        missing,
      });
    }
    return scenarios;
  },
};

/**
 * What a program said last, or what there is to say of it.
 *
 * @param {unknown} error
 */
function lastLine(error) {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split("\n").at(-1);
}

/**
 * How many files there are, whose hashes `sha256sum` has checked.
 *
 * @param {string} root
 */
async function hashed(root) {
  const { list } = await hashFiles(root);
  const input = list.map(({ path, hash }) => `${hash}  ${path}\n`).join("");
  execFileSync("sha256sum", ["--check", "--quiet", "--strict"], {
    cwd: root,
    input,
    stdio: ["pipe", "inherit", "inherit"],
  });
  return { files: list.length };
}

/**
 * @param {string} root
 * @param {{ copies: boolean, command: string, files: number }} options whether to find duplicates, or to hash; our
 *   command's file; how many files there are
 * @returns {{ ways: Way[], missing: string[] }}
 */
function waysOver(root, { copies, command, files }) {
  const ours = copies
    ? [inProcess("duplicates", "duplicates", async () => (await duplicates(root)).groups.length)]
    : HASH_ALGORITHMS.flatMap((algorithm) => [
        inProcess(`hashFiles, ${algorithm}`, "hashes of files", async () => {
          return (await hashFiles(root, { algorithm })).list.length;
        }),
        inProcess(`hashTree, ${algorithm}`, "one hash of all", async () => {
          return (await hashTree(root, { algorithm })).hash === undefined ? 0 : 1;
        }),
      ]);
  const ourCommand = (/** @type {string[]} */ ...args) => [process.execPath, command, ...args, root];
  const groups = (/** @type {string} */ output) => JSON.parse(output).groups.length;
  const commands = copies
    ? [wholeCommand("transect duplicates --json", "duplicates", ourCommand("duplicates", "--json"), groups)]
    : [
        wholeCommand("transect hash --files", "hashes of files", ourCommand("hash", "--files"), lines),
        wholeCommand("transect hash", "one hash of all", ourCommand("hash"), lines),
      ];
  /** @type {string[]} */
  const missing = [];
  const asked = READERS.filter(
    ({ gives, atLeast = files, atMost = files }) =>
      (gives === "duplicates") === copies && atLeast <= files && files <= atMost,
  );
  const others = asked.flatMap((reader) => {
    const file = findProgram(programOf(reader));
    if (file === undefined) missing.push(`${reader.name}: not here`);
    return file === undefined ? [] : [another(reader, file, root)];
  });
  return { ways: [...ours, ...commands, ...others], missing };
}

const lines = (/** @type {string} */ output) => (output.match(/\n/g) ?? []).length;

/**
 * @param {string} name
 * @param {string} group
 * @param {() => Promise<number>} answer
 * @returns {Way}
 */
function inProcess(name, group, answer) {
  const told = { name, group, version: "", how: name, lacks: "", command: false };
  return { told, answer, task: async () => void (await answer()) };
}

/**
 * @param {string} name
 * @param {string} group
 * @param {readonly string[]} line
 * @param {(output: string) => number} count
 * @returns {Way}
 */
function wholeCommand(name, group, line, count) {
  return {
    told: { name, group, version: "", how: name, lacks: "", command: true },
    answer: () => count(printed(line)),
    task: () => timedCommand(line),
  };
}

/**
 * @param {import("../subjects/content-programs.mjs").Reader} reader
 * @param {string} file
 * @param {string} root
 * @returns {Way}
 */
function another({ name, from, gives, lacks, script, count }, file, root) {
  const line = ["sh", "-c", script.replaceAll("FILE", file)];
  const options = { cwd: root, env: environmentOf(from) };
  const version = spawnSync(file, ["--version"], { encoding: "utf8", env: options.env })
    .stdout.split("\n")[0]
    ?.match(/\d+(?:\.\d+)+/)?.[0];
  return {
    told: { name, group: gives, version: version ?? "", how: script.replaceAll("FILE", name), lacks, command: true },
    answer: () => count(printed(line, options)),
    task: () => timedCommand(line, options),
    theirs: true,
  };
}

/**
 * @param {readonly string[]} line
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 */
function printed([file = "", ...args], options) {
  return execFileSync(file, args, { encoding: "utf8", maxBuffer: 1 << 28, ...options });
}

// @ts-check
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { copyStructures, findStructures } from "@transect/structure";
import { backends, walkBatches } from "@transect/walker-parallel";
import { collectGarbage } from "../method/collect.mjs";
import { timedCommand } from "../method/command.mjs";
import { compare } from "../method/compare.mjs";
import { STRUCTURE_NAMES, structures } from "../scenarios/structures.mjs";
import { installedCommand } from "../subjects/installed-command.mjs";
import { installedVersion } from "../subjects/installed-version.mjs";
import { pathveinCommand, pathveinVersion } from "../subjects/pathvein.mjs";
import { row } from "./suite.mjs";

/** @typedef {import("./suite.mjs").Suite} Suite */
/** @typedef {import("./suite.mjs").Row} Row */
/** @typedef {ReturnType<typeof structures>} Asked */

/**
 * A way to look for structures, or to copy them, which is asked for its answer first.
 *
 * @typedef {object} Way
 * @property {Omit<Row, "samples" | "cpu" | "peak" | "note" | "lacks">} told
 * @property {string} [lacks]
 * @property {() => number | undefined | Promise<number | undefined>} answer `undefined` where it gives none
 * @property {import("../method/compare.mjs").Task} task
 */

/**
 * Directories by how they are built: finding them beside the bare walk over the same tree, on every backend, and copying
 * them beside `cp`; whole commands beside pathvein. In one process the same patterns are looked for round by round, and
 * stay compiled from the first on: what compiling takes is in the whole commands.
 *
 * @type {Suite}
 */
export const STRUCTURES = {
  name: "structures",
  scenarios: STRUCTURE_NAMES,
  async measure({ chosen, rounds, seconds, quick }) {
    const folder = mkdtempSync(path.join(os.tmpdir(), "transect-structures-"));
    try {
      const scenarios = [];
      for (const name of chosen) {
        const asked = structures(name, { quick });
        process.stderr.write(`structures: ${name}\n`);
        const patterns = path.join(folder, "patterns.json");
        writeFileSync(patterns, JSON.stringify(asked.patterns));
        const out = path.join(folder, "out");
        const clear = () => rmSync(out, { recursive: true, force: true });
        const ways = asked.does === "find" ? await waysToFind(asked, patterns) : waysToCopy(asked, patterns, out);
        /** @type {Map<string, string>} */
        const notes = new Map();
        for (const { told, answer } of ways) {
          clear();
          const found = await answer();
          notes.set(told.name, found === undefined || found === asked.right ? "" : `${found}, not ${asked.right}`);
        }
        const timings = await compare(Object.fromEntries(ways.map(({ told, task }) => [told.name, task])), {
          // A search takes some milliseconds.
          rounds: rounds * 3,
          seconds: seconds * 2,
          before: () => {
            clear();
            collectGarbage();
          },
        });
        scenarios.push({
          name,
          about: `${asked.files.toLocaleString("en")} files; ${asked.about}`,
          unit: "file",
          units: asked.files,
          rows: ways.flatMap(({ told, lacks = "" }) => {
            const timing = timings.get(told.name);
            return timing === undefined ? [] : [row(timing, { ...told, lacks, note: notes.get(told.name) ?? "" })];
          }),
          missing: pathveinVersion() === "" ? ["pathvein: not here"] : [],
        });
      }
      return scenarios;
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

/**
 * @param {Asked} asked
 * @param {string} file of the patterns
 * @returns {Promise<Way[]>}
 */
async function waysToFind({ path: root, patterns, right }, file) {
  const available = (await backends()).filter((backend) => backend.available).map(({ name }) => name);
  const inProcess = available.flatMap((backend) => {
    const find = async () => {
      let matches = 0;
      for await (const item of findStructures(root, patterns, { backend })) if (item.type === "match") matches += 1;
      return matches;
    };
    const walk = async () => {
      for await (const _ of walkBatches(root, { backend }));
    };
    const group = `structures, ${backend}`;
    return [
      way({ name: `findStructures, ${backend}`, group, package: "@transect/structure" }, find),
      way({ name: `walkBatches, ${backend}`, group, package: "@transect/walker-parallel" }, async () => {
        await walk();
        return undefined;
      }),
    ];
  });
  const ours = [process.execPath, installedCommand(), "find", "--json", "--pattern", file, root];
  const theirs = pathveinCommand({ root, patterns });
  const group = "structures";
  return [
    ...inProcess,
    whole({ name: "transect find", group, version: installedVersion("@transect/structure") }, ours, (text) => {
      return (text.match(/\n/g) ?? []).length;
    }),
    ...(theirs === undefined || right === 0
      ? []
      : [{ ...whole({ name: "pathvein scan", group, version: pathveinVersion() }, theirs, Number), lacks: PATHVEIN }]),
  ];
}

const PATHVEIN = "errors in a result; started in Python";

/**
 * @param {Asked} asked
 * @param {string} file of the patterns
 * @param {string} out
 * @returns {Way[]}
 */
function waysToCopy({ path: root, patterns }, file, out) {
  const copied = () => readdirSync(out, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).length;
  const copy = async () => void (await copyStructures(findStructures(root, patterns), out));
  const group = "copies";
  const ours = [process.execPath, installedCommand(), "copy", "--pattern", file, "--into", out, root];
  const theirs = pathveinCommand({ root, patterns, destination: out });
  return [
    {
      ...way({ name: "copyStructures", group, package: "@transect/structure" }, async () => {
        await copy();
        return copied();
      }),
      task: copy,
    },
    whole({ name: "transect copy", group, version: installedVersion("@transect/structure") }, ours, copied),
    whole({ name: "cp -r", group, version: "" }, ["cp", "-r", root, out], copied),
    whole({ name: "cp -rp", group, version: "" }, ["cp", "-rp", root, out], copied),
    ...(theirs === undefined
      ? []
      : [
          {
            ...whole({ name: "pathvein shuffle", group, version: pathveinVersion() }, theirs, copied),
            lacks: PATHVEIN,
          },
        ]),
  ];
}

/**
 * @param {{ name: string, group: string, package: string }} told
 * @param {() => Promise<number | undefined>} answer
 * @returns {Way}
 */
function way({ name, group, package: from }, answer) {
  const told = { name, group, version: installedVersion(from), how: name, command: false };
  return { told, answer, task: async () => void (await answer()) };
}

/**
 * @param {{ name: string, group: string, version: string }} told
 * @param {readonly string[]} line
 * @param {(output: string) => number} read
 * @returns {Way}
 */
function whole(told, line, read) {
  const [file = "", ...args] = line;
  return {
    told: { ...told, how: told.name, command: true },
    answer: () => read(execFileSync(file, args, { encoding: "utf8", maxBuffer: 2 ** 28 })),
    task: () => timedCommand(line),
  };
}

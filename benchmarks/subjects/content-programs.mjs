// @ts-check

/** @typedef {import("./programs.mjs").Program} Program */

/**
 * Another program that reads files, in a folder.
 *
 * @typedef {object} Reader
 * @property {string} name
 * @property {Program["from"]} from where it is got from
 * @property {"hashes of files" | "one hash of all" | "duplicates"} gives
 * @property {string} lacks
 * @property {string} script the command line of a shell; `FILE` is the program's
 * @property {(output: string) => number} count how many files, or groups of files, it printed
 * @property {number} [atMost] it is not asked of more files: beyond that it does little but start processes
 * @property {number} [atLeast] it is not asked of fewer files: it would do what another does, or all of it on one core
 */

const lines = (/** @type {string} */ output) => (output.match(/\n/g) ?? []).length;
/** Groups have an empty line between them. */
const groups = (/** @type {string} */ output) => output.split("\n\n").filter((group) => group.trim() !== "").length;

/** A process for each of two cores, each asked for so many files at a time. */
const perCall = (/** @type {number} */ files, /** @type {string} */ program) =>
  `find . -type f -print0 | xargs -0 -P2 -n${files} ${program}`;

const FEW = 1000;

const NO_ERRORS = "no errors in a result, no choice of files";

/** @type {readonly Reader[]} */
export const READERS = [
  ...[1, 256, 2500].map(
    (files) =>
      /** @type {Reader} */ ({
        name: `sha256sum, ${files} a call`,
        from: "system",
        gives: "hashes of files",
        lacks: NO_ERRORS,
        script: perCall(files, "sha256sum"),
        count: lines,
        ...(files === 1 ? { atMost: FEW } : { atLeast: files }),
      }),
  ),
  {
    name: "b3sum",
    from: { crate: "b3sum" },
    gives: "hashes of files",
    lacks: `another hash; ${NO_ERRORS}`,
    script: "find . -type f -print0 | xargs -0 FILE",
    count: lines,
  },
  ...[1, 256].map(
    (files) =>
      /** @type {Reader} */ ({
        name: `b3sum --num-threads 1, ${files} a call`,
        from: { crate: "b3sum" },
        gives: "hashes of files",
        lacks: `another hash; ${NO_ERRORS}`,
        script: perCall(files, "FILE --num-threads 1"),
        count: lines,
        ...(files === 1 ? { atMost: FEW } : { atLeast: files }),
      }),
  ),
  {
    name: "cat | sha256sum",
    from: "system",
    gives: "one hash of all",
    lacks: "paths: it is the same for files of other names",
    script: "find . -type f -print0 | LC_ALL=C sort -z | xargs -0 cat | sha256sum",
    count: lines,
    atLeast: FEW,
  },
  {
    name: "jdupes",
    from: { debian: "jdupes" },
    gives: "duplicates",
    lacks: "folders that overlap, what could be freed",
    script: "FILE -r -q .",
    count: groups,
  },
  {
    name: "fdupes",
    from: { debian: "fdupes", libraries: ["libpcre2-32-0"] },
    gives: "duplicates",
    lacks: "folders that overlap, what could be freed",
    script: "FILE -r -q .",
    count: groups,
  },
];

/** The program that a reader is, as it is called. */
export function programOf(/** @type {Reader} */ { name }) {
  return name === "cat | sha256sum" ? "sha256sum" : (name.split(/[ ,]/)[0] ?? name);
}

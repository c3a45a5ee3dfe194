// @ts-check

/** @typedef {import("../scenarios/trees.mjs").Tree} Tree */

/**
 * What a subject found, as far as it tells: names count each, the root included among the entries.
 *
 * @typedef {object} Answer
 * @property {number} [entries]
 * @property {number} [files] regular ones
 * @property {number} [directories]
 * @property {number} [paths] all but folders
 * @property {number} [apparent] bytes of regular files
 * @property {number} [allocated] bytes of all
 */

/**
 * Something that walks a tree: a call of ours, another library's, or a whole command.
 *
 * @typedef {object} Subject
 * @property {string} name
 * @property {string} version
 * @property {"sizes" | "names" | "paths"} gives a size of the whole; how many there are; or a list of every path
 * @property {string} how the call or the command line, `ROOT` for the tree
 * @property {string} lacks what it does not do that our profile does, in a few words
 * @property {boolean} command whether it is a process of its own, whose start is in the figure
 * @property {number} [most] entries above which it takes too long to be asked
 * @property {(tree: Tree) => Answer | Promise<Answer>} answer asks it once
 * @property {(tree: { path: string }) => import("../method/compare.mjs").Task} task what is timed
 */

/**
 * How an answer differs from what there is. Names that share a file, and what a folder takes by itself, may count or not:
 * `du` counts a shared file once, others each name.
 *
 * @param {Answer} answer
 * @param {Tree} tree
 * @returns {string} empty where it does not
 */
export function difference(answer, { counts, once, fixed }) {
  /** @type {readonly (readonly [what: string, found: number | undefined, right: readonly number[]])[]} */
  const held = [
    ["entries", answer.entries, [counts.entries]],
    ["files", answer.files, [counts.files]],
    ["folders", answer.directories, [counts.directories]],
    ["paths", answer.paths, [counts.entries - counts.directories]],
    ["bytes", answer.apparent, [counts.apparent, once.apparent]],
    ["bytes", answer.allocated, [counts.allocated, once.allocated]],
  ];
  return held
    .flatMap(([what, found, right]) => {
      if (found === undefined) return [];
      const off = right.map((one) => found - one).sort((a, b) => Math.abs(a) - Math.abs(b))[0] ?? 0;
      const slack = fixed ? 0 : 0.001 * (right[0] ?? 0);
      return Math.abs(off) <= slack
        ? []
        : [`${Math.abs(off).toLocaleString("en")} ${what} ${off > 0 ? "more" : "fewer"}`];
    })
    .join(", ");
}

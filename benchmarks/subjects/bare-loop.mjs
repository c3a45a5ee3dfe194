// @ts-check
import { lstatSync, readdirSync } from "node:fs";
import path from "node:path";

/**
 * The least that JavaScript can do on one thread: looks at names in a folder, and at all that is below them.
 *
 * @param {{ folder: string, names: readonly string[] }} parcel
 * @returns {{ entries: number, apparent: number }}
 */
export function bareLoop({ folder, names }) {
  let entries = 0;
  let apparent = 0;
  /** @type {string[]} */
  const pending = [];
  look(folder, names);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) look(next, readdirSync(next));
  return { entries, apparent };

  /** @param {string} holder @param {readonly string[]} held */
  function look(holder, held) {
    for (const name of held) {
      const place = path.join(holder, name);
      const stats = lstatSync(place);
      entries += 1;
      if (stats.isDirectory()) pending.push(place);
      else if (stats.isFile()) apparent += stats.size;
    }
  }
}

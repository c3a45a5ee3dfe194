// @ts-check
import { randomFillSync } from "node:crypto";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { cacheFolder } from "./cache.mjs";

/**
 * A tree of files with contents, which are random.
 *
 * @typedef {object} Filled
 * @property {string} about
 * @property {(put: (name: string, content: Uint8Array) => void, quick: boolean) => void} fill
 */

const MiB = 1024 * 1024;

/** @type {Readonly<Record<string, Filled>>} */
const FILLED = {
  small: {
    about: "10,000 files of 0 to 8 KiB in 100 folders",
    fill(put, quick) {
      const content = random(8192);
      for (let file = 0; file < (quick ? 1000 : 10_000); file += 1) {
        content.writeUInt32LE(file);
        put(`d${file % 100}/f${file}`, content.subarray(0, (file * 7919) % 8192));
      }
    },
  },
  large: {
    about: "2 GiB in 8 files",
    fill(put, quick) {
      for (let file = 0; file < 8; file += 1) put(`f${file}`, random((quick ? 16 : 256) * MiB));
    },
  },
  both: {
    about: "10,000 small files and 2 GiB in 8 files",
    fill(put, quick) {
      FILLED["small"]?.fill((name, content) => put(`small/${name}`, content), quick);
      FILLED["large"]?.fill((name, content) => put(`large/${name}`, content), quick);
    },
  },
  copies: {
    about: "20,000 files of 4 to 20 KiB, of each content two",
    fill(put, quick) {
      const content = random(20_480);
      for (let file = 0; file < (quick ? 2000 : 20_000); file += 1) {
        content.writeUInt32LE(file >> 1);
        content.writeUInt32LE(file >> 1, 4096);
        put(`d${file % 100}/f${file}`, content.subarray(0, 4096 + (((file >> 1) * 7919) % 16_384)));
      }
    },
  },
  sources: {
    about: "50,000 files of 100 to 4,000 bytes, a third of them copies",
    fill(put, quick) {
      const content = random(4000);
      for (let file = 0; file < (quick ? 5000 : 50_000); file += 1) {
        const kind = file % 3 === 0 ? file - (file % 300) : file;
        content.writeUInt32LE(kind);
        put(`d${file % 500}/f${file}`, content.subarray(0, 100 + ((kind * 7919) % 3900)));
      }
    },
  },
  "large copies": {
    about: "2 GiB in 16 files, of each content two, half of which differ in the last byte",
    fill(put, quick) {
      for (let pair = 0; pair < 8; pair += 1) {
        const content = random((quick ? 8 : 128) * MiB);
        put(`a/f${pair}`, content);
        if (pair % 2 === 1) content[content.length - 1] = (content.at(-1) ?? 0) ^ 1;
        put(`b/f${pair}`, content);
      }
    },
  },
};

/** The names of all of them. */
export const CONTENTS = Object.keys(FILLED);

/**
 * A tree by its name, which is made where it is not there, and kept from run to run.
 *
 * @param {string} name
 * @param {{ quick: boolean }} options
 * @returns {{ path: string, about: string }}
 */
export function contents(name, { quick }) {
  const filled = FILLED[name];
  if (filled === undefined) throw new Error(`no contents ${name}`);
  const root = path.join(cacheFolder("contents"), `${name.replaceAll(" ", "-")}${quick ? "-quick" : ""}`);
  // Left last, so that what was begun and not ended is made anew.
  const mark = `${root}.made`;
  if (!existsSync(mark)) {
    process.stderr.write(`making ${name}\n`);
    rmSync(root, { recursive: true, force: true });
    filled.fill((file, content) => {
      const at = path.join(root, file);
      mkdirSync(path.dirname(at), { recursive: true });
      writeFileSync(at, content);
    }, quick);
    writeFileSync(mark, "");
  }
  return { path: root, about: filled.about };
}

/** @param {number} size */
function random(size) {
  return randomFillSync(Buffer.alloc(size));
}

import type { MemoryNode } from "@transect/core";
import { bytes, dir, fifo, file, hardLink, hardLinkedLink, hole, holey, link, WINDOWS } from "./tree.js";

/** Numbers that look random and are the same for the same seed (mulberry32). */
export function seeded(seed: number): Draw {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Draws a number from 0 on and below another. */
export type Draw = (below: number) => number;

/** What names of files are made of where nobody tidied up: each is unique by the number that is put into it. */
const SHAPES: readonly ((number: number, draw: Draw) => string | Uint8Array)[] = [
  (number) => `file-${number}.txt`,
  (number) => `.hidden${number}`,
  (number) => `UPPER ${number}.TAR.GZ`,
  (number) => `line\nbreak\t${number}`,
  (number) => `naïve-${number}-日本-𝒳.md`,
  (number) => `genuine-\uFFFD-${number}`,
  (number) => bytes(`latin-\xe9-${number}.txt`),
  (number) => bytes(`\xff\xfe${number}`),
  (number) => `-${number}'"\\$*?[`,
  (number) => `${number}${"n".repeat(240)}`,
  (number) => ` ${number} `,
  (number) => `${number}.`,
  (number) => `..${number}`,
  (number, draw) => bytes(`${anyBytes(draw)}#${number}`),
  (number, draw) => bytes(`${number}.${anyBytes(draw)}`),
];

/** Whether this system takes a name: Linux any, others text alone, and Windows none with what it has another use for. */
function takes(name: string | Uint8Array): boolean {
  if (process.platform === "linux") return true;
  return typeof name === "string" && !(WINDOWS && /[\n\t"*?\\]/.test(name));
}

/** Bytes such as a name may hold: all but NUL and the slash, valid UTF-8 or not. */
function anyBytes(draw: Draw): string {
  return Array.from({ length: 1 + draw(12) }, () => String.fromCharCode(1 + draw(255)).replace("/", "_")).join("");
}

/** Times of modification: before and after 1970, with parts of a millisecond, and none. */
const TIMES: readonly (number | undefined)[] = [
  undefined,
  0,
  -1.25,
  -1e12 + 0.5,
  1e12,
  1_600_000_000_123.75,
  951_782_399_999.999,
  4e12,
];

/**
 * A tree such as nobody would make on purpose: names that are no text, links to anything and nothing and to folders
 * that hold them, hard links, holes, FIFOs, empty folders; of these what the system has. The same seed gives the same
 * tree on the same system.
 */
export function randomTree(seed: number, size = 300): MemoryNode[] {
  const draw = seeded(seed);
  const linkNames = [2, 3, 5, 2, 2].map((nlink, object) => ({ object, nlink, left: nlink }));
  /** Paths of folders from the top, where they are text. */
  const folders = ["."];
  let made = 0;
  let fifos = 0;
  const top = fill(0, "");
  // Every name that the link counts promise is there.
  for (const object of linkNames) {
    while (object.left > 0) top.push(another(object, `last-${object.object}-${object.left}`));
  }
  return top;

  function fill(depth: number, at: string | undefined): MemoryNode[] {
    const nodes: MemoryNode[] = [];
    const count = depth === 0 ? size : draw(9);
    while (nodes.length < count && made < size) nodes.push(make(depth, at));
    return nodes;
  }

  function another(object: (typeof linkNames)[number], name: string | Uint8Array): MemoryNode {
    const { object: number, nlink } = object;
    object.left -= 1;
    return number === 4 && !WINDOWS ? hardLinkedLink(name, "4", nlink) : hardLink(name, `${number}`, 777, nlink);
  }

  function make(depth: number, at: string | undefined): MemoryNode {
    made += 1;
    const drawn = (SHAPES[draw(SHAPES.length)] ?? String)(made, draw);
    const name = takes(drawn) ? drawn : `${made}`;
    const below = at === undefined || typeof name !== "string" ? undefined : `${at}${name}`;
    switch (draw(12)) {
      case 0:
      case 1:
      case 2:
        if (below !== undefined) folders.push(below);
        return dir(name, ...(depth > 12 ? [] : fill(depth + 1, below === undefined ? undefined : `${below}/`)));
      case 3: {
        if (WINDOWS) return file(name, made);
        const folder = folders[draw(folders.length)] ?? ".";
        const targets = ["nowhere", "..", `file-${draw(size)}.txt`, below ?? ".", folder, folder, `${folder}/..`];
        return link(name, targets[draw(targets.length)] ?? ".");
      }
      case 4:
        fifos += 1;
        return fifos < 5 && !WINDOWS ? fifo(`fifo-${made}`) : file(name);
      case 5:
        if (WINDOWS) return file(name, draw(100_000));
        return draw(2) === 0
          ? hole(`hole-${made}`, draw(2 ** 30))
          : holey(`holey-${made}`, 100_000 + draw(2 ** 30), draw(20));
      case 6: {
        const object = linkNames[draw(linkNames.length)];
        if (object === undefined || object.left === 0) return file(name, draw(10));
        return another(object, name);
      }
      default:
        return file(name, draw(2) === 0 ? 0 : draw(20_000), TIMES[draw(TIMES.length)]);
    }
  }
}

import type { MemoryNode } from "@transect/core";
import { bytes, dir, fifo, file, hardLink, hole, link } from "./tree.js";

/** Numbers that look random and are the same for the same seed (mulberry32). */
export function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** What names of files are made of where nobody tidied up: each is unique by the number that is put into it. */
const SHAPES: readonly ((number: number) => string | Uint8Array)[] = [
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
];

/**
 * A tree such as nobody would make on purpose: names that are no text, links to anything and nothing, hard links,
 * holes, FIFOs, empty folders. The same seed gives the same tree.
 */
export function randomTree(seed: number, size = 300): MemoryNode[] {
  const draw = seeded(seed);
  const linkNames = [2, 3, 5, 2].map((nlink, object) => ({ object, nlink, left: nlink }));
  let made = 0;
  let fifos = 0;
  const top = fill(0);
  // Every name that the link counts promise is there.
  for (const { object, nlink, left } of linkNames) {
    for (let index = 0; index < left; index += 1)
      top.push(hardLink(`last-${object}-${index}`, `${object}`, 777, nlink));
  }
  return top;

  function fill(depth: number): MemoryNode[] {
    const nodes: MemoryNode[] = [];
    const count = depth === 0 ? size : draw(9);
    while (nodes.length < count && made < size) nodes.push(make(depth));
    return nodes;
  }

  function make(depth: number): MemoryNode {
    made += 1;
    const name = (SHAPES[draw(SHAPES.length)] ?? String)(made);
    switch (draw(12)) {
      case 0:
      case 1:
      case 2:
        return dir(name, ...(depth > 12 ? [] : fill(depth + 1)));
      case 3:
        return link(name, ["nowhere", ".", "..", `file-${draw(size)}.txt`, ""][draw(5)] || `${made}`);
      case 4:
        fifos += 1;
        return fifos < 5 ? fifo(`fifo-${made}`) : file(name);
      case 5:
        return hole(`hole-${made}`, draw(2 ** 30));
      case 6: {
        const object = linkNames[draw(linkNames.length)];
        if (object === undefined || object.left === 0) return file(name, draw(10));
        object.left -= 1;
        return hardLink(name, `${object.object}`, 777, object.nlink);
      }
      default:
        return file(name, draw(2) === 0 ? 0 : draw(20_000));
    }
  }
}

import { type BigIntStats, lstatSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import type { LocalPath } from "./local-path.js";

/** Node sets times as doubles of seconds, which are exact to less than this. */
const TIME_SLACK_NS = 2000n;

/** Looks at a file, with all digits; through a link where `follow` says so. */
export function look(path: LocalPath, follow: boolean): BigIntStats {
  return follow ? statSync(path, { bigint: true }) : lstatSync(path, { bigint: true });
}

/** Whether nothing was written to a file between two looks, and it is still the same one. */
export function isUntouched(before: BigIntStats, after: BigIntStats): boolean {
  return (
    before.ino === after.ino &&
    before.dev === after.dev &&
    before.size === after.size &&
    before.mtimeNs === after.mtimeNs &&
    // A write whose time was set back shows here alone.
    before.ctimeNs === after.ctimeNs
  );
}

/** Whether a file is a copy of another as copying makes them: of the same size and time, or the same file. */
export function isCopyOf(copy: BigIntStats, source: BigIntStats): boolean {
  if (copy.ino === source.ino && copy.dev === source.dev) return true;
  const apart = copy.mtimeNs - source.mtimeNs;
  return copy.size === source.size && apart < TIME_SLACK_NS && -apart < TIME_SLACK_NS;
}

const BLOCK = 1024 * 1024;

/** Whether two files hold the same bytes. Throws what the system says. */
export async function hasSameContent(a: LocalPath, b: LocalPath): Promise<boolean> {
  const [left, right] = await Promise.all([open(a), open(b)]);
  try {
    const [one, other] = [Buffer.alloc(BLOCK), Buffer.alloc(BLOCK)];
    for (;;) {
      const [read, readOther] = await Promise.all([fill(left, one), fill(right, other)]);
      if (read !== readOther || one.compare(other, 0, read, 0, read) !== 0) return false;
      if (read < BLOCK) return true;
    }
  } finally {
    await Promise.all([left.close(), right.close()]);
  }
}

/** Reads until the block is full or the file ends. */
async function fill(file: Awaited<ReturnType<typeof open>>, block: Buffer): Promise<number> {
  let length = 0;
  while (length < block.length) {
    const { bytesRead } = await file.read(block, length, block.length - length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return length;
}

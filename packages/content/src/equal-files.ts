import type { Call } from "./call.js";
import { accessPath, sizeOf, stateOf } from "./find-files.js";
import { DIGEST_BYTES, hexOf } from "./hash-algorithm.js";
import type { Inode } from "./inode.js";
import { inBatches, OPENING_BYTES } from "./reading/batches.js";
import { type Job, performAll } from "./reading/perform-all.js";
import type { CompareTask, DigestTask, FileToRead } from "./reading/task.js";

/** Files of one size that are equal up to a place. */
interface Candidates {
  readonly files: readonly Inode[];
  readonly size: number;
  /** From where on they are still to be told apart. */
  readonly from: number;
}

/** How much of each file is looked at first: most that differ do so there, and small files are done with. */
const FIRST_BYTES = 16 * 1024;
/** So many files are read side by side; of more, stretches are digested, each so many times as long as the one before. */
const SIDE_BY_SIDE = 8;
const GROWTH = 64;
/** Files that are larger together are compared in several stretches at once. */
const STRETCH_BYTES = 256 * 1024 * 1024;

/**
 * Tells which files of one size hold the same: by their first block, then by all the rest. No byte of a file is read
 * twice, and none that follows the place where it differs from all others. What cannot be read, and what is not what it
 * was when it was found, goes to the log and is equal to nothing.
 *
 * @param sets files of the same size, several each.
 * @returns those that are equal, in the order in which they were given.
 */
export async function findEqual(sets: readonly (readonly Inode[])[], call: Call): Promise<Inode[][]> {
  let equal: Candidates[] = [];
  let pending = sets.map((files): Candidates => ({ files, size: sizeOfAll(files), from: 0 }));
  while (pending.length > 0 && call.halt.state === undefined) {
    const many = pending.filter(isForDigests);
    const few = pending.filter((candidates) => !isForDigests(candidates));
    const next = [...(await tellApartByDigest(many, call)), ...(await tellApartSideBySide(few, call))];
    equal = equal.concat(next.filter(({ from, size }) => from >= size));
    pending = next.filter(({ from, size }) => from < size);
  }
  return equal.map(({ files }) => [...files]);
}

function isForDigests({ files, from }: Candidates): boolean {
  return from === 0 || files.length > SIDE_BY_SIDE;
}

function sizeOfAll([first]: readonly Inode[]): number {
  return first === undefined ? 0 : sizeOf(first.entry);
}

/** Digests the next stretch of each file; parts them by that. */
async function tellApartByDigest(all: readonly Candidates[], call: Call): Promise<Candidates[]> {
  const files = all.flatMap(({ files }, set) => files.map((file) => ({ file, set })));
  const keys = new Map<Inode, string>();
  const jobs: Job<DigestTask, readonly Inode[]>[] = [];
  for (const stretch of new Set(all.map(({ from }) => from))) {
    const to = stretch === 0 ? FIRST_BYTES : stretch * GROWTH;
    const here = files.filter(({ set }) => all[set]?.from === stretch).map(({ file }) => file);
    for (const { indexes, weight } of inBatches(here, ({ entry }) => Math.min(sizeOf(entry), to) - stretch)) {
      const members = indexes.flatMap((index) => here[index] ?? []);
      const task = (): DigestTask => ({
        kind: "digest",
        algorithm: "sha256",
        files: members.map(toRead),
        stretch: [stretch, to],
      });
      jobs.push({ weight, about: members, task });
    }
  }
  await performAll(jobs, { call, kind: "digest" }, (members, { digests, done, errors }) => {
    const failed = new Set<number>();
    for (const error of errors) {
      const inode = members[error.index];
      if (inode !== undefined) call.log.add(inode.entry, error);
      failed.add(error.index);
    }
    for (const [place, inode] of members.slice(0, done).entries()) {
      if (failed.has(place)) continue;
      keys.set(inode, hexOf(digests.subarray(place * DIGEST_BYTES, (place + 1) * DIGEST_BYTES)));
    }
  });
  return all.flatMap(({ files, size, from }) => {
    const to = Math.min(size, from === 0 ? FIRST_BYTES : from * GROWTH);
    return partBy(files, (file) => keys.get(file)).map((equal) => ({ files: equal, size, from: to }));
  });
}

/** Some of the rest of a few files: large ones are read in several stretches at once. */
interface Stretch {
  readonly files: readonly Inode[];
  readonly index: number;
  readonly from: number;
  readonly to: number;
}

/** Reads all the rest of a few files side by side. */
async function tellApartSideBySide(all: readonly Candidates[], call: Call): Promise<Candidates[]> {
  /** For each file what it is equal to in each stretch. */
  const keys = new Map<Inode, number[]>();
  const failed = new Set<Inode>();
  const stretches = all.flatMap(stretchesOf);
  const weightOf = ({ files, from, to }: Stretch): number => (to - from + OPENING_BYTES) * files.length;
  const jobs = inBatches(stretches, weightOf).map(({ indexes, weight }): Job<CompareTask, readonly Stretch[]> => {
    const sets = indexes.flatMap((index) => stretches[index] ?? []);
    const task = (): CompareTask => ({
      kind: "compare",
      sets: sets.map(({ files, from, to }) => ({ files: files.map(toRead), from, to })),
    });
    return { weight, about: sets, task };
  });
  await performAll(jobs, { call, kind: "compare" }, (sets, comparisons) => {
    for (const [place, { same, errors }] of comparisons.entries()) {
      const { files = [], index = 0 } = sets[place] ?? {};
      for (const error of errors) {
        const inode = files[error.index];
        if (inode === undefined || failed.has(inode)) continue;
        failed.add(inode);
        call.log.add(inode.entry, error);
      }
      for (const [file, inode] of files.entries()) {
        const known = keys.get(inode) ?? [];
        known[index] = same[file] ?? file;
        keys.set(inode, known);
      }
    }
  });
  return all.flatMap((candidates) => {
    const count = stretchesOf(candidates).length;
    const keyOf = (file: Inode): string | undefined => {
      const known = Object.values(keys.get(file) ?? []);
      // Where the call was stopped, some stretches were not looked at.
      return failed.has(file) || known.length < count ? undefined : known.join();
    };
    return partBy(candidates.files, keyOf).map((equal) => ({ ...candidates, files: equal, from: candidates.size }));
  });
}

function stretchesOf({ files, size, from }: Candidates): Stretch[] {
  const count = Math.ceil(((size - from) * files.length) / STRETCH_BYTES);
  const length = Math.ceil((size - from) / count);
  return Array.from({ length: count }, (_, index) => {
    const start = from + index * length;
    return { files, index, from: start, to: Math.min(size, start + length) };
  });
}

/** Parts files by a key, several to a part; those that have no key, or are alone with theirs, are left out. */
function partBy(files: readonly Inode[], keyOf: (file: Inode) => string | undefined): Inode[][] {
  const parts = new Map<string, Inode[]>();
  for (const file of files) {
    const key = keyOf(file);
    if (key === undefined) continue;
    const part = parts.get(key);
    if (part === undefined) parts.set(key, [file]);
    else part.push(file);
  }
  return [...parts.values()].filter(({ length }) => length > 1);
}

function toRead({ entry }: Inode): FileToRead {
  return { path: accessPath(entry), expected: stateOf(entry) };
}

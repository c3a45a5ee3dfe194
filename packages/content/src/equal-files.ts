import type { Call } from "./call.js";
import { accessPath } from "./entry-path.js";
import { sizeOf, stateOf } from "./find-files.js";
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

/** Files up to this size are read as a whole at once. */
const SMALL_BYTES = 64 * 1024;
/** How much of each other file is looked at first: most that differ do so there. */
const FIRST_BYTES = 16 * 1024;
/** So many files are compared with each other, the more the shorter. Of more, stretches are digested... */
const SIDE_BY_SIDE = 8;
const SMALL_TOGETHER = 64;
/** ...each so many times as long as the one before. */
const GROWTH = 64;
/** Files that are larger together are compared in several stretches at once. */
const STRETCH_BYTES = 256 * 1024 * 1024;

/**
 * Tells which files of one size hold the same: by their first block, then by all the rest; small ones at once. No byte of
 * a file is read twice, and none of a larger piece than the one where it differs from all others. What cannot be read,
 * and what is not what it was when it was found, goes to the log and is equal to nothing.
 *
 * @param sets files of the same size, several each.
 * @param onEqual is told those that are equal as soon as it is known, while others are still compared.
 */
export async function findEqual(
  sets: readonly (readonly Inode[])[],
  call: Call,
  onEqual: (files: readonly Inode[]) => void,
): Promise<void> {
  let pending = sets.map((files): Candidates => ({ files, size: sizeOfAll(files), from: 0 }));
  while (pending.length > 0 && call.halt.state === undefined) {
    const next: Candidates[] = [];
    const settle = (candidates: Candidates): void => {
      if (candidates.from < candidates.size) next.push(candidates);
      else onEqual(candidates.files);
    };
    await tellApartByDigest(
      pending.filter((candidates) => !isFew(candidates)),
      call,
      settle,
    );
    await tellApartByBytes(pending.filter(isFew), call, settle);
    pending = next;
  }
}

function sizeOfAll([first]: readonly Inode[]): number {
  return first === undefined ? 0 : sizeOf(first.entry);
}

/** Whether files are so few, for what is to be looked at next, that they are compared with each other. */
function isFew({ files, size, from }: Candidates): boolean {
  // What says that it is empty, as files do that the system makes up, is to be read to its end.
  if (size === 0) return false;
  return files.length <= (from === 0 ? SMALL_TOGETHER : SIDE_BY_SIDE);
}

/** Digests the next stretch of each file; parts them by that. */
async function tellApartByDigest(
  all: readonly Candidates[],
  call: Call,
  onAlike: (candidates: Candidates) => void,
): Promise<void> {
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
  await performAll(jobs, call, (members, { digests, done, errors }) => {
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
  for (const { files, size, from } of all) {
    const to = Math.min(size, from === 0 ? FIRST_BYTES : from * GROWTH);
    for (const alike of partBy(files, (file) => keys.get(file))) onAlike({ files: alike, size, from: to });
  }
}

/** What is known of a few files, stretch by stretch. */
interface Comparing {
  readonly candidates: Candidates;
  readonly to: number;
  /** How many stretches are not compared yet. */
  left: number;
  /** For each file the place of the first one that it equals, in all stretches so far. */
  same: ArrayLike<number> | undefined;
  readonly failed: Set<number>;
}

/** Some of what is to be looked at: of large files several stretches at once. */
interface Stretch {
  readonly comparing: Comparing;
  readonly from: number;
  readonly to: number;
}

/** Compares files with each other, at first small ones and the first block of others, then all the rest. */
async function tellApartByBytes(
  all: readonly Candidates[],
  call: Call,
  onAlike: (candidates: Candidates) => void,
): Promise<void> {
  const comparings = all.map((candidates): Comparing => {
    const { size, from } = candidates;
    const to = from > 0 || size <= SMALL_BYTES ? size : FIRST_BYTES;
    return { candidates, to, left: 0, same: undefined, failed: new Set() };
  });
  const stretches = comparings.flatMap(stretchesOf);
  const weightOf = ({ comparing, from, to }: Stretch): number =>
    (to - from + OPENING_BYTES) * comparing.candidates.files.length;
  const jobs = inBatches(stretches, weightOf).map(({ indexes, weight }): Job<CompareTask, readonly Stretch[]> => {
    const about = indexes.flatMap((index) => stretches[index] ?? []);
    const task = (): CompareTask => ({
      kind: "compare",
      sets: about.map(({ comparing, from, to }) => ({ files: comparing.candidates.files.map(toRead), from, to })),
    });
    return { weight, about, task };
  });
  await performAll(jobs, call, (about, comparisons) => {
    for (const [place, comparison] of comparisons.entries()) {
      const comparing = about[place]?.comparing;
      if (comparing === undefined || comparison === undefined) continue;
      comparing.left -= 1;
      comparing.same = comparing.same === undefined ? comparison.same : meet(comparing.same, comparison.same);
      for (const error of comparison.errors) {
        const inode = comparing.candidates.files[error.index];
        if (inode === undefined || comparing.failed.has(error.index)) continue;
        comparing.failed.add(error.index);
        call.log.add(inode.entry, error);
      }
      // Where the call is stopped, some stretches are never looked at.
      if (comparing.left === 0) settle(comparing);
    }
  });

  function settle({ candidates, to, same, failed }: Comparing): void {
    const keyOf = (_: Inode, place: number): number | undefined => (failed.has(place) ? undefined : same?.[place]);
    for (const files of partBy(candidates.files, keyOf)) onAlike({ files, size: candidates.size, from: to });
  }
}

function stretchesOf(comparing: Comparing): Stretch[] {
  const { candidates, to } = comparing;
  const { files, from } = candidates;
  const count = Math.ceil(((to - from) * files.length) / STRETCH_BYTES);
  const length = Math.ceil((to - from) / count);
  comparing.left = count;
  return Array.from({ length: count }, (_, index) => {
    const start = from + index * length;
    return { comparing, from: start, to: Math.min(to, start + length) };
  });
}

/** Files that are equal in both. */
function meet(a: ArrayLike<number>, b: ArrayLike<number>): number[] {
  return Array.from(a, (_, place) => {
    for (let first = 0; first < place; first += 1) if (a[first] === a[place] && b[first] === b[place]) return first;
    return place;
  });
}

/** Parts files by a key, several to a part; those that have no key, or are alone with theirs, are left out. */
function partBy<K>(files: readonly Inode[], keyOf: (file: Inode, place: number) => K | undefined): Inode[][] {
  const parts = new Map<K, Inode[]>();
  for (const [place, file] of files.entries()) {
    const key = keyOf(file, place);
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

import { comparePaths, compareStrings, type Entry, type ListingChunk, WalkError } from "@transect/core";
import { type Stop, type StopCode, stoppedAt } from "./stop.js";
import type { WalkPlan } from "./walk-plan.js";
import type { WalkItem, WalkStep } from "./walk-step.js";

/** Steps are handed on in batches of about this many. */
const BATCH = 512;

/** The clock is looked at each time that so many entries have been met. */
const CHECK_EVERY = 64;

/** A directory that is being listed, or whose subdirectories are being walked. */
interface Frame {
  readonly directory: Entry;
  readonly chunks: Iterator<ListingChunk> | AsyncIterator<ListingChunk>;
  /** Subdirectories still to be opened, the next one last; `undefined` until the listing is read. */
  below: Entry[] | undefined;
  readonly found: Entry[];
  /** How many names were met; `undefined` until the first of them, and for good where the directory has vanished. */
  names: number | undefined;
  failed: boolean;
}

/**
 * The reference walk: one directory after the other, depth first, each before what it holds. Other backends give the
 * same entries and errors.
 *
 * A walk that is stopped ends with an error of the operation `walk`.
 */
export async function* sequentialWalk(
  roots: readonly WalkItem[],
  plan: WalkPlan,
  stop: Stop,
): AsyncGenerator<readonly WalkStep[]> {
  const { source, select } = plan;
  const visited = new Set<string>();
  let links: Entry[] = [];
  let batch: WalkStep[] = [];
  /** Why something was left undone. */
  let cut: StopCode | undefined;
  /** Entries and directories since the clock was last looked at; the first look is at once. */
  let work = CHECK_EVERY;

  for (const root of roots) {
    give(root);
    if (root.type === "directory" && cut === undefined) yield* walkBelow(root);
  }
  while (links.length > 0) {
    const round = links.sort(comparePlaces);
    links = [];
    for (const link of round) {
      cut ??= stop.code;
      if (cut === undefined) yield* walkLink(link);
    }
  }
  const [first] = roots;
  if (cut !== undefined && first !== undefined) {
    batch.push(stoppedAt(first.type === "error" ? first.entry : first, cut));
  }
  if (batch.length > 0) yield batch;

  function give(item: WalkItem): void {
    if (select === undefined || item.type === "error" || select(item)) batch.push(item);
  }

  async function* walkBelow(top: Entry): AsyncGenerator<readonly WalkStep[]> {
    const frames: Frame[] = opens(top) ? [enter(top)] : [];
    try {
      for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
        if (frame.below === undefined) {
          const result = frame.chunks.next();
          const next = result instanceof Promise ? await stop.race(result) : result;
          if (next === undefined) break;
          if (next.done === true) frame.below = frame.found.reverse();
          else if (plan.request.follow) await takeThroughLinks(frame, next.value);
          else take(frame, next.value);
        } else {
          const child = frame.below.pop();
          if (child !== undefined) frames.push(enter(child));
          else leave(frames.pop());
        }
        if (batch.length >= BATCH) yield flush();
        work += 1;
        if (work < CHECK_EVERY) continue;
        work = 0;
        if (stop.code !== undefined) break;
        const breath = stop.breathe();
        if (breath !== undefined) await breath;
      }
      if (frames.length > 0) cut ??= stop.code;
    } finally {
      for (const frame of frames) {
        void frame.chunks.return?.();
        source.release(frame.directory);
      }
    }
  }

  function enter(directory: Entry): Frame {
    batch.push({ type: "enter", directory });
    const listing = source.list(directory, plan.request);
    const chunks = Symbol.iterator in listing ? listing[Symbol.iterator]() : listing[Symbol.asyncIterator]();
    return { directory, chunks, below: undefined, found: [], names: undefined, failed: false };
  }

  /** Gives what a chunk holds and notes the directories to open. */
  function take(frame: Frame, chunk: ListingChunk): void {
    frame.names = (frame.names ?? 0) + chunk.names;
    work += chunk.items.length;
    for (const item of chunk.items) receive(frame, item);
  }

  /** As {@link take}, with links looked through; a link to a directory waits until all else has been walked. */
  async function takeThroughLinks(frame: Frame, chunk: ListingChunk): Promise<void> {
    frame.names = (frame.names ?? 0) + chunk.names;
    work += chunk.items.length;
    for (const item of chunk.items) {
      if (item.type !== "symlink") {
        receive(frame, item);
        continue;
      }
      const target = await follow(item);
      if (target?.type === "directory") links.push(item);
      else giveTarget(item, target);
    }
  }

  /** Gives what a link leads to in its place, or the link itself where that is nothing, with the error if there is one. */
  function giveTarget(link: Entry, target: WalkItem | undefined): void {
    if (target !== undefined) give(target);
    if (target === undefined || target.type === "error") give(link);
  }

  function receive(frame: Frame, item: WalkItem): void {
    give(item);
    if (item.type === "directory") {
      if (opens(item)) frame.found.push(item);
    } else if (item.type === "error" && item.entry === frame.directory) frame.failed = true;
  }

  function leave(frame: Frame | undefined): void {
    if (frame === undefined) return;
    const { directory, names, failed } = frame;
    source.release(directory);
    batch.push({ type: "leave", directory, listed: !failed && names !== undefined, empty: !failed && names === 0 });
  }

  function opens(directory: Entry): boolean {
    if (directory.identity !== undefined && visited.has(directory.identity)) return false;
    if (!plan.opens(directory)) return false;
    if (directory.identity !== undefined) visited.add(directory.identity);
    return true;
  }

  async function* walkLink(link: Entry): AsyncGenerator<readonly WalkStep[]> {
    try {
      const target = await follow(link);
      if (target?.type !== "directory") giveTarget(link, target);
      else if (isLoop(target)) giveTarget(link, loopAt(link));
      else if (target.identity !== undefined && visited.has(target.identity)) give(link);
      else {
        give(target);
        yield* walkBelow(target);
      }
    } finally {
      for (let parent = link.parent; parent !== undefined; parent = parent.parent) source.release(parent);
    }
  }

  /** Where a link leads; a source that does not answer is left once the walk is stopped. */
  async function follow(link: Entry): Promise<WalkItem | undefined> {
    const result = source.follow(link, plan.request);
    if (!(result instanceof Promise)) return result;
    const target = await stop.race(result);
    if (target === undefined) cut ??= stop.code;
    return target;
  }

  function flush(): readonly WalkStep[] {
    const full = batch;
    batch = [];
    return full;
  }
}

function isLoop(target: Entry): boolean {
  for (let parent = target.parent; parent !== undefined; parent = parent.parent) {
    if (parent.identity !== undefined && parent.identity === target.identity) return true;
  }
  return false;
}

function comparePlaces(a: Entry, b: Entry): number {
  return compareStrings(a.root.name, b.root.name) || comparePaths(a, b);
}

function loopAt(link: Entry): WalkError {
  const message = "ELOOP: the link leads to a directory that holds it";
  return new WalkError({ entry: link, operation: "follow", code: "ELOOP", message });
}

import { comparePaths, compareStrings, type Entry, type ListingChunk, WalkError } from "@transect/core";
import type { WalkJob } from "../backend.js";
import type { PathPosition } from "../path-filter.js";
import { type StopCode, stoppedAt } from "../stop.js";
import type { BackendStep, WalkItem } from "../walk-step.js";

/** Steps are handed on in batches of about this many. */
const BATCH = 128;

/** The clock is looked at each time that so many entries have been met. */
const CHECK_EVERY = 64;

/** A directory that is being listed, or whose subdirectories are being walked. */
interface Frame {
  readonly directory: Entry;
  /** Where it stands among the patterns; `undefined` where there are none. */
  readonly position: PathPosition | undefined;
  readonly chunks: Iterator<ListingChunk> | AsyncIterator<ListingChunk>;
  /** Subdirectories still to be opened, the next one last; `undefined` until the listing is read. */
  below: Entry[] | undefined;
  readonly found: Entry[];
  /** How many names were met; `undefined` until the first of them, and for good where the directory has vanished. */
  names: number | undefined;
  failed: boolean;
}

/** A link to a directory, to be walked later. */
interface FoundLink {
  readonly link: Entry;
  /** Where the directory that holds it stands among the patterns. */
  readonly position: PathPosition | undefined;
}

/**
 * The reference walk: one directory after the other, depth first, each before what it holds. Other backends give the
 * same entries and errors.
 *
 * A walk that is stopped ends with an error of the operation `walk`.
 */
export async function* sequentialWalk({
  roots,
  plan,
  stop,
}: Pick<WalkJob, "roots" | "plan" | "stop">): AsyncGenerator<readonly BackendStep[]> {
  const { source, select, paths } = plan;
  const visited = new Set<string>();
  let links: FoundLink[] = [];
  let batch: BackendStep[] = [];
  /** Why something was left undone. */
  let cut: StopCode | undefined;
  /** Entries and directories since the clock was last looked at; the first look is at once. */
  let work = CHECK_EVERY;

  for (const root of roots) {
    if (root.type === "error" || paths?.givesRoots !== false) give(root);
    if (root.type === "directory" && cut === undefined) yield* walkBelow(root, await paths?.root(root));
  }
  while (links.length > 0) {
    const round = links.sort((a, b) => comparePlaces(a.link, b.link));
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

  async function* walkBelow(top: Entry, position: PathPosition | undefined): AsyncGenerator<readonly BackendStep[]> {
    const frames: Frame[] = opens(top) ? [enter(top, position)] : [];
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
          if (child !== undefined) frames.push(enter(child, await below(frame.position, child)));
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

  /** Where a directory stands among the patterns. Nothing is waited for where there are none. */
  function below(position: PathPosition | undefined, directory: Entry): Promise<PathPosition> | undefined {
    return position === undefined ? undefined : paths?.enter(position, directory);
  }

  function enter(directory: Entry, position: PathPosition | undefined): Frame {
    batch.push({ type: "enter", directory });
    const listing = source.list(directory, plan.request);
    const chunks = Symbol.iterator in listing ? listing[Symbol.iterator]() : listing[Symbol.asyncIterator]();
    return { directory, position, chunks, below: undefined, found: [], names: undefined, failed: false };
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
      if (target?.type === "directory") links.push({ link: item, position: frame.position });
      else offerTarget(frame.position, item, target);
    }
  }

  /** Offers what a link leads to in its place, or the link itself where that is nothing, with the error if there is one. */
  function offerTarget(position: PathPosition | undefined, link: Entry, target: WalkItem | undefined): void {
    if (target !== undefined) offer(position, target);
    if (target === undefined || target.type === "error") offer(position, link);
  }

  function receive(frame: Frame, item: WalkItem): void {
    if (item.type === "error" && item.entry === frame.directory) {
      frame.failed = true;
      give(item);
    } else if (offer(frame.position, item) && item.type === "directory" && opens(item)) frame.found.push(item);
  }

  /** Gives an entry where the patterns let it. Says whether they let it be opened. */
  function offer(position: PathPosition | undefined, item: WalkItem): boolean {
    if (paths === undefined || position === undefined) {
      give(item);
      return true;
    }
    const entry = item.type === "error" ? item.entry : item;
    if (!paths.keeps(position, entry)) return false;
    if (item.type === "error" || paths.gives(position, entry)) {
      const before = batch.length;
      give(item);
      const asked = paths.asks && item.type !== "error" && batch.length > before;
      if (asked && paths.wouldIgnore(position, entry)) batch.push({ type: "ignored", entry });
    }
    return entry.type === "directory" && paths.opens(position, entry);
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

  async function* walkLink({ link, position }: FoundLink): AsyncGenerator<readonly BackendStep[]> {
    try {
      const target = await follow(link);
      if (target?.type !== "directory") offerTarget(position, link, target);
      else if (isLoop(target)) offerTarget(position, link, loopAt(link));
      else if (target.identity !== undefined && visited.has(target.identity)) offer(position, link);
      else if (offer(position, target)) yield* walkBelow(target, await below(position, target));
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

  function flush(): readonly BackendStep[] {
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

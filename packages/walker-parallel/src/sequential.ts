import { comparePaths, compareStrings, type Entry, type ListingChunk, WalkError } from "@transect/core";
import type { Stop, StopCode } from "./stop.js";
import type { WalkPlan } from "./walk-plan.js";
import type { Leave, WalkItem, WalkStep } from "./walk-step.js";

/** Steps are handed on in batches of about this many. */
const BATCH = 512;

/** A directory that is open: what is still to come of its subtree lies above it on the stack. */
type Pending = { readonly open: Entry } | { readonly leave: Leave };

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

  for (const root of roots) {
    give(root);
    if (root.type === "directory") yield* walkBelow(root);
  }
  while (links.length > 0) {
    const round = links.sort(comparePlaces);
    links = [];
    for (const link of round) yield* walkLink(link);
  }
  const [first] = roots;
  if (cut !== undefined && first !== undefined) batch.push(stoppedAt(first, cut));
  if (batch.length > 0) yield batch;

  function give(item: WalkItem): void {
    if (item.type === "error" || select === undefined || select(item)) batch.push(item);
  }

  async function* walkBelow(top: Entry): AsyncGenerator<readonly WalkStep[]> {
    const pending: Pending[] = opens(top) ? [{ open: top }] : [];
    try {
      for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
        if ("leave" in next) {
          source.release(next.leave.directory);
          batch.push(next.leave);
          continue;
        }
        if (isStopped()) return;
        yield* list(next.open, pending);
      }
    } finally {
      for (const left of pending) if ("leave" in left) source.release(left.leave.directory);
    }
  }

  /** Lists one directory: gives what lies directly in it and puts what is to be opened on the stack. */
  async function* list(directory: Entry, pending: Pending[]): AsyncGenerator<readonly WalkStep[]> {
    const below: Entry[] = [];
    let names = 0;
    let failed = false;
    batch.push({ type: "enter", directory });
    const place = pending.push({ leave: { type: "leave", directory, listed: false, empty: false } }) - 1;
    for await (const chunk of chunksOf(directory)) {
      names += chunk.names;
      for (const item of chunk.items) {
        if (item.type === "error") failed ||= item.entry === directory;
        const met = item.type === "symlink" && plan.request.follow ? await lookThrough(item) : item;
        if (met === undefined) continue;
        give(met);
        if (met.type === "directory" && opens(met)) below.push(met);
      }
      if (batch.length >= BATCH) yield flush();
      await stop.breathe();
    }
    const listed = !failed && cut === undefined;
    pending[place] = { leave: { type: "leave", directory, listed, empty: listed && names === 0 } };
    for (const child of below.reverse()) pending.push({ open: child });
  }

  /** The chunks of a listing, waiting only for a source that needs it and never longer than the walk may take. */
  async function* chunksOf(directory: Entry): AsyncGenerator<ListingChunk> {
    const listing = source.list(directory, plan.request);
    if (Symbol.iterator in listing) {
      for (const chunk of listing) {
        if (isStopped()) return;
        yield chunk;
      }
      return;
    }
    const chunks = listing[Symbol.asyncIterator]();
    for (let next = await stop.race(chunks.next()); next?.done !== true; next = await stop.race(chunks.next())) {
      if (next === undefined || isStopped()) {
        cut = stop.code;
        void chunks.return?.();
        return;
      }
      yield next.value;
    }
  }

  /** Asked only where something is left to do. */
  function isStopped(): boolean {
    cut ??= stop.code;
    return cut !== undefined;
  }

  function opens(directory: Entry): boolean {
    if (directory.identity !== undefined && visited.has(directory.identity)) return false;
    if (!plan.opens(directory)) return false;
    if (directory.identity !== undefined) visited.add(directory.identity);
    return true;
  }

  /** What a link leads to, at the link's place; a link to a directory waits until all else has been walked. */
  async function lookThrough(link: Entry): Promise<Entry | undefined> {
    const target = await source.follow(link, plan.request);
    if (target?.type === "directory") {
      links.push(link);
      return undefined;
    }
    if (target?.type !== "error") return target ?? link;
    give(target);
    return link;
  }

  async function* walkLink(link: Entry): AsyncGenerator<readonly WalkStep[]> {
    if (isStopped()) return;
    const target = await source.follow(link, plan.request);
    if (target?.type !== "directory") give(target ?? link);
    else if (isLoop(target)) {
      give(link);
      give(
        new WalkError({
          entry: link,
          operation: "follow",
          code: "ELOOP",
          message: "ELOOP: the link leads to a directory that holds it",
        }),
      );
    } else if (target.identity !== undefined && visited.has(target.identity)) give(link);
    else {
      give(target);
      yield* walkBelow(target);
    }
    for (let parent = link.parent; parent !== undefined; parent = parent.parent) source.release(parent);
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

function stoppedAt(root: WalkItem, code: StopCode): WalkError {
  const message = code === "ECANCELED" ? "ECANCELED: the walk was cancelled" : "ETIMEDOUT: the walk took too long";
  return new WalkError({ entry: root.type === "error" ? root.entry : root, operation: "walk", code, message });
}

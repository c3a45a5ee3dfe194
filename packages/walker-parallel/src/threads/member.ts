import type { Entry, Listing, ListingChunk, WalkError } from "@transect/core";
import { type AccessPath, appendName } from "../access-path.js";
import type { ListedDirectory, NameCounter } from "../local-entry.js";
import { lookAtAll, lookAtEach, openNames, unlistable } from "../local-listing.js";
import type { ReadName } from "../local-names.js";
import { type NameReader, readPart } from "../name-reader.js";
import type { PathFilter, PathPosition } from "../path-filter.js";
import type { WalkPlan } from "../walk-plan.js";
import type { Crew } from "./crew.js";
import { packParcel, readParcel, type WorkItem } from "./parcel.js";

/** Where a member puts what it meets. */
export interface Receiver {
  /** An entry or an error of the tree under that root, given. */
  give(root: number, item: Entry | WalkError): void;
  /**
   * Takes what lies in a directory and needs no entry, for it would be given; asked once of each directory, where
   * nothing chooses what is given. `undefined` where entries are wanted.
   */
  counterOf?(root: number, directory: Entry): NameCounter;
  /** An entry, given as well, that rules which are only asked would leave out. */
  ignored(root: number, entry: Entry): void;
  /** A directory that will be opened, now or later; given right before, or not at all. */
  opens(root: number, directory: Entry): void;
  /** A directory's listing was read to its end; unless `whole`, others still have parts of it. */
  listed(root: number, directory: Entry, empty: boolean, whole: boolean): void;
  /** A number that means the directory to others; 0 where none is needed. */
  numberOf(directory: Entry): number;
  /** A directory came from another member, which has given it, and its number. Gives the entry to go on with. */
  knows(directory: Entry, number: number): Entry;
  /** Others are about to see directories that were found. */
  beforeSharing(): void;
}

/** What a member works with. All of it is its own: nothing but parcels goes from one member to another. */
export interface MemberOptions {
  readonly plan: WalkPlan;
  /** In the order in which parcels number them. */
  readonly roots: readonly Entry[];
  readonly crew: Crew;
  readonly receiver: Receiver;
  /** Whether the walk is to stop. */
  readonly isStopped: () => boolean;
}

/** One of several that walk together. */
export interface Member {
  /** Takes a directory to walk. */
  push(item: WorkItem): void;
  /** Does a piece of work: a directory, or some hundred names of one. Says whether there is more of its own to do. */
  step(): boolean | Promise<boolean>;
  /** Puts all of its work into the pool, as far as there is room; what is being listed stays. */
  giveAway(): void;
  /** Takes work from the pool, and waits for it. Says whether there was any. Blocks the thread. */
  take(): boolean;
  /** Notes what could not be known before everybody was done. */
  finish(): void;
  /** How often it gave work away, and how many directories it opened. */
  readonly counts: { readonly shares: number; readonly directories: number };
}

/** A directory to open, or names to look at in it. */
interface Pending extends WorkItem {
  /** What to put before a name in the directory that holds it; `undefined` where that is found out on opening. */
  readonly above: AccessPath | undefined;
  /** Whether that directory is known to be beyond what a path can reach. */
  readonly isFar: boolean;
  /** Where that directory stands among the patterns; `undefined` where there are none, or that is found out as well. */
  readonly position: PathPosition | undefined;
}

/** A directory that names are read of. */
interface Place {
  readonly item: Pending;
  /** What to put before the names in it; `undefined` where only the source can reach it. */
  readonly prefix: AccessPath | undefined;
  readonly position: PathPosition | undefined;
}

/** How far a listing has got. */
interface Listed {
  /** How many names were met; `undefined` until the first chunk, and for good where the directory has vanished. */
  met: number | undefined;
  failed: boolean;
  /** Whether others have parts of it. */
  parted: boolean;
}

/** A directory whose names come piece by piece. */
interface Open extends Place, Listed {
  readonly chunks: Iterator<ListingChunk>;
  /** What names can be given away of. */
  readonly names: NameReader | undefined;
}

/** Linux takes no path of more than 4,095 bytes (PATH_MAX). Well before that the source is asked: it knows other ways. */
const LONGEST_PREFIX = 3500;

/** Steps between two looks at whether to stop, and whether others wait. */
const CHECK_EVERY = 8;

/** Parcels that all of a member's work is cut into. */
const MOST_PARTS = 64;

/** Directories in a parcel: those of a huge folder would fill the pool many times over. */
const MOST_ITEMS = 2048;

/** Makes a member of a crew. */
export function createMember({ plan, roots, crew, receiver, isStopped }: MemberOptions): Member {
  const { source, paths, select, request } = plan;
  const givesAll = select === undefined && paths === undefined;
  const stack: Pending[] = [];
  /** Directories of which others had parts. */
  const parted: WorkItem[] = [];
  const positions = new WeakMap<Entry, PathPosition>();
  const counts = { shares: 0, directories: 0 };
  let open: Open | undefined;
  /** The directory that the source was last asked for. */
  let reached: Entry | undefined;
  let untilCheck = 0;
  let mostItems = MOST_ITEMS;

  return {
    push: (item) => stack.push({ ...item, above: undefined, isFar: false, position: undefined }),
    step,
    counts,
    giveAway: () => void giveOldest(stack.length, MOST_PARTS),
    take() {
      const parcel = crew.take();
      if (parcel === undefined) return false;
      for (const item of readParcel(parcel, roots)) {
        const directory = receiver.knows(item.directory, item.number ?? 0);
        stack.push({ ...item, directory, above: undefined, isFar: false, position: undefined });
      }
      return true;
    },
    finish() {
      if (crew.wasCut()) return;
      for (const { root, directory } of parted) receiver.listed(root, directory, false, false);
    },
  };

  function step(): boolean | Promise<boolean> {
    untilCheck -= 1;
    if (untilCheck < 0) {
      untilCheck = CHECK_EVERY;
      if (isStopped()) return drop();
      if (crew.wanted() > 0) share();
    }
    if (open !== undefined) return goOn(open);
    const item = stack.pop();
    if (item === undefined) return false;
    if (paths === undefined) return begin(item, undefined);
    return positionIn(item).then((position) => begin(item, position));
  }

  /** Leaves all undone. */
  function drop(): false {
    if (open !== undefined || stack.length > 0) crew.cut();
    if (open !== undefined) {
      if (open.prefix === undefined || paths !== undefined) reached = open.item.directory;
      close(open);
    }
    stack.length = 0;
    leaveFor(undefined);
    return false;
  }

  function goOn(listing: Open): boolean {
    open = listing;
    const next = listing.chunks.next();
    if (next.done === true) {
      close(listing);
      end(listing, listing);
    } else {
      takeChunk(listing, listing, next.value);
    }
    return hasMore();
  }

  function hasMore(): boolean {
    if (open !== undefined || stack.length > 0) return true;
    leaveFor(undefined);
    return false;
  }

  /** Takes all that a directory holds. */
  function takeAll(place: Place, chunks: readonly ListingChunk[]): boolean {
    const listed: Listed = { met: undefined, failed: false, parted: false };
    for (const chunk of chunks) takeChunk(place, listed, chunk);
    end(place, listed);
    return hasMore();
  }

  function takeChunk({ item, position, prefix }: Place, listed: Listed, { names, items }: ListingChunk): void {
    const { root, directory } = item;
    listed.met = (listed.met ?? 0) + names;
    for (const met of items) {
      if (met.type === "error" && met.entry === directory) {
        listed.failed = true;
        give(root, met);
      } else if (offer(root, position, met) && met.type === "directory" && plan.opens(met)) {
        receiver.opens(root, met);
        stack.push({ root, directory: met, above: prefix, isFar: prefix === undefined, position });
      }
    }
  }

  function end({ item, prefix }: Place, { met, failed, parted: isParted }: Listed): void {
    // The source was asked: what it holds on the way here is given back once the walk is elsewhere.
    if (prefix === undefined || paths !== undefined) reached = item.directory;
    if (item.names !== undefined || failed || met === undefined) return;
    if (isParted) parted.push(item);
    else receiver.listed(item.root, item.directory, met === 0, true);
  }

  function close({ chunks }: Open): void {
    open = undefined;
    void chunks.return?.();
  }

  /** Gives back what the source holds for directories that are not on the way to this one. */
  function leaveFor(directory: Entry | undefined): void {
    let next = directory;
    while (reached !== undefined && reached !== next) {
      if (next !== undefined && next.depth > reached.depth) {
        next = next.parent;
      } else {
        source.release(reached);
        reached = reached.parent;
      }
    }
  }

  function give(root: number, item: Entry | WalkError): boolean {
    const given = select === undefined || item.type === "error" || select(item);
    if (given) receiver.give(root, item);
    return given;
  }

  /** Gives what the patterns let through. Says whether they let it be opened. */
  function offer(root: number, position: PathPosition | undefined, item: Entry | WalkError): boolean {
    if (paths === undefined || position === undefined) {
      give(root, item);
      return true;
    }
    const entry = item.type === "error" ? item.entry : item;
    if (!paths.keeps(position, entry)) return false;
    if (item.type === "error") give(root, item);
    else if (paths.gives(position, entry) && give(root, item) && paths.asks && paths.wouldIgnore(position, entry)) {
      receiver.ignored(root, entry);
    }
    return entry.type === "directory" && paths.opens(position, entry);
  }

  /** Lists a directory: at once where that is little. Says whether there is more to do. */
  function begin(item: Pending, position: PathPosition | undefined): boolean {
    const { root, directory } = item;
    const prefix = prefixOf(item);
    if (reached !== undefined) leaveFor(directory);
    if (item.names === undefined) counts.directories += 1;
    const place: Place = { item, prefix, position };
    if (prefix === undefined) return goOn(openOf(place, chunksOf(source.list(directory, request)), undefined));
    const count = givesAll ? receiver.counterOf?.(root, directory) : undefined;
    const listed: ListedDirectory = { directory, prefix, request, count };
    let names: readonly ReadName[] | NameReader;
    try {
      names = item.names === undefined ? openNames(listed) : readPart(item.names);
    } catch (cause) {
      return takeAll(place, unlistable(directory, cause));
    }
    if ("next" in names) return goOn(openOf(place, lookAtEach(listed, names), names));
    return takeAll(place, [lookAtAll(listed, names)]);
  }

  /** What to put before the names in a directory; `undefined` where that is too long, and only the source gets there. */
  function prefixOf({ above, isFar, directory }: Pending): AccessPath | undefined {
    if (isFar) return undefined;
    const start = above ?? (directory.parent === undefined ? undefined : prefixFromRoot(directory.parent));
    if (start === undefined && directory.parent !== undefined) return undefined;
    const prefix = start === undefined ? directory.name : appendName(start, directory.nameBytes ?? directory.name);
    return withinLimit(appendName(prefix, ""));
  }

  function prefixFromRoot(directory: Entry): AccessPath | undefined {
    const way: Entry[] = [];
    for (let at = directory; at.parent !== undefined; at = at.parent) way.push(at);
    const root = appendName(directory.root.name, "");
    return withinLimit(
      way.reduceRight<AccessPath>((path, at) => appendName(appendName(path, at.nameBytes ?? at.name), ""), root),
    );
  }

  /** Where what is in a directory stands among the patterns. */
  async function positionIn({ directory, position }: Pending): Promise<PathPosition | undefined> {
    if (paths === undefined) return undefined;
    return position === undefined ? positionFromRoot(paths, directory) : paths.enter(position, directory);
  }

  async function positionFromRoot(filter: PathFilter, directory: Entry): Promise<PathPosition> {
    const known = positions.get(directory);
    if (known !== undefined) return known;
    const { parent } = directory;
    const position =
      parent === undefined
        ? await filter.root(directory)
        : await filter.enter(await positionFromRoot(filter, parent), directory);
    positions.set(directory, position);
    return position;
  }

  /**
   * Puts the oldest of the work into the pool, in parts, as far as there is room: it is nearest to the root, so there is
   * most behind it. Writes down no more than that. Says how many directories that were.
   */
  function giveOldest(count: number, parts: number): number {
    if (count === 0) return 0;
    const size = Math.min(mostItems, Math.ceil(count / parts));
    receiver.beforeSharing();
    let given = 0;
    while (given < count) {
      const part = stack.slice(given, Math.min(given + size, count));
      if (!hand(part)) break;
      given += part.length;
    }
    stack.splice(0, given);
    return given;
  }

  /** Puts a parcel into the pool. Says whether there was room. */
  function hand(part: readonly Pending[]): boolean {
    return crew.give([packParcel(part.map(numbered))]) > 0;
  }

  function numbered(item: WorkItem): WorkItem {
    return { ...item, number: receiver.numberOf(item.directory) };
  }

  /** Gives some of the older half of the work to those who wait. */
  function share(): void {
    const wanted = Math.max(1, crew.wanted());
    if (stack.length > 1) {
      const given = giveOldest(Math.min(stack.length >> 1, wanted * mostItems), wanted);
      // Somebody waits, so the pool is all but empty: what finds no room there is too large, for its paths are long.
      mostItems = given === 0 ? Math.max(1, mostItems >> 1) : Math.min(MOST_ITEMS, mostItems * 2);
      if (given > 0) counts.shares += 1;
    } else if (open !== undefined && request.stat) {
      const { item, names } = open;
      for (let left = wanted; left > 0; left -= 1) {
        const part = names?.split();
        if (part === undefined) return;
        const slice: Pending = { ...item, names: part, above: undefined, isFar: false, position: undefined };
        receiver.beforeSharing();
        if (!hand([slice])) stack.push({ ...slice, above: item.above, position: item.position });
        open.parted = true;
        counts.shares += 1;
      }
    }
  }
}

function openOf(place: Place, chunks: Iterator<ListingChunk>, names: NameReader | undefined): Open {
  return { ...place, chunks, names, met: undefined, failed: false, parted: false };
}

/** The local disk lists without making anybody wait. */
function chunksOf(listing: Listing): Iterator<ListingChunk> {
  if (Symbol.iterator in listing) return listing[Symbol.iterator]();
  throw new TypeError("a source that waits cannot be walked by threads");
}

function withinLimit(prefix: AccessPath): AccessPath | undefined {
  return prefix.length * 3 > LONGEST_PREFIX && Buffer.byteLength(prefix) > LONGEST_PREFIX ? undefined : prefix;
}

import type { Entry } from "./entry.js";
import type { WalkError } from "./walk-error.js";

/** A value, or a promise of it: sources that need not wait do not make the walk wait. */
export type Awaitable<T> = T | Promise<T>;

/** What a walk wants to know of each entry. */
export interface SourceRequest {
  /** Fill {@link Entry.stat}. Without it a source may leave it `undefined` where it would cost a call. */
  readonly stat: boolean;
  /**
   * Which entries get an {@link Entry.identity}: `links` those with more than one hard link, `all` every one
   * (a walk that follows links can meet any object twice).
   */
  readonly identify: "links" | "all";
  /** Says of a bare name whether the entry may be looked at. What it refuses costs no call and is not returned. */
  readonly keepName?: ((name: string) => boolean) | undefined;
}

/** Some of what a directory holds. */
export interface ListingChunk {
  readonly items: readonly (Entry | WalkError)[];
  /** How many names were met, those that `keepName` refused included. */
  readonly names: number;
}

/**
 * Everything a directory holds, in chunks small enough to stop between, in whatever order the storage has.
 * A directory that cannot be listed gives a chunk with one {@link WalkError} about it, an empty one a chunk without
 * items. No chunk at all says that it has vanished.
 */
export type Listing = Iterable<ListingChunk> | AsyncIterable<ListingChunk>;

/**
 * Where entries come from: a disk, memory, an editor's file system, a bucket. Only sources touch storage.
 *
 * A source makes {@link Entry} objects and knows nothing of filters, order, depth limits or profiles. Nothing it
 * offers throws for what it meets in the storage: that comes back as a {@link WalkError}. What vanishes between two
 * calls is left out in silence, except a root.
 */
export interface Source {
  /** A short name for messages, such as `local` or `memory`. */
  readonly name: string;
  /** Looks at a root. A root that is not there or cannot be looked at is an error. */
  root(path: string, request: SourceRequest & { readonly follow: boolean }): Awaitable<Entry | WalkError>;
  /** Lists a directory that this source returned and whose parent, if any, has not been released. */
  list(directory: Entry, request: SourceRequest): Listing;
  /**
   * Looks through a symbolic link: an entry at the link's own place with its target's type, stat and identity.
   * `undefined` where the link leads nowhere.
   */
  follow(link: Entry, request: SourceRequest): Awaitable<Entry | WalkError | undefined>;
  /** Gives back what {@link Source.list} holds for a directory, once nothing below it will be listed any more. */
  release(directory: Entry): void;
  /**
   * The place of a root in absolute terms, with links resolved, its parts separated by `/` and without one at the
   * end. Two roots with the same place are the same; one that continues another lies inside it.
   */
  place(root: Entry): Awaitable<string>;
  /** Missing where a source has nothing to say of ignore files: none are found then. */
  readonly ignoreAccess?: IgnoreAccess | undefined;
}

/** An ignore file as a source found it. */
export interface FoundIgnoreFile {
  /** How to name it to a person. */
  readonly path: string;
  readonly content: Uint8Array;
  /** The folder that its lines speak of, from the top, its parts separated by `/`; empty for the top itself. */
  readonly folder: string;
}

/** What bears on a directory from outside of it, for ignore rules as git's. */
export interface IgnoreContext {
  /** From the least to the most important: the user's own, the repository's, then each directory's above this one. */
  readonly files: readonly FoundIgnoreFile[];
  /** The names from the top of the repository down to the directory; none where it is the top, or in no repository. */
  readonly below: readonly string[];
  /** Whether letters match in either case, as git's `core.ignoreCase`. */
  readonly ignoreCase: boolean;
}

/** What a source offers for ignore rules. */
export interface IgnoreAccess {
  /** Reads a regular file that lies directly in a directory; `undefined` where there is none that can be read. */
  readFile(directory: Entry, name: string): Awaitable<Uint8Array | undefined>;
  /** Whether a directory is the top of a git repository. */
  isRepository(directory: Entry): Awaitable<boolean>;
  /** What bears on a directory from outside of it. */
  contextOf(directory: Entry): Awaitable<IgnoreContext>;
}

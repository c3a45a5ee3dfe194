import type { Entry, WalkError } from "@transect/core";

/** A directory is about to be listed. What follows, up to its {@link Leave}, lies in it. */
export interface Enter {
  readonly type: "enter";
  readonly directory: Entry;
}

/** All below a directory has been given. */
export interface Leave {
  readonly type: "leave";
  readonly directory: Entry;
  /** Whether its own listing was read to the end. */
  readonly listed: boolean;
  /** Whether that listing yielded nothing at all, filters aside. */
  readonly empty: boolean;
}

/** What a walk gives: an entry, or an error in the place of one. */
export type WalkItem = Entry | WalkError;

/** What a walk gives when it is asked for events: each directory that is opened is entered and left as well. */
export type WalkStep = WalkItem | Enter | Leave;

/** What backends give. */
export type BackendStep = WalkStep | Ignored;

/** An entry, given as well, that rules which are only asked would leave out. For profiles; a walk does not give it. */
interface Ignored {
  readonly type: "ignored";
  readonly entry: Entry;
}

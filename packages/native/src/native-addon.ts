/**
 * The number of the interface that {@link NativeAddon} describes. It grows whenever a call changes its meaning, here
 * and in the crate together; an addon that says another number is not used.
 */
export const INTERFACE_VERSION = 2;

/**
 * The calls of the native core, as the crate in `binding` exports them.
 *
 * A request is JSON. `control` is shared with the threads at work and is read and written while they run. Nothing here
 * checks options: that is done before a request is made.
 */
export interface NativeAddon {
  /** The number to compare with {@link INTERFACE_VERSION}. */
  interfaceVersion(): number;
  /**
   * Walks and counts; resolves to the profile as JSON. Rejects only where the request itself is bad.
   *
   * @param answer asked for what bears on roots and repositories, where the request has git's ignore rules
   */
  profile(request: string, control: BigInt64Array, answer?: NativeAnswer | null): Promise<string>;
  /** Begins a walk that is read batch by batch. With `paths` batches hold paths alone. `answer` as with `profile`. */
  walk(request: string, control: BigInt64Array, paths: boolean, answer?: NativeAnswer | null): NativeWalkHandle;
}

/**
 * Answers a question that comes up in a walk, both as JSON: see `AskByText` in the crate. It must not throw; `null` ends
 * the walk.
 */
export type NativeAnswer = (question: string) => string | null;

/** A walk that is under way. */
export interface NativeWalkHandle {
  /**
   * The next batch, or `null` at the end. Ask again only once the last answer is there. Of a walk that was closed:
   * `null`, once its threads have let go of everything.
   */
  next(): Promise<Uint8Array | null>;
  /** The batches that are there already, without waiting for any. */
  takeReady(): Uint8Array[];
  /** Stops the threads and lets go of what they hold. May be called at any time, and again. */
  close(): void;
}

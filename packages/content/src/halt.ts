import type { CompletenessState } from "@transect/core";

/** Words that all threads of one call share: the order to stop, bytes read, files done with. */
export type CallWords = BigInt64Array;

const STOP = 0;
const BYTES = 1;
const FILES = 2;

/** When one call is to stop, and how far its threads have got. */
export interface Halt {
  /** Aborted by the caller's signal, or by its time being up. */
  readonly signal: AbortSignal;
  /** Why it was stopped, as a result says it; `undefined` while it goes on. */
  readonly state: Extract<CompletenessState, "timedOut" | "cancelled"> | undefined;
  readonly words: CallWords;
  /** Ends the timer and the listening. */
  dispose(): void;
}

/** What {@link createHalt} obeys. */
export interface HaltOptions {
  readonly signal?: AbortSignal | undefined;
  readonly maxDuration?: number | undefined;
}

/** Longer timers fire at once, as Node's documentation of `setTimeout` warns. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Makes the {@link Halt} of one call; its time starts now. */
export function createHalt({ signal, maxDuration = Number.POSITIVE_INFINITY }: HaltOptions): Halt {
  const words: CallWords = new BigInt64Array(new SharedArrayBuffer(3 * BigInt64Array.BYTES_PER_ELEMENT));
  const controller = new AbortController();
  let state: Halt["state"];
  const stopAs = (why: "timedOut" | "cancelled"): void => {
    state ??= why;
    Atomics.store(words, STOP, 1n);
    controller.abort();
  };
  const onAbort = (): void => stopAs("cancelled");
  if (signal?.aborted) onAbort();
  // What is small would be done before a timer fires.
  if (maxDuration <= 0) stopAs("timedOut");
  signal?.addEventListener("abort", onAbort, { once: true });
  const timer = maxDuration <= LONGEST_TIMER ? setTimeout(() => stopAs("timedOut"), maxDuration) : undefined;
  return {
    signal: controller.signal,
    get state() {
      return state;
    },
    words,
    dispose() {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    },
  };
}

/** Whether the call was told to stop. */
export function isHalted(words: CallWords): boolean {
  return Atomics.load(words, STOP) !== 0n;
}

/** Tells that so many bytes were read, and so many files are done with. */
export function tellRead(words: CallWords, bytes: number, files: number): void {
  if (bytes > 0) Atomics.add(words, BYTES, BigInt(bytes));
  if (files > 0) Atomics.add(words, FILES, BigInt(files));
}

/** What all threads of a call have read so far. */
export function readSoFar(words: CallWords): { readonly bytes: bigint; readonly files: number } {
  return { bytes: Atomics.load(words, BYTES), files: Number(Atomics.load(words, FILES)) };
}

import { type Entry, WalkError } from "@transect/core";

/** Why a walk ended before its end, named as the error code it is reported with. */
export type StopCode = "ECANCELED" | "ETIMEDOUT";

/** Tells a walk when to stop, and lets the event loop in so that it can be told. */
export interface Stop {
  /** Why to stop, or `undefined` to go on. */
  readonly code: StopCode | undefined;
  /**
   * Gives the event loop a turn if the last one is long ago, so that signals, timers and callers get theirs. Call it
   * between any two pieces of work that take a few milliseconds at most.
   */
  breathe(): Promise<void> | undefined;
  /** The result, or `undefined` if it takes longer than the walk may. */
  race<T>(result: Promise<T>): Promise<T | undefined>;
  /** Ends the timer and the listening. */
  dispose(): void;
}

/** The milliseconds after which the event loop gets a turn. */
const BREATH_MS = 10;

/** Makes the {@link Stop} of one walk; its time starts now. */
export function createStop(options: { signal?: AbortSignal | undefined; maxDuration: number }): Stop {
  const { signal, maxDuration } = options;
  const deadline = performance.now() + maxDuration;
  let breathed = performance.now();
  let code: StopCode | undefined = signal?.aborted === true ? "ECANCELED" : undefined;
  const waiting = new Set<() => void>();
  const stopFor = (reason: StopCode): void => {
    code ??= reason;
    for (const giveUp of waiting) giveUp();
  };
  const onAbort = (): void => stopFor("ECANCELED");
  signal?.addEventListener("abort", onAbort, { once: true });
  const timer = maxDuration <= LONGEST_TIMER ? setTimeout(() => stopFor("ETIMEDOUT"), maxDuration) : undefined;

  return {
    get code() {
      if (code === undefined && performance.now() >= deadline) stopFor("ETIMEDOUT");
      return code;
    },
    breathe() {
      const now = performance.now();
      if (now - breathed < BREATH_MS) return undefined;
      return new Promise((resolve) => {
        setImmediate(() => {
          breathed = performance.now();
          resolve();
        });
      });
    },
    race: (result) =>
      new Promise((resolve, reject) => {
        const giveUp = (): void => resolve(undefined);
        waiting.add(giveUp);
        result.finally(() => waiting.delete(giveUp)).then(resolve, reject);
        // What is there already wins over a stop that came before.
        if (code !== undefined) setImmediate(giveUp);
      }),
    dispose() {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    },
  };
}

/** What a walk that was stopped ends with. */
export function stoppedAt(root: Entry, code: StopCode): WalkError {
  const message = code === "ECANCELED" ? "ECANCELED: the walk was cancelled" : "ETIMEDOUT: the walk took too long";
  return new WalkError({ entry: root, operation: "walk", code, message });
}

/** Longer timers fire at once, as Node's documentation of `setTimeout` warns. */
const LONGEST_TIMER = 2 ** 31 - 1;

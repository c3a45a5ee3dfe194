import { toBytes } from "@transect/core";
import type { StopCode } from "./stop.js";

/** Words before the workers' slots: the order to stop, the wish for a folder, its length, workers started. */
const HEADER = 8;
const STOP = 0;
const WISH = 1;
const LENGTH = 2;
/** Words of each worker: entries, files, directories, bytes, errors. */
const SLOT = 8;
/** Words for the path of a folder. */
const TEXT = 512;

/** Why workers are to stop. */
const STOP_ORDERS = { ECANCELED: 1n, ETIMEDOUT: 2n } as const;

/** How far workers have got. */
export interface WorkerProgress {
  readonly entries: number;
  readonly files: number;
  readonly directories: number;
  readonly apparentBytes: number | bigint;
  readonly errors: number;
}

/**
 * Memory that is shared between those who walk and those who wait for them: nobody calls anybody. The layout is that of
 * the native core's `control.rs`.
 */
export interface SharedWords {
  /** The words to hand over. */
  readonly words: BigInt64Array;
  /** Tells the workers to stop. They do within milliseconds. */
  stop(order: StopCode): void;
  /** Why to stop; `undefined` to go on. */
  order(): StopCode | undefined;
  /** How far all workers together have got. */
  progress(): WorkerProgress;
  /** The folder that was being listed when this was last asked for; empty while none is known. */
  folder(): string;
  /** Tells how far one worker has got, and where it is if somebody asked for that. */
  tell(worker: number, progress: WorkerProgress, folder: () => string): void;
}

/** How many words a walk of so many workers needs. */
export function sharedWordsFor(jobs: number): number {
  return HEADER + jobs * SLOT + TEXT;
}

/** Makes the words for a walk of so many workers, or takes those that somebody else made for as many. */
export function createSharedWords(
  jobs: number,
  words: BigInt64Array = new BigInt64Array(sharedWordsFor(jobs)),
): SharedWords {
  const text = (HEADER + jobs * SLOT) * 8;
  let folder = "";

  function sum(field: number): bigint {
    let all = 0n;
    for (let worker = 0; worker < jobs; worker += 1) all += Atomics.load(words, HEADER + worker * SLOT + field);
    return all;
  }

  return {
    words,
    stop: (order) => {
      Atomics.store(words, STOP, STOP_ORDERS[order]);
    },
    order() {
      const order = Atomics.load(words, STOP);
      if (order === 0n) return undefined;
      return order === STOP_ORDERS.ECANCELED ? "ECANCELED" : "ETIMEDOUT";
    },
    progress: () => ({
      entries: Number(sum(0)),
      files: Number(sum(1)),
      directories: Number(sum(2)),
      apparentBytes: toBytes(sum(3)),
      errors: Number(sum(4)),
    }),
    folder: () => {
      const wish = Atomics.load(words, WISH);
      if (wish === 2n) {
        folder = Buffer.from(words.buffer, text, Number(words[LENGTH])).toString();
      }
      if (wish !== 1n) Atomics.store(words, WISH, 1n);
      return folder;
    },
    tell(worker, { entries, files, directories, apparentBytes, errors }, path) {
      const slot = HEADER + worker * SLOT;
      for (const [field, value] of [entries, files, directories, apparentBytes, errors].entries()) {
        Atomics.store(words, slot + field, BigInt(value));
      }
      if (Atomics.compareExchange(words, WISH, 1n, 0n) !== 1n) return;
      const written = Buffer.from(words.buffer, text, TEXT * 8).write(path());
      Atomics.store(words, LENGTH, BigInt(written));
      Atomics.store(words, WISH, 2n);
    },
  };
}

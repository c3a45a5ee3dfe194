import { toBytes } from "@transect/core";

/** Words before the workers' slots: the order to stop, the wish for a folder, its length, workers started. */
const HEADER = 8;
const STOP = 0;
const WISH = 1;
const LENGTH = 2;
/** Words of each worker: entries, files, directories, bytes, errors. */
const SLOT = 8;
/** Words for the path of a folder. */
const TEXT = 512;

/** Why the native core is to stop. */
const STOP_ORDERS = { ECANCELED: 1n, ETIMEDOUT: 2n } as const;

/** How far all workers together have got. */
interface NativeProgress {
  readonly entries: number;
  readonly files: number;
  readonly directories: number;
  readonly apparentBytes: number | bigint;
  readonly errors: number;
}

/** Memory that is shared with the native core: nobody calls anybody. The layout is that of the core's `control.rs`. */
export interface SharedWords {
  /** The words to hand over. */
  readonly words: BigInt64Array;
  /** Tells the workers to stop. They do within milliseconds. */
  stop(order: keyof typeof STOP_ORDERS): void;
  progress(): NativeProgress;
  /** The folder that was being listed when this was last asked for; empty while none is known. */
  folder(): string;
}

/** Makes the words for a walk of so many workers. */
export function createSharedWords(jobs: number): SharedWords {
  const words = new BigInt64Array(HEADER + jobs * SLOT + TEXT);
  let folder = "";
  words[WISH] = 1n;

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
        const start = (HEADER + jobs * SLOT) * 8;
        folder = Buffer.from(words.buffer, start, Number(words[LENGTH])).toString();
      }
      if (wish !== 1n) Atomics.store(words, WISH, 1n);
      return folder;
    },
  };
}

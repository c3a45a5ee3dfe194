import { Worker } from "node:worker_threads";
import type { ThreadAnswers, ThreadMessage, ThreadOrder, ThreadRequest } from "./thread-task.js";

/** What goes with a question, and what comes with its answer. */
interface AskOptions {
  /** Takes the batches of a walk. */
  readonly onBatch?: ((packed: Uint8Array) => void) | undefined;
  /** Memory to hand over rather than copy. */
  readonly transfer?: ArrayBuffer[] | undefined;
}

/**
 * No thread took a request: none could be started, or it died before. Nothing of the request was done. `cause` says why.
 */
export class ThreadUnavailable extends Error {
  override readonly name = "ThreadUnavailable";

  constructor(cause: unknown) {
    super("a worker thread could not be started", { cause });
  }
}

/** A worker thread for as long as it is needed. */
export interface Hand {
  /**
   * Asks it something. Rejects if the thread dies, with a {@link ThreadUnavailable} if it had not begun. One question at
   * a time. Batches come before the answer.
   */
  ask<R extends ThreadRequest>(request: R, options?: AskOptions): Promise<ThreadAnswers[R["kind"]]>;
  /** Gives it back, once it has answered if it is still to. Nobody waits for that. */
  dismiss(): void;
  /** Ends it whatever it does. */
  end(): void;
}

/** Threads that wait for work, the last one first. They keep no process alive. */
const idle: Worker[] = [];

/**
 * How long a thread waits for more work, in milliseconds. Starting one takes some 40 ms of a processor, and it takes
 * several walks until its code is compiled for speed.
 */
const PATIENCE_MS = 60_000;

let ending: NodeJS.Timeout | undefined;

/** Takes a thread that waits, or starts one. */
export function hire(): Hand {
  try {
    return handOf(idle.pop() ?? new Worker(PROGRAM, { execArgv: [], name: "transect" }));
  } catch (cause) {
    // There may be no more threads, or Node may have been told to start none.
    return { ask: () => Promise.reject(new ThreadUnavailable(cause)), dismiss: () => {}, end: () => {} };
  }
}

function handOf(worker: Worker): Hand {
  let asked: Promise<unknown> = Promise.resolve();
  worker.ref();

  return {
    ask<R extends ThreadRequest>(request: R, { onBatch, transfer = [] }: AskOptions = {}) {
      const taken = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
      const answer = answerOf<ThreadAnswers[R["kind"]]>(worker, taken, onBatch);
      asked = answer;
      const order: ThreadOrder = { request, taken };
      worker.postMessage(order, transfer);
      return answer;
    },
    dismiss() {
      worker.unref();
      asked.then(
        () => rest(worker),
        () => undefined,
      );
    },
    end() {
      void worker.terminate();
    },
  };
}

function answerOf<T>(
  worker: Worker,
  taken: Int32Array,
  onBatch: ((packed: Uint8Array) => void) | undefined,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
    };
    const onMessage = (message: ThreadMessage): void => {
      if (message.kind === "batch") {
        onBatch?.(message.packed);
        return;
      }
      settle();
      // The program of the thread answers each kind of request in its own way.
      resolve(message.answer as T);
    };
    const onError = (cause: unknown): void => {
      settle();
      // A message that it has begun might come after the one that it has died: memory tells at once.
      reject(Atomics.load(taken, 0) === 1 ? cause : new ThreadUnavailable(cause));
    };
    const onExit = (code: number): void => onError(new Error(`a worker thread ended with status ${code}`));
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
  });
}

/** Lets a thread wait for more work. As many wait as were needed of late: whoever asks for many often asks again. */
function rest(worker: Worker): void {
  idle.push(worker);
  clearTimeout(ending);
  ending = setTimeout(() => {
    for (const waiting of idle.splice(0)) void waiting.terminate();
  }, PATIENCE_MS).unref();
}

/** Threads run what was built, also where this file runs from its source. */
const PROGRAM = new URL(
  import.meta.url.endsWith(".ts") ? "../../dist/threads/worker.js" : "./worker.js",
  import.meta.url,
);

import { Worker } from "node:worker_threads";
import type { ThreadAnswers, ThreadMessage, ThreadRequest } from "./thread-task.js";

/** What goes with a question, and what comes with its answer. */
interface AskOptions {
  /** Takes the batches of a walk. */
  readonly onBatch?: ((packed: Uint8Array) => void) | undefined;
  /** Memory to hand over rather than copy. */
  readonly transfer?: ArrayBuffer[] | undefined;
}

/** A thread could not be started: it has taken no work, which is left to whoever called it. `cause` says why. */
export class ThreadNotStarted extends Error {
  override readonly name = "ThreadNotStarted";

  constructor(cause: unknown) {
    super("a worker thread could not be started", { cause });
  }
}

/** A worker thread for as long as it is needed. */
export interface Hand {
  /**
   * Asks it something. Rejects if the thread dies, with a {@link ThreadNotStarted} if it never lived. One question at a
   * time. Batches come before the answer.
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

/** Threads whose program runs. */
const started = new WeakSet<Worker>();

/** Takes a thread that waits, or starts one. */
export function hire(): Hand {
  try {
    return handOf(idle.pop() ?? new Worker(PROGRAM, { execArgv: [], name: "transect" }));
  } catch (cause) {
    // There may be no more threads, or Node may have been told to start none.
    return { ask: () => Promise.reject(new ThreadNotStarted(cause)), dismiss: () => {}, end: () => {} };
  }
}

function handOf(worker: Worker): Hand {
  let asked: Promise<unknown> = Promise.resolve();
  worker.ref();

  return {
    ask<R extends ThreadRequest>(request: R, { onBatch, transfer = [] }: AskOptions = {}) {
      const answer = answerOf<ThreadAnswers[R["kind"]]>(worker, onBatch);
      asked = answer;
      worker.postMessage(request, transfer);
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

function answerOf<T>(worker: Worker, onBatch: ((packed: Uint8Array) => void) | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
    };
    const onMessage = (message: ThreadMessage): void => {
      if (message.kind === "started") {
        started.add(worker);
        return;
      }
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
      reject(started.has(worker) ? cause : new ThreadNotStarted(cause));
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

import type Tinypool from "tinypool";
import type { Call } from "../call.js";
import type { AnswerTo, ReadContext, ReadTask } from "./task.js";

/** Threads that read, as the thread that calls them sees them. */
export interface Crew {
  /** How many threads there are at most. */
  readonly size: number;
  /** Whether one has come up: until then it is faster to read without them. */
  readonly isUp: boolean;
  /** Has a task done. Rejects if the thread dies. Memory that is handed over is gone from here. */
  run<T extends ReadTask>(task: T, memory?: ArrayBuffer): Promise<AnswerTo<T>>;
}

/** What a thread is sent. */
export interface Errand {
  readonly task: ReadTask;
  readonly context: ReadContext;
}

/** How much there must be to do for threads to pay: they take some 50 ms to come up. In bytes to read. */
const WORTH_THREADS = 32 * 1024 * 1024;

/** How long a thread waits for more work, in milliseconds. */
const PATIENCE_MS = 10_000;

/** Threads, and those who wait for an answer of them. */
interface Pool {
  readonly threads: Promise<Tinypool>;
  readonly waiting: Set<(cause: unknown) => void>;
}

/** One pool for each number of threads that was asked for: whoever asks often asks for as many again. */
const pools = new Map<number, Pool>();

/**
 * Calls threads of Node where there is enough to do, in bytes to read and what opening files costs; `undefined` where the
 * calling thread does best by itself. They stay for a while once they are idle, and keep no process alive.
 */
export function callCrew({ jobs }: Call, context: ReadContext, weight: number): Crew | undefined {
  return weight >= WORTH_THREADS ? crewOf(context, jobs) : undefined;
}

function crewOf(context: ReadContext, jobs: number): Crew {
  const pool = pools.get(jobs) ?? startPool(jobs);
  pools.set(jobs, pool);
  let isUp = false;
  const run = <T extends ReadTask>(task: T, memory?: ArrayBuffer): Promise<AnswerTo<T>> =>
    ask(pool, { task, context }, memory);
  run(NOTHING).then(
    () => {
      isUp = true;
    },
    // Whoever asks for more hears of it.
    () => {},
  );
  return {
    size: jobs,
    get isUp() {
      return isUp;
    },
    run,
  };
}

/** Answered as soon as a thread is there. */
const NOTHING = { kind: "digest", algorithm: "sha256", files: [] } as const;

/** Sends somebody on an errand. The program of the threads answers each kind of task in its own way. */
function ask<T extends ReadTask>(
  { threads, waiting }: Pool,
  errand: Errand,
  memory?: ArrayBuffer,
): Promise<AnswerTo<T>> {
  return new Promise((resolve, reject) => {
    waiting.add(reject);
    threads
      .then((pool) => pool.run(errand, { transferList: memory === undefined ? [] : [memory] }))
      .finally(() => waiting.delete(reject))
      .then(resolve, reject);
  });
}

function startPool(jobs: number): Pool {
  const waiting: Pool["waiting"] = new Set();
  return { threads: bringUp(), waiting };

  /** Loaded only where threads are called for: with the native core they are not. */
  async function bringUp(): Promise<Tinypool> {
    const { default: Tinypool } = await import("tinypool");
    const threads = new Tinypool({
      filename: PROGRAM.href,
      minThreads: 0,
      maxThreads: jobs,
      idleTimeout: PATIENCE_MS,
      // The next task waits where it will be done.
      concurrentTasksPerWorker: 2,
      execArgv: [],
    });
    // Threads that do not come up take no task, and nobody would hear of it.
    threads.on("error", (cause: unknown) => {
      pools.delete(jobs);
      for (const reject of waiting) reject(cause);
    });
    return threads;
  }
}

/** Threads run what was built, also where this file runs from its source. */
const PROGRAM = new URL(
  import.meta.url.endsWith(".ts") ? "../../dist/reading/crew-member.js" : "./crew-member.js",
  import.meta.url,
);

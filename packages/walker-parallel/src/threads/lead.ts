import type { WalkJob } from "../backend.js";
import { createSharedWords, type SharedWords, sharedWordsFor } from "../shared-words.js";
import type { Crew } from "./crew.js";
import type { Helpers } from "./helpers.js";
import type { Member } from "./member.js";
import type { PortableOptions, ThreadTask } from "./thread-task.js";

/**
 * Entries that the calling thread meets before others are called to help: less takes no longer than starting a thread.
 * Who asks for threads by name gets them at once.
 */
const ALONE = 4000;

/** Workers that are called first. More follow while work lies about. */
const FIRST_HELPERS = 2;

/** What the calling thread leads a crew with. */
export interface LeadOptions {
  readonly job: WalkJob;
  readonly shared: SharedWords;
  readonly crew: Crew;
  readonly helpers: Helpers;
  readonly member: Member;
  /** How many entries the calling thread has met itself. */
  readonly met: () => number;
}

/**
 * The calling thread's part in a crew, turn by turn: it begins, which is enough for small trees; for others it calls
 * workers, gives them all it has, and is free. Says whether it has more to do.
 */
export async function takeTurn({ job, shared, crew, helpers, member, met }: LeadOptions): Promise<boolean> {
  const { stop, options, jobs } = job;
  const atOnce = options.backend === "threads";
  if (stop.code !== undefined) shared.stop(stop.code);
  if (atOnce || met() >= ALONE) helpers.call(atOnce ? jobs.eager : FIRST_HELPERS);
  if (atOnce || crew.joined() > 1) member.giveAway();
  const more = await member.step();
  await stop.breathe();
  return more && !crew.isOver();
}

/**
 * Does what was given away and nobody took, on the calling thread, where no thread could be started. Gives a turn of it
 * each time it is asked.
 */
export async function* workAlone({ job: { stop }, shared, crew, member }: LeadOptions): AsyncGenerator<void> {
  if (crew.isOver()) return;
  crew.join();
  while (member.take()) {
    for (let more = true; more; ) {
      if (stop.code !== undefined) shared.stop(stop.code);
      more = await member.step();
      await stop.breathe();
      yield;
    }
  }
  crew.leave();
}

/** Words that threads can share, for the calling one and its helpers. */
export function wordsFor({ jobs }: Pick<WalkJob, "jobs">): SharedWords {
  const bytes = sharedWordsFor(jobs.eager + 1) * BigInt64Array.BYTES_PER_ELEMENT;
  return createSharedWords(jobs.eager + 1, new BigInt64Array(new SharedArrayBuffer(bytes)));
}

/** The roots that are there, as threads are told them. */
export function rootsOf({ roots }: Pick<WalkJob, "roots">, accountOf: (index: number) => number): ThreadTask["roots"] {
  return roots.flatMap((root, index) => {
    if (root.type === "error") return [];
    const { name, type, stat, identity } = root;
    return [{ root: { name, type, stat, identity }, account: accountOf(index) }];
  });
}

/** What can be told another thread. */
export function portable(options: WalkJob["options"]): PortableOptions {
  const { source, filter, descend, signal, onProgress, progressInterval, maxDuration, backend, jobs, ...rest } =
    options;
  return rest;
}

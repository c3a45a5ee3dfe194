import { Entry, type WorkerTrace } from "@transect/core";
import { createSharedWords, type WorkerProgress } from "../shared-words.js";
import { planWalk } from "../walk-plan.js";
import { type Accounts, createAccounts } from "./accounts.js";
import { createBatchWriter } from "./batch-writer.js";
import { type Crew, createCrew } from "./crew.js";
import { createMember, type Member, type Receiver } from "./member.js";
import type { ThreadTask, WalkTask } from "./thread-task.js";

/** One member of a crew with what it finds. */
export interface Finder<R extends Receiver> {
  readonly member: Member;
  /** Its own entries for the roots of the task. */
  readonly roots: readonly Entry[];
  readonly found: R;
}

/** What a receiver tells of itself, where that is shared with those who wait. */
interface Told {
  readonly progress: WorkerProgress;
  directory(): string;
}

/** Makes a member that profiles, on whatever thread this is. */
export function createProfiler(task: ThreadTask, place: number): Finder<Accounts> {
  const accounts = task.roots.map(({ account }) => account);
  const asks = task.options.wouldIgnore !== undefined;
  const found = createAccounts({ keep: task.keep, accounts, asks });
  return { ...createFinder(task, place, () => found, found), found };
}

/** Makes a member for whatever receives, on whatever thread this is. */
export function createFinder<R extends Receiver>(
  task: ThreadTask,
  place: number,
  receiverOf: (roots: readonly Entry[], crew: Crew) => R,
  told?: Told,
): Finder<R> {
  const plan = planWalk({ ...task.options, stat: task.stat });
  const roots = task.roots.map(({ root }) => new Entry(root));
  const crew = createCrew(task.crew);
  const shared = createSharedWords(task.members, task.words);
  const found = receiverOf(roots, crew);
  const isStopped = (): boolean => {
    if (told !== undefined) shared.tell(place, told.progress, told.directory);
    return shared.order() !== undefined;
  };
  return { member: createMember({ plan, roots, crew, receiver: found, isStopped }), roots, found };
}

/** Works along with a crew until nothing is left, and profiles. Blocks the thread. */
export async function profileAlong(task: WalkTask): Promise<{ readonly found: Accounts; readonly trace: WorkerTrace }> {
  const { member, found } = createProfiler(task, task.member);
  const trace = await workAlong(task, member);
  return { found, trace: { ...trace, entries: found.progress.entries } };
}

/** Works along with a crew until nothing is left, and packs entries into batches. Blocks the thread. */
export async function packAlong(task: WalkTask, put: (packed: Uint8Array<ArrayBuffer>) => void): Promise<WorkerTrace> {
  const { member, found } = createFinder(task, task.member, (roots, crew) =>
    createBatchWriter({
      roots,
      first: roots.length + 1 + task.member,
      step: task.members,
      put(packed) {
        crew.handOn();
        put(packed);
      },
    }),
  );
  const trace = await workAlong(task, member);
  found.flush();
  return trace;
}

async function workAlong({ crew: memory, member: place }: WalkTask, member: Member): Promise<WorkerTrace> {
  const crew = createCrew(memory);
  let steals = 0;
  let idleMs = 0;
  crew.join();
  while (takesMore()) {
    steals += 1;
    for (let more: boolean | Promise<boolean> = true; more; ) {
      more = member.step();
      if (more instanceof Promise) more = await more;
    }
  }
  member.finish();
  const { shares, directories } = member.counts;
  return { worker: place - 1, steals, shares, idleMs, directories, entries: 0 };

  function takesMore(): boolean {
    const started = performance.now();
    const took = member.take();
    idleMs += performance.now() - started;
    return took;
  }
}

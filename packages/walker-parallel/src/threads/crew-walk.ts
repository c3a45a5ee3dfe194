import { Entry, type WorkerTrace } from "@transect/core";
import { createSharedWords } from "../shared-words.js";
import { planWalk } from "../walk-plan.js";
import { type Accounts, createAccounts } from "./accounts.js";
import { createCrew } from "./crew.js";
import { createMember, type Member } from "./member.js";
import type { ThreadTask, WalkTask } from "./thread-task.js";

/** One member of a crew with what it finds. */
export interface CrewMember {
  readonly member: Member;
  /** Its own entries for the roots of the task. */
  readonly roots: readonly Entry[];
  readonly found: Accounts;
}

/** Makes a member, on whatever thread this is. `isStopped` is asked beside the order that all of them share. */
export function createCrewMember(task: ThreadTask, place: number): CrewMember {
  const { options, keep, members } = task;
  const plan = planWalk({ ...options, stat: keep.sizes });
  const roots = task.roots.map(({ root }) => new Entry(root));
  const accounts = task.roots.map(({ account }) => account);
  const found = createAccounts({ keep, accounts, asks: options.wouldIgnore !== undefined });
  const shared = createSharedWords(members, task.words);
  const isStopped = (): boolean => {
    shared.tell(place, found.progress, found.directory);
    return shared.order() !== undefined;
  };
  const member = createMember({ plan, roots, crew: createCrew(task.crew), receiver: found, isStopped });
  return { member, roots, found };
}

/** Works along with a crew until nothing is left. Blocks the thread. */
export async function workAlong(task: WalkTask): Promise<{ readonly found: Accounts; readonly trace: WorkerTrace }> {
  const crew = createCrew(task.crew);
  const { member, found } = createCrewMember(task, task.member);
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
  const { entries } = found.progress;
  const { shares, directories } = member.counts;
  return { found, trace: { worker: task.member - 1, steals, shares, idleMs, directories, entries } };

  function takesMore(): boolean {
    const started = performance.now();
    const took = member.take();
    idleMs += performance.now() - started;
    return took;
  }
}

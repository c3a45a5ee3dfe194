import type { PackedProfile, WorkerTrace } from "@transect/core";
import type { StopCode } from "../stop.js";
import type { AccountsReport } from "./accounts.js";
import type { Crew } from "./crew.js";
import type { CrewMember } from "./crew-walk.js";
import { type Hand, hire } from "./pool.js";
import type { AccountNames, ThreadAnswer, ThreadTask } from "./thread-task.js";

/** The worker threads of one profile, as the thread that called them sees them. */
export interface Helpers {
  /** Calls so many workers, if none were called yet; more of them follow where work lies about, up to the task's limit. */
  call(count: number): void;
  /**
   * Waits until nothing is left, and merges what everybody found. `cut` says why work was left undone, where it was.
   * Rejects if a thread dies.
   */
  finish(lead: CrewMember, names: AccountNames, cut: () => StopCode | undefined): Promise<CrewReport>;
  /** Ends all of them at once. */
  end(): void;
}

/** What a crew came to. */
interface CrewReport extends AccountsReport {
  /** What each worker did. */
  readonly trace: readonly WorkerTrace[];
}

/** Between two looks at whether more workers pay, in milliseconds. */
const LOOK_MS = 20;

/** Prepares to call workers. Nothing is started yet. */
export function createHelpers(task: ThreadTask, crew: Crew): Helpers {
  const most = task.members - 1;
  const hands: Hand[] = [];
  const walks: Promise<ThreadAnswer>[] = [];
  let looking: NodeJS.Timeout | undefined;

  function callMore(count: number): void {
    while (hands.length < Math.min(count, most)) {
      const hand = hire();
      hands.push(hand);
      const member = hands.length;
      const walk = hand.ask({ kind: "walk", task: { ...task, member, keeps: member === 1 } });
      // Without this the others would wait for one that is gone.
      walk.catch(() => crew.end());
      walks.push(walk);
    }
  }

  /** All who were called have come, and still there is work that nobody has taken. */
  function look(): void {
    if (crew.joined() > hands.length && crew.wanted() < 0 && !crew.isOver()) callMore(hands.length * 2);
  }

  return {
    call(count) {
      if (hands.length > 0) return;
      callMore(count);
      if (hands.length < most) looking = setInterval(look, LOOK_MS);
    },
    async finish({ member, found }, names, cut) {
      if (crew.isOver() && crew.joined() === 1) {
        for (const hand of hands) hand.dismiss();
        clearInterval(looking);
        member.finish();
        return { ...found.finish(names, crew.wasCut() ? cut() : undefined), trace: [] };
      }
      const [keeper] = hands;
      const answers: ThreadAnswer[] = [];
      // More may be called while the first ones are waited for.
      for (let next = walks.shift(); next !== undefined; next = walks.shift()) answers.push(await next);
      clearInterval(looking);
      member.finish();
      const walked = answers.flatMap((answer) => (answer.kind === "walked" ? [answer] : []));
      const others: (readonly PackedProfile[])[] = [found.pack(), ...walked.slice(1).map((answer) => answer.found)];
      if (keeper === undefined) throw new Error("work is left, and nobody was called");
      const reason = crew.wasCut() ? cut() : undefined;
      const merged = await keeper.ask({ kind: "merge", task: { found: others, names, cut: reason } });
      for (const hand of hands) hand.dismiss();
      if (merged.kind !== "merged") throw new TypeError(`a worker thread answered ${merged.kind}`);
      return { ...merged.report, trace: walked.map(({ trace }) => trace) };
    },
    end() {
      clearInterval(looking);
      crew.end();
      for (const hand of hands) hand.end();
    },
  };
}

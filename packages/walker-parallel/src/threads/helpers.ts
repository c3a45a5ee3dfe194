import type { Crew } from "./crew.js";
import { type Hand, hire, ThreadUnavailable } from "./pool.js";
import type { ThreadTask, Walked, WalkTask } from "./thread-task.js";

/** The worker threads of one walk, as the thread that calls them sees them. */
export interface Helpers {
  /** Calls so many workers, if none were called yet; more of them follow where work lies about, up to the task's limit. */
  call(count: number): void;
  /**
   * What all of them answer once nothing is left, in their order. Rejects if a thread dies. Those that could not be
   * started are left out: where that is all of them, what was given away is left as well.
   */
  answers(): Promise<readonly Walked[]>;
  /** The one that keeps its profiles; `undefined` where it could not be started. */
  keeper(): Hand | undefined;
  /** Lets them go, without waiting for those that are still to answer. */
  dismiss(): void;
  /** Ends all of them at once. */
  end(): void;
}

/** What {@link createHelpers} calls workers for. */
export interface HelpersOptions {
  readonly task: ThreadTask;
  readonly crew: Crew;
  readonly findings: WalkTask["findings"];
  /** Takes the batches of a walk, each with the member that it comes from. */
  readonly onBatch?: ((packed: Uint8Array, member: number) => void) | undefined;
}

/** Between two looks at whether more workers pay, in milliseconds. */
const LOOK_MS = 20;

/** Prepares to call workers. Nothing is started yet. */
export function createHelpers({ task: all, crew, findings, onBatch }: HelpersOptions): Helpers {
  const most = all.members - 1;
  const hands: Hand[] = [];
  /** Nothing of those that could not be started. */
  const walks: Promise<Walked | undefined>[] = [];
  let keeper: Hand | undefined;
  let looking: NodeJS.Timeout | undefined;

  function callMore(count: number): void {
    while (hands.length < Math.min(count, most)) {
      const hand = hire();
      hands.push(hand);
      const member = hands.length;
      const keeps = findings === "profiles" && member === 1;
      const walk = walkWith(hand, { ...all, member, findings, keeps });
      // Whoever asks for answers hears of it; nobody may.
      walk.catch(() => undefined);
      walks.push(walk);
    }
  }

  async function walkWith(hand: Hand, task: WalkTask): Promise<Walked | undefined> {
    try {
      const walked = await hand.ask({ kind: "walk", task }, { onBatch: (packed) => onBatch?.(packed, task.member) });
      if (task.keeps) keeper = hand;
      return walked;
    } catch (cause) {
      if (cause instanceof ThreadUnavailable) return undefined;
      // Without this the others would wait for one that is gone.
      crew.end();
      throw cause;
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
    async answers() {
      const answers: Walked[] = [];
      // More may be called while the first ones are waited for.
      for (let next = walks.shift(); next !== undefined; next = walks.shift()) {
        const answer = await next;
        if (answer !== undefined) answers.push(answer);
      }
      clearInterval(looking);
      return answers;
    },
    keeper: () => keeper,
    dismiss() {
      clearInterval(looking);
      for (const hand of hands) hand.dismiss();
    },
    end() {
      clearInterval(looking);
      crew.end();
      for (const hand of hands) hand.end();
    },
  };
}

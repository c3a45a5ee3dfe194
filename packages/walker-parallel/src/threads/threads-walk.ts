import { type Entry, resolveProfileOptions } from "@transect/core";
import type { WalkJob } from "../backend.js";
import { type BatchContext, isReadable, readBatch } from "../packed-batch.js";
import { sequentialWalk } from "../sequential/sequential-walk.js";
import { stoppedAt } from "../stop.js";
import type { BackendStep } from "../walk-step.js";
import { createCrew, crewMemory } from "./crew.js";
import { createFinder } from "./crew-walk.js";
import { createHelpers } from "./helpers.js";
import { portable, rootsOf, takeTurn, wordsFor, workAlone } from "./lead.js";
import { createStepReceiver } from "./step-receiver.js";
import type { ThreadTask } from "./thread-task.js";

/**
 * Walks on several threads. What workers find comes in packed batches, of which entries are made here. Where nothing is
 * looked at this would cost as much as it saves, and links that are followed are walked in one order: the calling
 * thread walks alone then.
 */
export async function* threadsWalk(job: WalkJob): AsyncGenerator<readonly BackendStep[]> {
  const { plan, options } = job;
  if (!plan.request.stat || options.follow === true) yield* sequentialWalk(job);
  else yield* walkTogether(job);
}

/** A batch, and the member that it comes from. */
interface Arrived {
  readonly packed: Uint8Array;
  readonly from: number;
}

async function* walkTogether(job: WalkJob): AsyncGenerator<readonly BackendStep[]> {
  const { plan, options, stop } = job;
  const shared = wordsFor(job);
  const task: ThreadTask = {
    options: portable(options),
    keep: resolveProfileOptions(),
    stat: true,
    roots: rootsOf(job, () => 0),
    crew: crewMemory(),
    words: shared.words,
    members: job.jobs.eager + 1,
  };
  const crew = createCrew(task.crew);
  const context: BatchContext = { folders: new Map<number, Entry>(), identify: plan.request.identify };
  const { member, roots, found } = createFinder(task, 0, (entries) => {
    for (const [index, root] of entries.entries()) context.folders.set(index + 1, root);
    return createStepReceiver({ folders: context.folders, first: entries.length + 1, step: task.members });
  });
  const batches = new TransformStream<Arrived, Arrived>(undefined, undefined, { highWaterMark: Infinity });
  const arrived = batches.writable.getWriter();
  const helpers = createHelpers({
    task,
    crew,
    findings: "batches",
    onBatch: (packed, from) => {
      arrived.write({ packed, from }).catch(() => undefined);
    },
  });
  let whole = false;
  try {
    crew.join();
    begin();
    const lead = { job, shared, crew, helpers, member, met: found.met };
    while (await takeTurn(lead)) yield chosen(found.take());
    yield chosen(found.take());
    crew.leave();
    if (!crew.isOver() || crew.joined() > 1) yield* ofHelpers();
    for await (const _turn of workAlone(lead)) yield chosen(found.take());
    member.finish();
    yield found.take();
    const [first] = job.roots;
    if (crew.wasCut() && first !== undefined && stop.code !== undefined) {
      yield [stoppedAt(first.type === "error" ? first.entry : first, stop.code)];
    }
    whole = true;
  } finally {
    if (!whole) {
      shared.stop("ECANCELED");
      crew.stopReading();
      crew.end();
    }
    helpers.dismiss();
  }

  /** Gives the roots, and notes those to open. */
  function begin(): void {
    let next = 0;
    for (const item of job.roots) {
      const root = item.type === "error" ? undefined : roots[next];
      if (item.type === "error" || root === undefined) {
        found.give(0, item);
        continue;
      }
      if (plan.paths?.givesRoots !== false && plan.select?.(root) !== false) found.give(next, root);
      if (root.type === "directory" && plan.opens(root)) member.push({ root: next, directory: root });
      next += 1;
    }
  }

  async function* ofHelpers(): AsyncGenerator<readonly BackendStep[]> {
    helpers.answers().then(
      () => arrived.close(),
      (cause: unknown) => arrived.abort(cause),
    );
    const held = new Map<number, Uint8Array[]>();
    for await (const { packed, from } of batches.readable) {
      crew.read();
      const waiting = held.get(from) ?? [];
      held.set(from, waiting);
      waiting.push(packed);
      for (let next = takeReadable(held); next !== undefined; next = takeReadable(held)) {
        yield chosen(readBatch(next, context));
      }
      if (stop.code !== undefined) shared.stop(stop.code);
    }
    if ([...held.values()].some(({ length }) => length > 0)) {
      throw new Error("a batch speaks of a directory that nobody has found");
    }
  }

  /**
   * Takes a batch that can be read. One may come before the one, of another thread, that has its directories; those of
   * one thread are read in order, for a later one may say that nothing more comes of a directory.
   */
  function takeReadable(held: ReadonlyMap<number, Uint8Array[]>): Uint8Array | undefined {
    for (const waiting of held.values()) {
      const [next] = waiting;
      if (next !== undefined && isReadable(next, context.folders)) return waiting.shift();
    }
    return undefined;
  }

  /** What a filter is asked of is here alone; all else was chosen by already. */
  function chosen(steps: readonly BackendStep[]): readonly BackendStep[] {
    const { filter } = options;
    if (filter === undefined) return steps;
    const refused = new Set(steps.filter((step) => "parent" in step && !filter(step)));
    return steps.filter((step) => !refused.has(step) && !(step.type === "ignored" && refused.has(step.entry)));
  }
}

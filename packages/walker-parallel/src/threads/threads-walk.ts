import { type Entry, resolveProfileOptions } from "@transect/core";
import type { WalkJob } from "../backend.js";
import { type BatchContext, isReadable, readBatch } from "../packed-batch.js";
import { sequentialWalk } from "../sequential/sequential-walk.js";
import { stoppedAt } from "../stop.js";
import type { BackendStep } from "../walk-step.js";
import { createCrew, crewMemory } from "./crew.js";
import { createFinder } from "./crew-walk.js";
import { createHelpers } from "./helpers.js";
import { portable, rootsOf, takeTurn, wordsFor } from "./lead.js";
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

/** A batch, and which member of the crew it is from. */
interface Batch {
  readonly packed: Uint8Array;
  readonly member: number;
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
    members: job.jobs + 1,
  };
  const crew = createCrew(task.crew);
  const context: BatchContext = { folders: new Map<number, Entry>(), identify: plan.request.identify };
  const { member, roots, found } = createFinder(task, 0, (entries) => {
    for (const [index, root] of entries.entries()) context.folders.set(index + 1, root);
    return createStepReceiver({ folders: context.folders, first: entries.length + 1, step: task.members });
  });
  const batches = new TransformStream<Batch, Batch>(undefined, undefined, { highWaterMark: Infinity });
  const arrived = batches.writable.getWriter();
  const helpers = createHelpers({
    task,
    crew,
    findings: "batches",
    onBatch: (packed, member) => {
      arrived.write({ packed, member }).catch(() => undefined);
    },
  });
  let whole = false;
  try {
    crew.join();
    begin();
    while (await takeTurn({ job, shared, crew, helpers, member, met: found.met })) yield chosen(found.take());
    yield chosen(found.take());
    crew.leave();
    if (!crew.isOver() || crew.joined() > 1) yield* ofHelpers();
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
    let held: Batch[] = [];
    for await (const batch of batches.readable) {
      crew.read();
      held.push(batch);
      for (let now = nextOf(held); now !== undefined; now = nextOf(held)) {
        const { packed } = now;
        held = held.filter((batch) => batch.packed !== packed);
        yield chosen(readBatch(packed, context));
      }
      if (stop.code !== undefined) shared.stop(stop.code);
    }
    // What was dropped on a stop may hold directories of what was not.
    if (held.length > 0 && !crew.wasCut()) throw new Error("entries came without their directory; please report this");
  }

  /**
   * The first batch to read. One may come before that of another member which has its directories; those of the same
   * member are read in their order, since a later one may say that nothing more comes of a directory.
   */
  function nextOf(held: readonly Batch[]): Batch | undefined {
    const waiting = new Set<number>();
    return held.find(({ packed, member }) => {
      if (!waiting.has(member) && isReadable(packed, context.folders)) return true;
      waiting.add(member);
      return false;
    });
  }

  /** What a filter is asked of is here alone; all else was chosen by already. */
  function chosen(steps: readonly BackendStep[]): readonly BackendStep[] {
    const { filter } = options;
    if (filter === undefined) return steps;
    const refused = new Set(steps.filter((step) => "parent" in step && !filter(step)));
    return steps.filter((step) => !refused.has(step) && !(step.type === "ignored" && refused.has(step.entry)));
  }
}

import type { ProfileJob, ProfileOutcome } from "../backend.js";
import { placeNested } from "../nested-roots.js";
import { runShared } from "../run-shared.js";
import { createSharedWords, type SharedWords, sharedWordsFor } from "../shared-words.js";
import { type Crew, createCrew, crewMemory } from "./crew.js";
import { type CrewMember, createCrewMember } from "./crew-walk.js";
import { createHelpers } from "./helpers.js";
import { hire } from "./pool.js";
import type { PortableOptions, ThreadTask } from "./thread-task.js";

/**
 * Entries that the calling thread meets before others are called to help: less takes no longer than starting a thread.
 * Who asks for threads by name gets them at once.
 */
const ALONE = 4000;

/** Workers that are called first. More follow while work lies about. */
const FIRST_HELPERS = 2;

/**
 * Profiles on several threads. The calling thread begins, which is enough for small trees; for others it calls workers,
 * gives them all it has, and is free.
 */
export function threadsProfile(job: ProfileJob): Promise<ProfileOutcome> {
  const words = createSharedWords(job.jobs + 1, sharedMemory(job.jobs + 1));
  return runShared(
    job,
    (shared) => (job.options.follow === true ? profileOnOne(job, shared) : profileTogether(job, shared)),
    words,
  );
}

function sharedMemory(members: number): BigInt64Array {
  return new BigInt64Array(new SharedArrayBuffer(sharedWordsFor(members) * BigInt64Array.BYTES_PER_ELEMENT));
}

/** Links that are followed are walked in one order: one thread does, and the calling one stays free. */
async function profileOnOne(
  { names, options, keep, jobs }: ProfileJob,
  { words }: SharedWords,
): Promise<ProfileOutcome> {
  const hand = hire();
  try {
    const task = { names, options: portable(options), keep, words, members: jobs + 1 };
    const answer = await hand.ask({ kind: "whole", task });
    if (answer.kind !== "whole") throw new TypeError(`a worker thread answered ${answer.kind}`);
    return answer.outcome;
  } finally {
    hand.dismiss();
  }
}

async function profileTogether(job: ProfileJob, shared: SharedWords): Promise<ProfileOutcome> {
  const { names, nesting, options, stop } = job;
  const task = taskOf(job, shared.words);
  const crew = createCrew(task.crew);
  const lead = createCrewMember(task, 0);
  const helpers = createHelpers(task, crew);
  try {
    crew.join();
    begin(job, crew, lead);
    const atOnce = options.backend === "threads";
    for (let more = true; more && !crew.isOver(); ) {
      if (stop.code !== undefined) shared.stop(stop.code);
      if (atOnce || lead.found.progress.entries >= ALONE) helpers.call(atOnce ? job.jobs : FIRST_HELPERS);
      if (atOnce || crew.joined() > 1) lead.member.giveAway();
      const step = lead.member.step();
      more = step instanceof Promise ? await step : step;
      const breath = stop.breathe();
      if (breath !== undefined) await breath;
    }
    crew.leave();
    const called = { roots: names, nested: names.filter((_, index) => nesting[index] !== undefined) };
    const { report, nested, trace } = await helpers.finish(lead, called, () => shared.order());
    const rows = placeNested(job, report.roots, nested);
    return {
      report: { ...report, roots: rows },
      workers: Math.max(1, crew.joined() - 1),
      trace: options.trace === true ? trace : undefined,
    };
  } catch (cause) {
    helpers.end();
    throw cause;
  }
}

/** Gives the roots, and notes those to open. */
function begin({ roots, plan }: ProfileJob, crew: Crew, { member, roots: entries, found }: CrewMember): void {
  let next = 0;
  for (const item of roots) {
    if (item.type === "error") {
      if (item.operation === "walk") crew.cut();
      else found.addError(item);
      continue;
    }
    const root = next++;
    const directory = entries[root];
    if (directory === undefined) continue;
    found.addRoot(root, directory);
    if (plan.paths?.givesRoots !== false && plan.select?.(directory) !== false) found.give(root, directory);
    if (directory.type === "directory" && plan.opens(directory)) member.push({ root, directory });
  }
}

function taskOf({ roots, nesting, options, keep, jobs }: ProfileJob, words: BigInt64Array): ThreadTask {
  let apart = 0;
  const accounts = nesting.map((holder) => (holder === undefined ? 0 : ++apart));
  const found = roots.flatMap((root, index) => {
    if (root.type === "error") return [];
    const { name, type, stat, identity } = root;
    return [{ root: { name, type, stat, identity }, account: accounts[index] ?? 0 }];
  });
  return { options: portable(options), keep, roots: found, crew: crewMemory(), words, members: jobs + 1 };
}

/** What can be told another thread. */
function portable(options: ProfileJob["options"]): PortableOptions {
  const { source, filter, descend, signal, onProgress, progressInterval, maxDuration, backend, jobs, ...rest } =
    options;
  return rest;
}

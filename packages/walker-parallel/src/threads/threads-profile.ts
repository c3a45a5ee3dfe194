import { transferable } from "@transect/core";
import type { ProfileJob, ProfileOutcome } from "../backend.js";
import { placeNested } from "../nested-roots.js";
import { runShared } from "../run-shared.js";
import { sequentialBackend } from "../sequential/sequential-backend.js";
import type { SharedWords } from "../shared-words.js";
import type { AccountsReport } from "./accounts.js";
import { type Crew, createCrew, crewMemory } from "./crew.js";
import { createProfiler } from "./crew-walk.js";
import { createHelpers } from "./helpers.js";
import { portable, rootsOf, takeTurn, wordsFor, workAlone } from "./lead.js";
import { type Hand, hire, ThreadUnavailable } from "./pool.js";
import type { AccountNames, ThreadTask, Walked } from "./thread-task.js";

type Profiler = ReturnType<typeof createProfiler>;

/** Profiles on several threads; the calling one begins, and is free once there are others. */
export function threadsProfile(job: ProfileJob): Promise<ProfileOutcome> {
  if (job.options.follow === true) return profileApart(job);
  return runShared(job, (shared) => profileTogether(job, shared), wordsFor(job));
}

/** Links that are followed are walked in one order: one thread does, and the calling one stays free. */
async function profileApart(job: ProfileJob): Promise<ProfileOutcome> {
  try {
    return await runShared(job, (shared) => profileOnOne(job, shared), wordsFor(job));
  } catch (cause) {
    if (cause instanceof ThreadUnavailable) return sequentialBackend.profile(job);
    throw cause;
  }
}

async function profileOnOne(
  { names, options, keep, jobs }: ProfileJob,
  { words }: SharedWords,
): Promise<ProfileOutcome> {
  const hand = hire();
  try {
    const task = { names, options: portable(options), keep, words, members: jobs.eager + 1 };
    return await hand.ask({ kind: "whole", task });
  } finally {
    hand.dismiss();
  }
}

async function profileTogether(job: ProfileJob, shared: SharedWords): Promise<ProfileOutcome> {
  const { names, nesting, options } = job;
  const task = taskOf(job, shared);
  const crew = createCrew(task.crew);
  const profiler = createProfiler(task, 0);
  const { member, found } = profiler;
  const helpers = createHelpers({ task, crew, findings: "profiles" });
  try {
    crew.join();
    begin(job, crew, profiler);
    const lead = { job, shared, crew, helpers, member, met: () => found.progress.entries };
    while (await takeTurn(lead));
    crew.leave();
    const walked = crew.isOver() && crew.joined() === 1 ? [] : await helpers.answers();
    for await (const _turn of workAlone(lead));
    member.finish();
    const cut = crew.wasCut() ? shared.order() : undefined;
    const called = { roots: names, nested: names.filter((_, index) => nesting[index] !== undefined) };
    const { report, nested } = await merge(helpers.keeper(), profiler, walked, called, cut);
    helpers.dismiss();
    return {
      report: { ...report, roots: placeNested(job, report.roots, nested) },
      workers: Math.max(1, crew.joined() - 1),
      trace: options.trace === true ? walked.map(({ trace }) => trace) : undefined,
    };
  } catch (cause) {
    helpers.end();
    throw cause;
  }
}

/** Has the worker that kept its own merge what everybody found: nobody else is kept from their work by that. */
async function merge(
  keeper: Hand | undefined,
  { found }: Profiler,
  walked: readonly Walked[],
  names: AccountNames,
  cut: "ECANCELED" | "ETIMEDOUT" | undefined,
): Promise<AccountsReport> {
  if (keeper === undefined) {
    for (const answer of walked) found.merge(answer.found);
    return found.finish(names, cut);
  }
  const others = [found.pack(), ...walked.slice(1).map((answer) => answer.found)];
  const transfer = others.flat().flatMap(transferable);
  return keeper.ask({ kind: "merge", task: { found: others, names, cut } }, { transfer });
}

/** Gives the roots, and notes those to open. */
function begin({ roots, plan }: ProfileJob, crew: Crew, { member, roots: entries, found }: Profiler): void {
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

function taskOf(job: ProfileJob, { words }: SharedWords): ThreadTask {
  const { nesting, options, keep, jobs } = job;
  let apart = 0;
  const accounts = nesting.map((holder) => (holder === undefined ? 0 : ++apart));
  return {
    options: portable(options),
    keep,
    stat: keep.sizes,
    roots: rootsOf(job, (index) => accounts[index] ?? 0),
    crew: crewMemory(),
    words,
    members: jobs.eager + 1,
  };
}

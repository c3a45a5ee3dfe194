import { Entry, Profile, type RootReport } from "@transect/core";
import type { Backend, ProfileJob, ProfileOutcome } from "./backend.js";
import { createProgressMeter } from "./progress-meter.js";
import { gainOfSteps } from "./step-gain.js";
import type { BackendStep, WalkItem } from "./walk-step.js";

/** What {@link foldProfile} works with. */
export interface FoldOptions {
  readonly job: ProfileJob;
  readonly walk: Backend["walk"];
  /** How many workers walk. Default 1. */
  readonly workers?: number | undefined;
}

/** Profiles on the calling thread what a backend's walk gives. */
export async function foldProfile({ job, walk, workers = 1 }: FoldOptions): Promise<ProfileOutcome> {
  const { roots, names, nesting, options, keep } = job;
  const meter = createProgressMeter(options);
  const main = await fold(roots.filter((_, index) => nesting[index] === undefined));
  const nested = new Map<number, RootReport>();
  for (const [index, holder] of nesting.entries()) {
    const root = roots[index];
    const name = names[index];
    if (root === undefined || name === undefined || holder === undefined) continue;
    const apart = await fold([root], main);
    const [own] = apart.finish({ roots: [name] }).roots;
    if (own !== undefined) nested.set(index, { ...own, inside: names[holder] ?? "" });
  }
  const { options: _options, run: _run, ...report } = main.finish({ roots: names });
  return { report: { ...report, roots: report.roots.map((root, index) => nested.get(index) ?? root) }, workers };

  /** Walks over roots into a profile of their own. Errors and stops are told to `main` as well. */
  async function fold(items: readonly WalkItem[], main?: Profile): Promise<Profile> {
    const own = new Profile(keep);
    if (options.wouldIgnore !== undefined) own.addIgnored();
    for (const item of items) if (item.type !== "error") own.addRoot(item);
    for await (const steps of walk({ ...job, roots: items })) {
      for (const step of steps) addStep(own, step, main);
      meter?.(gainOfSteps(steps));
    }
    return own;
  }
}

function addStep(profile: Profile, step: BackendStep, main: Profile | undefined): void {
  // Most steps are entries: one look at what it is made of, not at a field that four shapes share.
  if (step instanceof Entry) {
    profile.add(step);
    return;
  }
  switch (step.type) {
    case "enter":
      return;
    case "ignored":
      profile.addIgnored(step.entry);
      return;
    case "leave":
      if (step.listed) profile.addListing(step.directory, step.empty);
      return;
    default:
      if (step.operation === "walk") (main ?? profile).interrupt(step.code === "ETIMEDOUT" ? "timedOut" : "cancelled");
      else (main ?? profile).addError(step);
  }
}

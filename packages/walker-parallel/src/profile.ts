import {
  Entry,
  Profile,
  type Report,
  type ReportOptions,
  type RootReport,
  type RunReport,
  resolveProfileOptions,
} from "@transect/core";
import { type BackendChoice, chooseBackend } from "./backends.js";
import type { ProfileOptions } from "./options.js";
import { createProgressMeter } from "./progress-meter.js";
import { checkRoots, findNesting, findRoots } from "./roots.js";
import { createStop } from "./stop.js";
import { planWalk } from "./walk-plan.js";
import type { BackendStep, WalkItem } from "./walk-step.js";

/**
 * Profiles trees of files: one walk, one report.
 *
 * Nothing met on the way makes it fail: what could not be read is in `completeness`, and a root that is missing is of
 * the type `missing`. A root that is another one again, or lies in another one, gets totals of its own and is left
 * out of everything else (its errors apart), so that nothing counts twice.
 *
 * Rejects with an `OptionError` for a bad option, before anything is read.
 */
export async function profile(roots: string | readonly string[], options: ProfileOptions = {}): Promise<Report> {
  const names = checkRoots(roots);
  const keep = resolveProfileOptions(options);
  const plan = planWalk({ ...options, stat: true });
  const backend = chooseBackend(options.backend);
  return run();

  async function run(): Promise<Report> {
    const startedAtMs = Date.now();
    const started = performance.now();
    const meter = createProgressMeter(options);
    const stop = createStop({ signal: options.signal, maxDuration: options.maxDuration ?? Number.POSITIVE_INFINITY });
    try {
      const found = await findRoots(names, plan, stop);
      const nesting = await findNesting(found, plan, stop);
      const main = await fold(found.filter((_, index) => nesting[index] === undefined));
      const nested = new Map<number, RootReport>();
      for (const [index, holder] of nesting.entries()) {
        const root = found[index];
        const name = names[index];
        if (root === undefined || name === undefined || holder === undefined) continue;
        const apart = await fold([root], main);
        const [own] = apart.finish({ roots: [name] }).roots;
        if (own !== undefined) nested.set(index, { ...own, inside: names[holder] ?? "" });
      }
      const report = main.finish({ roots: names, options: reportOptions(options) });
      const run = runReport(backend, report, startedAtMs, performance.now() - started);
      return { ...report, roots: report.roots.map((root, index) => nested.get(index) ?? root), run };
    } finally {
      stop.dispose();
    }

    /** Walks over roots into a profile of their own. Errors and stops are told to `main` as well. */
    async function fold(items: readonly WalkItem[], main?: Profile): Promise<Profile> {
      const own = new Profile(keep);
      if (options.wouldIgnore !== undefined) own.addIgnored();
      for (const item of items) if (item.type !== "error") own.addRoot(item);
      for await (const steps of backend.walk(items, plan, stop)) {
        for (const step of steps) addStep(own, step, main);
        meter?.(steps);
      }
      return own;
    }
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

function runReport(backend: BackendChoice, report: Report, startedAtMs: number, elapsedMs: number): RunReport {
  const { files, directories, symlinks, others } = report.totals;
  const entries = files + directories + symlinks + others;
  return {
    backend: backend.name,
    reason: backend.reason,
    workers: 1,
    startedAtMs,
    elapsedMs,
    entriesPerSecond: elapsedMs > 0 ? Math.round((entries / elapsedMs) * 1000) : 0,
  };
}

/** The options that change what is counted, as far as they were given and can be written down. */
function reportOptions(options: ProfileOptions): ReportOptions {
  const given: Record<string, ReportOptions[string] | undefined> = {
    maxDepth: options.maxDepth === Number.POSITIVE_INFINITY ? undefined : options.maxDepth,
    hidden: options.hidden,
    follow: options.follow,
    oneFileSystem: options.oneFileSystem,
    hardLinks: options.hardLinks,
    types: options.types,
    extensions: options.extensions,
    minSize: options.minSize?.toString(),
    maxSize: options.maxSize?.toString(),
    modifiedAfter: options.modifiedAfter === undefined ? undefined : Number(options.modifiedAfter),
    modifiedBefore: options.modifiedBefore === undefined ? undefined : Number(options.modifiedBefore),
    filter: options.filter === undefined ? undefined : true,
    match: options.match,
    exclude: options.exclude,
    ignore: options.ignore,
    wouldIgnore: options.wouldIgnore,
    descend: options.descend === undefined ? undefined : true,
  };
  const written: Record<string, ReportOptions[string]> = {};
  for (const [option, value] of Object.entries(given)) if (value !== undefined) written[option] = value;
  return written;
}

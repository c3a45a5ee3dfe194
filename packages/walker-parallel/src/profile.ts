import { type Report, type ReportOptions, type RunReport, resolveProfileOptions } from "@transect/core";
import type { ProfileOutcome } from "./backend.js";
import { type BackendChoice, chooseBackend, needsOf } from "./backends.js";
import { jobsOf } from "./jobs.js";
import type { ProfileOptions } from "./options.js";
import { checkRoots, findNesting, findRoots } from "./roots.js";
import { createStop } from "./stop.js";
import { planWalk } from "./walk-plan.js";

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
  const plan = planWalk({ ...options, stat: keep.sizes });
  const jobs = jobsOf(options);
  const choice = chooseBackend({ backend: options.backend, needs: needsOf(options) });
  return run();

  async function run(): Promise<Report> {
    const startedAtMs = Date.now();
    const started = performance.now();
    const stop = createStop({ signal: options.signal, maxDuration: options.maxDuration ?? Number.POSITIVE_INFINITY });
    try {
      const roots = await findRoots(names, plan, stop);
      const nesting = await findNesting(roots, plan, stop);
      const job = { roots, names, nesting, options, keep, plan, stop, jobs };
      const outcome = await choice.use.profile(job);
      const { format, version, ...rest } = outcome.report;
      const report = { format, version, options: reportOptions(options), ...rest };
      return { ...report, run: runReport({ choice, outcome, startedAtMs, elapsedMs: performance.now() - started }) };
    } finally {
      stop.dispose();
    }
  }
}

interface RunOptions {
  readonly choice: BackendChoice;
  readonly outcome: ProfileOutcome;
  readonly startedAtMs: number;
  readonly elapsedMs: number;
}

function runReport({ choice, outcome, startedAtMs, elapsedMs }: RunOptions): RunReport {
  const { files, directories, symlinks, others } = outcome.report.totals;
  const entries = files + directories + symlinks + others;
  return {
    backend: choice.name,
    reason: choice.reason,
    workers: outcome.workers,
    startedAtMs,
    elapsedMs,
    entriesPerSecond: elapsedMs > 0 ? Math.round((entries / elapsedMs) * 1000) : 0,
    ...(outcome.trace === undefined || outcome.trace.length === 0 ? {} : { trace: outcome.trace }),
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
    sizes: options.sizes,
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

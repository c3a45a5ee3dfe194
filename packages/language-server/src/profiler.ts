import { OptionError, type Report, type Source, serializeReport } from "@transect/core";
import { type Progress, profile } from "@transect/walker-parallel";
import { listChildren } from "./children.js";
import { cutReport } from "./cut-report.js";
import { toPath, toProfileOptions } from "./profile-settings.js";
import type {
  ChildrenParams,
  ChildrenResult,
  ProfileParams,
  ProfileResult,
  ProfileSettings,
  RenderParams,
  RenderResult,
} from "./protocol.js";
import { renderReport } from "./render-report.js";
import { summarizeReport } from "./summarize-report.js";

/** A report that later requests can name. */
export interface KeptReport {
  /** With the whole tree of folders. */
  readonly whole: Report;
  /** As it was asked for. */
  readonly report: Report;
  readonly settings: ProfileSettings;
  /** Where it was read from, if not from the local disk. */
  readonly source: Source | undefined;
}

/** What a {@link Profiler} reads. */
export interface ProfilerOptions {
  /** Where entries come from. Roots are then handed to it as they are given. Default: the local disk, by `file` URIs. */
  readonly source?: Source | undefined;
}

/** How a profile is followed and stopped. */
export interface ProfileWatch {
  readonly signal: AbortSignal;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** Answers the requests about profiles, without any protocol. Its methods throw an `OptionError` for bad parameters. */
export interface Profiler {
  /** Profiles, and remembers the report. */
  profile(params: ProfileParams, watch: ProfileWatch): Promise<ProfileResult>;
  children(params: ChildrenParams): Promise<ChildrenResult>;
  render(params: RenderParams): RenderResult;
  /** A report that is remembered, with the whole tree of folders. */
  whole(id: number): Report;
}

/** How many reports are remembered. */
const KEPT = 4;

/** Rows of lists where the whole is asked for: folders of a tree, above all. */
const WHOLE = 1_000_000;

/** Makes a profiler that remembers nothing yet. */
export function createProfiler({ source }: ProfilerOptions = {}): Profiler {
  const kept = new Map<number, KeptReport>();
  let last = 0;
  return {
    async profile({ roots, settings = {} }, watch) {
      if (!Array.isArray(roots) || roots.length === 0)
        throw new OptionError({ option: "roots", value: roots, expected: "an array of URIs" });
      const paths = source === undefined ? roots.map((root, index) => toPath(`roots[${index}]`, root)) : roots;
      const options = toProfileOptions(settings);
      // What is asked for must be good; what is made is the whole, once.
      const all = { ...options, source, treeDepth: Number.POSITIVE_INFINITY, listLimit: WHOLE };
      const whole = await profile(paths, { ...all, ...watch });
      const report = cutReport(whole, options);
      last += 1;
      kept.set(last, { whole, report, settings, source });
      for (const id of [...kept.keys()].slice(0, -KEPT)) kept.delete(id);
      return { id: last, summary: summarizeReport(report), report: serializeReport(report) };
    },
    children: async (params) => listChildren(keptFor(params.id), params),
    render: (params) => ({ text: renderReport(keptFor(params.id).report, params) }),
    whole: (id) => keptFor(id).whole,
  };

  function keptFor(id: number): KeptReport {
    const found = kept.get(id);
    if (found !== undefined) return found;
    const known = [...kept.keys()].join(" or ");
    throw new OptionError({ option: "id", value: id, expected: known === "" ? "a profile first" : known });
  }
}

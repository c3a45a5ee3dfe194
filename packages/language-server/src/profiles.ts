import { OptionError, type Report } from "@transect/core";
import { type Progress, profile } from "@transect/walker-parallel";
import { cutReport } from "./cut-report.js";
import { toPath, toProfileOptions } from "./profile-settings.js";
import type { ProfileParams, ProfileSettings } from "./protocol.js";

/** A report that later requests can name. */
export interface KeptReport {
  readonly id: number;
  /** With the whole tree of folders. */
  readonly whole: Report;
  /** As it was asked for. */
  readonly report: Report;
  readonly settings: ProfileSettings;
}

/** The reports of a session. */
export interface Profiles {
  /** Profiles, and remembers the report. Rejects with an `OptionError` for bad parameters. */
  run(params: ProfileParams, watch: ProfileWatch): Promise<KeptReport>;
  /** A report that is remembered. Throws an `OptionError` where it is not. */
  get(id: number): KeptReport;
}

/** How a profile is followed and stopped. */
interface ProfileWatch {
  readonly signal: AbortSignal;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** How many reports a session remembers. */
const KEPT = 4;

/** Rows of lists where the whole is asked for: folders of a tree, above all. */
const WHOLE = 1_000_000;

/** Makes the memory of a session: empty, at first. */
export function createProfiles(): Profiles {
  const kept = new Map<number, KeptReport>();
  let last = 0;
  return {
    async run({ roots, settings = {} }, watch) {
      if (!Array.isArray(roots) || roots.length === 0)
        throw new OptionError({ option: "roots", value: roots, expected: "an array of URIs" });
      const paths = roots.map((root, index) => toPath(`roots[${index}]`, root));
      const options = toProfileOptions(settings);
      // What is asked for must be good; what is made is the whole, once.
      const whole = await profile(paths, {
        ...options,
        treeDepth: Number.POSITIVE_INFINITY,
        listLimit: WHOLE,
        ...watch,
      });
      last += 1;
      const entry = { id: last, whole, report: cutReport(whole, options), settings };
      kept.set(last, entry);
      for (const id of [...kept.keys()].slice(0, -KEPT)) kept.delete(id);
      return entry;
    },
    get(id) {
      const found = kept.get(id);
      if (found !== undefined) return found;
      const known = [...kept.keys()].join(" or ");
      throw new OptionError({ option: "id", value: id, expected: known === "" ? "a profile first" : known });
    },
  };
}

import {
  type Capped,
  type Completeness,
  parseExact,
  type Report,
  type ReportedError,
  type RootReport,
  type WorkerTrace,
} from "@transect/core";
import { describeErrno } from "../system-error.js";

/** A report as the native core gives it: errors by the system's number, without what only the caller knows. */
type NativeReport = Omit<Report, "options" | "run" | "completeness"> & {
  readonly completeness: Pick<Completeness, "state"> & { readonly errors: Capped<NativeError> };
};

type NativeError = Omit<ReportedError, "code" | "message"> & { readonly errno: number };

/** What the native core answers to a profile: `Answer` in the core's `profile/run.rs`. */
interface NativeAnswer {
  readonly report: NativeReport;
  readonly nested: readonly RootReport[];
  readonly workers: number;
  readonly trace: readonly WorkerTrace[];
}

/** What a native profile came to, and how. */
export interface NativeProfile {
  /** Its roots are all names that were given, in byte order. */
  readonly report: Omit<Report, "options" | "run">;
  /** The roots that lie in others, in the order in which they were given. */
  readonly nested: readonly RootReport[];
  readonly workers: number;
  readonly trace: readonly WorkerTrace[];
}

/** Reads the native core's answer to a profile. */
export function readNativeAnswer(json: string): NativeProfile {
  const { report, nested, workers, trace } = parseExact(json) as NativeAnswer;
  const { state, errors } = report.completeness;
  const list = errors.list.map(({ errno, ...where }) => ({ ...where, ...describeErrno(errno) }));
  return { report: { ...report, completeness: { state, errors: { ...errors, list } } }, nested, workers, trace };
}

import type { EntryInit, PackedProfile, ResolvedProfileOptions, WorkerTrace } from "@transect/core";
import type { ProfileOutcome } from "../backend.js";
import type { ProfileOptions } from "../options.js";
import type { StopCode } from "../stop.js";
import type { AccountsReport } from "./accounts.js";

/** Options that can leave the thread they were made on: functions and signals stay, and act from there. */
export type PortableOptions = Omit<
  ProfileOptions,
  "source" | "filter" | "descend" | "signal" | "onProgress" | "progressInterval" | "maxDuration" | "backend" | "jobs"
>;

/** What all threads of one walk are told. */
export interface ThreadTask {
  readonly options: PortableOptions;
  readonly keep: ResolvedProfileOptions;
  /** Whether every entry is looked at. */
  readonly stat: boolean;
  /** The roots that are there, and for each the profile that it counts in: 0 is that of all roots together. */
  readonly roots: readonly { readonly root: EntryInit; readonly account: number }[];
  /** Memory of the crew. */
  readonly crew: SharedArrayBuffer;
  /** Words for progress and the order to stop. */
  readonly words: BigInt64Array;
  /** For how many members the words are. */
  readonly members: number;
}

/** A part in a profile: one member of its crew. */
export interface WalkTask extends ThreadTask {
  /** Its place among the members. */
  readonly member: number;
  /** What it is to make of what it finds: profiles, or batches of entries as it goes. */
  readonly findings: "profiles" | "batches";
  /** Whether it keeps its profiles, to be asked to merge those of the others into them. */
  readonly keeps: boolean;
}

/** What the members found, to be merged into a report by the one that kept its own. */
export interface MergeTask {
  /** What each of the others found, account by account. */
  readonly found: readonly (readonly PackedProfile[])[];
  /** Why something was left undone. */
  readonly cut: StopCode | undefined;
  readonly names: AccountNames;
}

/** What a report calls its roots. */
export interface AccountNames {
  /** All roots, as they were given. */
  readonly roots: readonly string[];
  /** Those with accounts of their own, in the order of their accounts. */
  readonly nested: readonly string[];
}

/** A profile that one thread makes alone. */
export interface WholeTask extends Pick<ThreadTask, "options" | "keep" | "words" | "members"> {
  readonly names: readonly string[];
}

/** What a thread is asked. */
export type ThreadRequest =
  | { readonly kind: "walk"; readonly task: WalkTask }
  | { readonly kind: "merge"; readonly task: MergeTask }
  | { readonly kind: "whole"; readonly task: WholeTask };

/** The end of a member's walk. */
export interface Walked {
  /** Account by account; empty where it keeps them, and where batches were wanted. */
  readonly found: readonly PackedProfile[];
  readonly trace: WorkerTrace;
}

/** What a thread answers to each of the requests. */
export interface ThreadAnswers {
  readonly walk: Walked;
  readonly merge: AccountsReport;
  readonly whole: ProfileOutcome;
}

/** A request on its way to a thread. */
export interface ThreadOrder {
  readonly request: ThreadRequest;
  /** Shared, and 1 once the thread has taken the request: before that it has done nothing, whatever became of it. */
  readonly taken: Int32Array;
}

/** What a thread says: some entries on the way, or its answer. */
export type ThreadMessage =
  | { readonly kind: "batch"; readonly packed: Uint8Array }
  | { readonly kind: "answer"; readonly answer: ThreadAnswers[keyof ThreadAnswers] };

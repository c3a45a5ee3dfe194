import process from "node:process";
import { OptionError } from "@transect/core";
import type { Backend } from "./backend.js";
import { findNativeBackend } from "./native/native-backend.js";
import type { BackendName, ProfileOptions } from "./options.js";
import { sequentialBackend } from "./sequential/sequential-backend.js";
import { findThreadsBackend } from "./threads/threads-backend.js";

/** Names the backend to use where no option does. */
export const BACKEND_VARIABLE = "TRANSECT_BACKEND";

/** A backend, whether it can run here, and why or why not. */
export interface BackendInfo {
  readonly name: Exclude<BackendName, "auto">;
  readonly available: boolean;
  readonly reason: string;
}

/** The backend that a walk runs on, and why it is that one. */
export interface BackendChoice {
  readonly name: Exclude<BackendName, "auto">;
  readonly reason: string;
  readonly use: Backend;
}

/** Options that not every backend can take: functions and sources cannot leave the thread they were made on. */
export type Need = "source" | "descend" | "events" | "filter" | "ignore" | "wouldIgnore";

/** What came of looking for a backend. */
export type FoundBackend =
  | { readonly backend: Backend; readonly reason: string }
  | { readonly backend: undefined; readonly reason: string; readonly cause?: unknown };

interface Candidate {
  readonly name: Exclude<BackendName, "auto">;
  /** Looks for it, once. */
  readonly find: () => FoundBackend;
  /** The options that it cannot take. */
  readonly cannot: readonly Need[];
}

/** In the order in which `auto` prefers them. */
const CANDIDATES: readonly Candidate[] = [
  { name: "native", find: findNativeBackend, cannot: ["source", "descend", "events"] },
  { name: "threads", find: findThreadsBackend, cannot: ["source", "descend", "events"] },
  {
    name: "sequential",
    find: () => ({ backend: sequentialBackend, reason: "portable TypeScript on the calling thread, runs everywhere" }),
    cannot: [],
  },
];

const NAMES: readonly BackendName[] = ["auto", ...CANDIDATES.map(({ name }) => name)];

/** The backends there are, in the order in which `auto` prefers them. */
export async function backends(): Promise<readonly BackendInfo[]> {
  return CANDIDATES.map(({ name, find }) => {
    const { backend, reason } = find();
    return { name, available: backend !== undefined, reason };
  });
}

/** Which of the options given not every backend can take. */
export function needsOf(options: Partial<Record<Need, unknown>> & Pick<ProfileOptions, "source">): readonly Need[] {
  const needs: readonly Need[] = ["source", "descend", "filter", "ignore", "wouldIgnore"];
  const given = needs.filter((need) => options[need] !== undefined);
  return options.events === true ? [...given, "events"] : given;
}

/** What {@link chooseBackend} chooses by. */
export interface ChooseOptions {
  /** Default: the environment's `TRANSECT_BACKEND`, or `auto`. */
  readonly backend?: string | undefined;
  /** Default: none. */
  readonly needs?: readonly Need[] | undefined;
}

/**
 * Chooses a backend by option, by the environment's `TRANSECT_BACKEND`, or by itself.
 *
 * The variable speaks for all that a user runs: what its backend cannot do is done as by `auto`, and the reason says so.
 *
 * Throws an `OptionError` for an unknown name, and for a `backend` that cannot take an option that is given; an `Error`
 * with its cause for a backend that was asked for by name and cannot be loaded. `auto` never throws.
 */
export function chooseBackend({ backend, needs = [] }: ChooseOptions = {}): BackendChoice {
  const variable = process.env[BACKEND_VARIABLE];
  const fromVariable = backend === undefined && variable !== undefined && variable !== "";
  const name = backend ?? (fromVariable ? variable : "auto");
  const option = fromVariable ? BACKEND_VARIABLE : "backend";
  if (name === "auto") return chooseFastest(needs);
  const candidate = CANDIDATES.find((known) => known.name === name);
  if (candidate === undefined) throw new OptionError({ option, value: name, expected: oneOf(NAMES) });
  const obstacle = needs.find((need) => candidate.cannot.includes(need));
  if (obstacle !== undefined && fromVariable) {
    const choice = chooseFastest(needs);
    return { ...choice, reason: `${BACKEND_VARIABLE} is ${name}, which is not for this; ${choice.reason}` };
  }
  if (obstacle !== undefined) {
    const able = CANDIDATES.filter(({ cannot }) => !cannot.includes(obstacle)).map((known) => known.name);
    throw new OptionError({
      option,
      value: name,
      expected: `${oneOf(["auto", ...able])} with the option "${obstacle}"`,
    });
  }
  const found = candidate.find();
  if (found.backend === undefined) {
    throw new Error(`the backend ${name} cannot be loaded: ${found.reason}`, { cause: found.cause });
  }
  return {
    name: candidate.name,
    reason: fromVariable ? `asked for by ${BACKEND_VARIABLE}` : "asked for",
    use: found.backend,
  };
}

function chooseFastest(needs: readonly Need[]): BackendChoice {
  const passed: string[] = [];
  for (const { name, find, cannot } of CANDIDATES) {
    const obstacle = needs.find((need) => cannot.includes(need));
    if (obstacle !== undefined) {
      passed.push(`${name} cannot take the option "${obstacle}"`);
      continue;
    }
    const found = find();
    if (found.backend !== undefined) {
      const reason = ["the fastest there is here", ...passed].join("; ");
      return { name, reason, use: found.backend };
    }
    passed.push(`no ${name}: ${found.reason}`);
  }
  return { name: "sequential", reason: passed.join("; "), use: sequentialBackend };
}

function oneOf(names: readonly string[]): string {
  return names.map((name) => JSON.stringify(name)).join(" or ");
}

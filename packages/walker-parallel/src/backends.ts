import process from "node:process";
import { OptionError } from "@transect/core";
import type { BackendName } from "./options.js";
import { sequentialWalk } from "./sequential.js";

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
  readonly walk: typeof sequentialWalk;
}

const NAMES: readonly BackendName[] = ["auto", "sequential"];

/** The backends there are, in the order in which `auto` prefers them. */
export async function backends(): Promise<readonly BackendInfo[]> {
  return [{ name: "sequential", available: true, reason: "portable TypeScript, runs everywhere" }];
}

/**
 * Chooses a backend by option, by the environment's `TRANSECT_BACKEND`, or by itself.
 *
 * Throws an `OptionError` for an unknown name.
 */
export function chooseBackend(backend: string | undefined): BackendChoice {
  const variable = process.env[BACKEND_VARIABLE];
  const fromVariable = backend === undefined && variable !== undefined && variable !== "";
  const name = backend ?? (fromVariable ? variable : "auto");
  if (!NAMES.some((known) => known === name)) {
    const expected = NAMES.map((known) => JSON.stringify(known)).join(" or ");
    throw new OptionError({ option: fromVariable ? BACKEND_VARIABLE : "backend", value: name, expected });
  }
  const asked = fromVariable ? `asked for by ${BACKEND_VARIABLE}` : "asked for";
  return {
    name: "sequential",
    reason: name === "auto" ? "the fastest there is here" : asked,
    walk: sequentialWalk,
  };
}

import { oneByOne } from "@transect/core";
import type { WalkOptions } from "./options.js";
import { prepareWalk } from "./prepared-walk.js";
import { createProgressMeter } from "./progress-meter.js";
import { gainOfSteps } from "./step-gain.js";
import type { BackendStep, WalkItem, WalkStep } from "./walk-step.js";

/** Asks a walk for {@link Enter} and {@link Leave} beside its entries. */
export interface WithEvents {
  readonly events: true;
}

/** A walk for its entries and errors alone. */
export interface WithoutEvents {
  readonly events?: false | undefined;
}

/**
 * Walks over trees of files: an async iterable of entries, and of errors in the place of what could not be read. Each
 * directory comes before what it holds; beyond that the order is the storage's own.
 *
 * Every root is walked by itself, as `find` does: what lies in two of them comes twice. With `events`, each directory
 * that is opened is entered and left as well, whether or not it is selected. A walk that is stopped by `signal` or
 * `maxDuration` ends with an error of the operation `walk` and the code `ECANCELED` or `ETIMEDOUT`.
 *
 * Throws an `OptionError` for a bad option, at once. Leaving the loop early ends the walk.
 */
export function walk(roots: string | readonly string[], options: WalkOptions & WithEvents): AsyncGenerator<WalkStep>;
export function walk(
  roots: string | readonly string[],
  options?: WalkOptions & WithoutEvents,
): AsyncGenerator<WalkItem>;
export function walk(
  roots: string | readonly string[],
  options: WalkOptions & (WithEvents | WithoutEvents) = {},
): AsyncGenerator<WalkStep> {
  return oneByOne(stepBatches(roots, options));
}

/** As {@link walk}, in batches: several times faster where there are many entries, since nothing waits for each. */
export function walkBatches(
  roots: string | readonly string[],
  options: WalkOptions & WithEvents,
): AsyncGenerator<readonly WalkStep[]>;
export function walkBatches(
  roots: string | readonly string[],
  options?: WalkOptions & WithoutEvents,
): AsyncGenerator<readonly WalkItem[]>;
export function walkBatches(
  roots: string | readonly string[],
  options: WalkOptions & (WithEvents | WithoutEvents) = {},
): AsyncGenerator<readonly WalkStep[]> {
  return stepBatches(roots, options);
}

/** Checks everything now; walks when asked for the first batch. */
function stepBatches(
  roots: string | readonly string[],
  options: WalkOptions & (WithEvents | WithoutEvents),
): AsyncGenerator<readonly WalkStep[]> {
  const { backend, run } = prepareWalk(roots, options);
  return steps();

  async function* steps(): AsyncGenerator<readonly WalkStep[]> {
    const meter = createProgressMeter(options);
    for await (const steps of run(backend.walk)) {
      meter?.(gainOfSteps(steps));
      yield steps.filter(options.events === true ? isWalkStep : isItem);
    }
  }
}

function isWalkStep(step: BackendStep): step is WalkStep {
  return step.type !== "ignored";
}

function isItem(step: BackendStep): step is WalkItem {
  return step.type !== "enter" && step.type !== "leave" && step.type !== "ignored";
}

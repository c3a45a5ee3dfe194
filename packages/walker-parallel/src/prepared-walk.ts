import type { Backend, WalkJob } from "./backend.js";
import { chooseBackend, needsOf } from "./backends.js";
import { jobsOf } from "./jobs.js";
import type { WalkOptions } from "./options.js";
import { checkRoots, findRoots } from "./roots.js";
import { createStop } from "./stop.js";
import { planWalk } from "./walk-plan.js";

/** A walk of which everything is checked and nothing is read. */
export interface PreparedWalk {
  readonly backend: Backend;
  /** Walks, when asked for the first of what a backend gives. */
  run<T>(walk: (job: WalkJob) => AsyncGenerator<T>): AsyncGenerator<T>;
}

/** Checks roots and options and chooses a backend. Throws an `OptionError` for the first bad option. */
export function prepareWalk(
  roots: string | readonly string[],
  options: WalkOptions & { readonly events?: boolean | undefined },
): PreparedWalk {
  const names = checkRoots(roots);
  const plan = planWalk(options);
  const jobs = jobsOf(options);
  const { use } = chooseBackend({ backend: options.backend, needs: needsOf(options) });

  return {
    backend: use,
    async *run(walk) {
      const stop = createStop({ signal: options.signal, maxDuration: options.maxDuration ?? Number.POSITIVE_INFINITY });
      try {
        yield* walk({ roots: await findRoots(names, plan, stop), options, plan, stop, jobs });
      } finally {
        stop.dispose();
      }
    },
  };
}

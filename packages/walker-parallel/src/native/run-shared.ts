import type { WalkJob } from "../backend.js";
import { WALK_DEFAULTS } from "../options.js";
import type { WalkItem } from "../walk-step.js";
import { createSharedWords, type SharedWords } from "./shared-words.js";

/**
 * Runs something native that shares memory with JavaScript: passes the order to stop on, and tells progress. Resolves
 * only once it has come to its end, stopped or not.
 */
export async function runShared<T>(job: WalkJob, run: (shared: SharedWords) => Promise<T>): Promise<T> {
  const { options, roots, stop, jobs } = job;
  const shared = createSharedWords(jobs);
  if (stop.code !== undefined) shared.stop(stop.code);
  const { onProgress, progressInterval = WALK_DEFAULTS.progressInterval } = options;
  const started = performance.now();
  const timer =
    onProgress &&
    setInterval(() => {
      // Until the native core has told a folder it is at the first root.
      const directory = shared.folder() || rootName(roots[0]);
      onProgress({ ...shared.progress(), directory, elapsedMs: performance.now() - started });
    }, progressInterval);
  try {
    const running = run(shared);
    const done = running.then(() => true);
    if ((await stop.race(done)) === undefined && stop.code !== undefined) shared.stop(stop.code);
    return await running;
  } finally {
    clearInterval(timer);
  }
}

function rootName(root: WalkItem | undefined): string {
  return (root?.type === "error" ? root.entry.name : root?.name) ?? "";
}

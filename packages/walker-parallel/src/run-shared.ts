import type { WalkJob } from "./backend.js";
import { WALK_DEFAULTS } from "./options.js";
import { createSharedWords, type SharedWords } from "./shared-words.js";

/**
 * Runs something on other threads that shares memory with this one: passes the order to stop on, and tells progress.
 * Resolves only once it has come to its end, stopped or not.
 */
export async function runShared<T>(
  { options, stop, jobs }: Pick<WalkJob, "options" | "stop" | "jobs">,
  run: (shared: SharedWords) => Promise<T>,
  shared: SharedWords = createSharedWords(jobs),
): Promise<T> {
  const { onProgress, progressInterval = WALK_DEFAULTS.progressInterval } = options;
  const started = performance.now();
  const timer =
    onProgress &&
    setInterval(() => {
      const directory = shared.folder();
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

import type { WalkJob } from "./backend.js";
import { WALK_DEFAULTS } from "./options.js";
import { createSharedWords, type SharedWords } from "./shared-words.js";
import type { WalkItem } from "./walk-step.js";

/**
 * Runs something on other threads that shares memory with this one: passes the order to stop on, and tells progress.
 * Resolves only once it has come to its end, stopped or not.
 */
export async function runShared<T>(
  { options, roots, stop, jobs }: WalkJob,
  run: (shared: SharedWords) => Promise<T>,
  shared: SharedWords = createSharedWords(jobs.most),
): Promise<T> {
  const { onProgress, progressInterval = WALK_DEFAULTS.progressInterval } = options;
  if (stop.code !== undefined) shared.stop(stop.code);
  const started = performance.now();
  // Asked for now, the folder is known when it is first told.
  if (onProgress !== undefined) shared.folder();
  let timer = onProgress && setTimeout(tell, progressInterval);
  try {
    const running = run(shared);
    const done = running.then(() => true);
    if ((await stop.race(done)) === undefined && stop.code !== undefined) shared.stop(stop.code);
    return await running;
  } finally {
    clearTimeout(timer);
  }

  function tell(): void {
    // Until a folder is known it is at the first root.
    const directory = shared.folder() || rootName(roots[0]);
    onProgress?.({ ...shared.progress(), directory, elapsedMs: performance.now() - started });
    // Armed anew, not by an interval: one that is late would be followed too soon.
    timer = setTimeout(tell, progressInterval);
  }
}

function rootName(root: WalkItem | undefined): string {
  return (root?.type === "error" ? root.entry.name : root?.name) ?? "";
}

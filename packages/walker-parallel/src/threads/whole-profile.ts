import type { ProfileOutcome } from "../backend.js";
import { findNesting, findRoots } from "../roots.js";
import { sequentialBackend } from "../sequential/sequential-backend.js";
import { createSharedWords } from "../shared-words.js";
import type { Stop } from "../stop.js";
import { planWalk } from "../walk-plan.js";
import type { WholeTask } from "./thread-task.js";

/** Profiles as one thread alone does. The thread that asked stays free. */
export async function profileWhole({ names, options, keep, words, members }: WholeTask): Promise<ProfileOutcome> {
  const shared = createSharedWords(members, words);
  const plan = planWalk({ ...options, stat: keep.sizes });
  const stop: Stop = {
    get code() {
      return shared.order();
    },
    breathe: () => undefined,
    race: (result) => result,
    dispose: () => undefined,
  };
  const roots = await findRoots(names, plan, stop);
  const nesting = await findNesting(roots, plan, stop);
  return sequentialBackend.profile({
    names,
    roots,
    nesting,
    keep,
    plan,
    stop,
    jobs: { eager: 1, most: 1 },
    options: { ...options, onProgress: (progress) => shared.tell(0, progress, () => progress.directory) },
  });
}

import type { Entry } from "@transect/core";
import type { NativeAddon } from "@transect/native";
import type { WalkJob } from "../backend.js";
import { type BatchContext, readBatch } from "../packed-batch.js";
import { stoppedAt } from "../stop.js";
import type { BackendStep } from "../walk-step.js";
import { packedBatches } from "./packed-batches.js";

/** Walks natively. Entries come in packed batches and are made here, on the calling thread. */
export async function* nativeWalk(addon: NativeAddon, job: WalkJob): AsyncGenerator<readonly BackendStep[]> {
  const { roots, options, plan, stop } = job;
  const { select } = plan;
  const given = roots.filter((root) => root.type === "error" || plan.paths?.givesRoots !== false);
  yield given.filter((root) => root.type === "error" || select === undefined || select(root));
  const folders = roots.filter((root): root is Entry => root.type === "directory");
  const context: BatchContext = {
    folders: new Map(folders.map((root, index) => [index + 1, root])),
    identify: plan.request.identify,
  };
  for await (const packed of packedBatches({ addon, job, folders })) {
    const steps = readBatch(packed, context);
    // What a filter is asked of is here alone; all else was chosen by already.
    yield options.filter === undefined ? steps : withoutRefused(steps, options.filter);
  }
  const [first] = roots;
  if (stop.code !== undefined && first !== undefined) {
    yield [stoppedAt(first.type === "error" ? first.entry : first, stop.code)];
  }
}

/** Steps without the entries that a filter refuses, each of which it is asked of once. */
function withoutRefused(steps: readonly BackendStep[], filter: (entry: Entry) => boolean): readonly BackendStep[] {
  let refused: Entry | undefined;
  return steps.filter((step) => {
    // That an entry is ignored is said right after it.
    if (step.type === "ignored") return step.entry !== refused;
    if (!("parent" in step) || filter(step)) return true;
    refused = step;
    return false;
  });
}

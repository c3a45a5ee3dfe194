import { type Entry, resolveProfileOptions } from "@transect/core";
import type { NativeAddon } from "@transect/native";
import type { WalkJob } from "../backend.js";
import { stoppedAt } from "../stop.js";
import type { BackendStep } from "../walk-step.js";
import { type BatchContext, readBatch } from "./native-batch.js";
import { nativeRequest } from "./native-request.js";
import { createSharedWords } from "./shared-words.js";

/** Walks natively. Entries come in packed batches and are made here, on the calling thread. */
export async function* nativeWalk(addon: NativeAddon, job: WalkJob): AsyncGenerator<readonly BackendStep[]> {
  const { roots, options, plan, stop, jobs } = job;
  const { select } = plan;
  const given = roots.filter((root) => root.type === "error" || plan.paths?.givesRoots !== false);
  yield given.filter((root) => root.type === "error" || select === undefined || select(root));
  const folders = roots.filter((root): root is Entry => root.type === "directory");
  const [first] = roots;
  if (folders.length > 0 && stop.code === undefined) {
    const context: BatchContext = {
      folders: new Map(folders.map((root, index) => [index + 1, root])),
      identify: plan.request.identify,
    };
    const request = nativeRequest({
      roots: folders.map(({ name }) => ({ path: name, nested: false })),
      jobs,
      options,
      keep: resolveProfileOptions(),
      sizes: plan.request.stat,
    });
    const shared = createSharedWords(jobs);
    const walk = addon.walk(request, shared.words, false);
    try {
      for (;;) {
        const packed = await stop.race(walk.next());
        if (packed === undefined && stop.code !== undefined) shared.stop(stop.code);
        if (packed === undefined || packed === null) break;
        const steps = readBatch(packed, context);
        // What a filter is asked of is here alone; all else was chosen by already.
        yield options.filter === undefined ? steps : steps.filter((step) => !isRefused(step));
        if (stop.code !== undefined) shared.stop(stop.code);
      }
    } finally {
      walk.close();
      await walk.next();
    }
  }
  if (stop.code !== undefined && first !== undefined) {
    yield [stoppedAt(first.type === "error" ? first.entry : first, stop.code)];
  }

  function isRefused(step: BackendStep): boolean {
    return "parent" in step && options.filter?.(step) === false;
  }
}

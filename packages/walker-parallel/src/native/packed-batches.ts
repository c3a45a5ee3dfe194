import { type Entry, resolveProfileOptions } from "@transect/core";
import type { NativeAddon } from "@transect/native";
import type { WalkJob } from "../backend.js";
import { createSharedWords } from "../shared-words.js";
import { nativeRequest } from "./native-request.js";
import { nativeRules } from "./native-rules.js";

/** What {@link packedBatches} walks over. */
export interface PackedWalk {
  readonly addon: NativeAddon;
  readonly job: WalkJob;
  /** The roots to open. */
  readonly folders: readonly Entry[];
  /** Makes batches hold paths alone, with this byte after each. Default: entries. */
  readonly pathEnd?: number | undefined;
}

/** Walks natively, and gives batches as the native core packs them until the end, or until the walk is stopped. */
export async function* packedBatches({ addon, job, folders, pathEnd }: PackedWalk): AsyncGenerator<Uint8Array> {
  const { options, plan, stop, jobs } = job;
  if (folders.length === 0 || stop.code !== undefined) return;
  const request = nativeRequest({
    roots: folders.map(({ name }) => ({ path: name, nested: false })),
    jobs,
    options,
    keep: resolveProfileOptions(),
    sizes: plan.request.stat,
  });
  const shared = createSharedWords(jobs.most);
  const rules = nativeRules(options, folders);
  const walk = addon.walk(request, shared.words, pathEnd, rules.answer);
  try {
    for (;;) {
      const packed = await stop.race(walk.next());
      if (packed === undefined && stop.code !== undefined) shared.stop(stop.code);
      if (packed === undefined || packed === null) break;
      yield packed;
      for (const more of stop.code === undefined ? walk.takeReady() : []) {
        if (stop.code === undefined) yield more;
      }
      if (stop.code !== undefined) shared.stop(stop.code);
    }
    rules.check();
  } finally {
    rules.close();
    walk.close();
    // The threads are gone once it has ended.
    await walk.next();
  }
}

import type { RootReport } from "@transect/core";
import type { NativeAddon } from "@transect/native";
import type { ProfileJob, ProfileOutcome } from "../backend.js";
import { readNativeAnswer } from "./native-report.js";
import { nativeRequest } from "./native-request.js";
import { runShared } from "./run-shared.js";

/** Profiles natively: only the report's numbers come to JavaScript. */
export async function nativeProfile(addon: NativeAddon, job: ProfileJob): Promise<ProfileOutcome> {
  const { names, nesting, options, keep, jobs } = job;
  const roots = names.map((path, index) => ({ path, nested: nesting[index] !== undefined }));
  const request = nativeRequest({ roots, jobs, options, keep, sizes: keep.sizes });
  const answer = await runShared(job, ({ words }) => addon.profile(request, words));
  const { report, nested, workers, trace } = readNativeAnswer(answer);
  const own = new Map(report.roots.map((root) => [root.root, root]));
  let next = 0;
  const rows = names.flatMap((name, index): RootReport[] => {
    const holder = nesting[index];
    const row = holder === undefined ? own.get(name) : nested[next++];
    if (row === undefined) return [];
    return [holder === undefined ? row : { ...row, inside: names[holder] ?? "" }];
  });
  return { report: { ...report, roots: rows }, workers, trace };
}

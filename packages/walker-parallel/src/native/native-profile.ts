import type { NativeAddon } from "@transect/native";
import type { ProfileJob, ProfileOutcome } from "../backend.js";
import { placeNested } from "../nested-roots.js";
import { runShared } from "../run-shared.js";
import { readNativeAnswer } from "./native-report.js";
import { nativeRequest } from "./native-request.js";
import { nativeRules } from "./native-rules.js";

/** Profiles natively: only the report's numbers come to JavaScript. */
export async function nativeProfile(addon: NativeAddon, job: ProfileJob): Promise<ProfileOutcome> {
  const { names, nesting, options, keep, jobs } = job;
  const roots = names.map((path, index) => ({ path, nested: nesting[index] !== undefined }));
  const request = nativeRequest({ roots, jobs, options, keep, sizes: keep.sizes });
  const rules = nativeRules(options, job.roots);
  const answer = await runShared(job, ({ words }) => addon.profile(request, words, rules.answer));
  rules.check();
  const { report, nested, workers, trace } = readNativeAnswer(answer);
  return { report: { ...report, roots: placeNested(job, report.roots, nested) }, workers, trace };
}

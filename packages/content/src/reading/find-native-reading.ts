import { loadNative, type NativeAddon } from "@transect/native";
import { chooseBackend, type WalkOptions } from "@transect/walker-parallel";

/** What the native core has for files: digests, and which are equal. */
export type NativeReading = Required<Pick<NativeAddon, "digestFiles" | "compareFiles">>;

/**
 * What reads files in the native core, where that is the backend and has all of it. Throws what the walk throws for a
 * backend that is not known, or cannot be loaded.
 */
export function findNativeReading({ backend }: Pick<WalkOptions, "backend">): NativeReading | undefined {
  const native = chooseBackend({ backend }).name === "native" ? loadNative() : undefined;
  if (native?.state !== "loaded") return undefined;
  const { digestFiles, compareFiles } = native.addon;
  return digestFiles === undefined || compareFiles === undefined ? undefined : { digestFiles, compareFiles };
}

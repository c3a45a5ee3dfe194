import { loadNative, type NativeAddon } from "@transect/native";
import { chooseBackend, type WalkOptions } from "@transect/walker-parallel";

/** The digests of the native core. */
export type NativeDigest = NonNullable<NativeAddon["digestFiles"]>;

/**
 * The digests of the native core, where that is the backend and has them. Throws what the walk throws for a backend that
 * is not known, or cannot be loaded.
 */
export function findNativeDigest({ backend }: Pick<WalkOptions, "backend">): NativeDigest | undefined {
  const native = chooseBackend({ backend }).name === "native" ? loadNative() : undefined;
  return native?.state === "loaded" ? native.addon.digestFiles : undefined;
}

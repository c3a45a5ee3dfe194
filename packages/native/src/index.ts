export type { NativeLoad } from "./load-from.js";
export { type LoadOptions, loadNative } from "./load-native.js";
export {
  INTERFACE_VERSION,
  type NativeAddon,
  type NativeAnswer,
  type NativeCompareRequest,
  type NativeComparisons,
  type NativeDigestRequest,
  type NativeDigests,
  type NativeWalkHandle,
} from "./native-addon.js";
export { platformTriple } from "./platform-triple.js";

import { INTERFACE_VERSION, type NativeAddon } from "./native-addon.js";

/**
 * What came of looking for the addon. All but `loaded` have a reason, a clause that can follow a colon.
 *
 * - `absent`: none is installed for this platform, which is nothing to warn of.
 * - `broken`: one is there and cannot be loaded; `cause` is what was thrown.
 * - `stale`: one is there and was built for another interface.
 */
export type NativeLoad =
  | { readonly state: "loaded"; readonly addon: NativeAddon; readonly file: string }
  | { readonly state: "absent"; readonly reason: string }
  | { readonly state: "broken"; readonly reason: string; readonly cause: unknown }
  | { readonly state: "stale"; readonly reason: string };

/**
 * Loads the first addon that is there. One that is broken or stale is the answer too: to pass over it would hide it.
 * Never throws.
 *
 * @param candidates file names and package names, in the order to try them
 * @param require loads one of them or throws, as Node's `require` does
 */
export function loadFrom(candidates: readonly string[], require: (id: string) => unknown): NativeLoad {
  for (const file of candidates) {
    try {
      const addon = require(file);
      const version = isVersioned(addon) ? addon.interfaceVersion() : undefined;
      if (version === INTERFACE_VERSION) return { state: "loaded", addon: addon as NativeAddon, file };
      const said = version === undefined ? "names no interface" : `has interface ${version}`;
      return { state: "stale", reason: `${file} ${said}, and this version needs ${INTERFACE_VERSION}` };
    } catch (cause) {
      if (isNotFound(cause)) continue;
      const [message = ""] = String(cause instanceof Error ? cause.message : cause).split("\n");
      return { state: "broken", reason: `${file} cannot be loaded: ${message}`, cause };
    }
  }
  const places = candidates.length > 1 ? `neither ${candidates.join(" nor ")} is` : `${candidates[0]} is not`;
  return { state: "absent", reason: `${places} there` };
}

function isVersioned(addon: unknown): addon is Pick<NativeAddon, "interfaceVersion"> {
  return (
    typeof addon === "object" &&
    addon !== null &&
    "interfaceVersion" in addon &&
    typeof addon.interfaceVersion === "function"
  );
}

function isNotFound(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && cause.code === "MODULE_NOT_FOUND";
}

import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { loadFrom, type NativeLoad } from "./load-from.js";
import { platformTriple } from "./platform-triple.js";

/** How {@link loadNative} finds the addon. */
export interface LoadOptions {
  /** The absolute path of an addon, or the name of a package, to take in place of what belongs to this platform. */
  readonly file?: string | undefined;
}

let found: NativeLoad | undefined;

/**
 * The native core for this platform, or why there is none.
 *
 * Looks first for an addon that was built here, beside this package, then for the package with the published one. The
 * first call does it and later ones give the same answer, as long as no `file` is named. Never throws, prints nothing,
 * starts nothing and downloads nothing.
 */
export function loadNative(options: LoadOptions = {}): NativeLoad {
  const require = createRequire(import.meta.url);
  if (options.file !== undefined) return loadFrom([options.file], require);
  found ??= loadFrom(candidates(), require);
  return found;
}

function candidates(): string[] {
  const triple = platformTriple();
  return [fileURLToPath(new URL(`../transect.${triple}.node`, import.meta.url)), `@transect/native-${triple}`];
}

import { loadNative, type NativeAddon } from "@transect/native";
import { afterAll, beforeAll } from "vitest";

/**
 * Makes each native walk of the tests around it start its next worker after one entry, where it would wait for a
 * thousand: so that small trees are shared among workers as well. The request has a field for it that no option sets.
 */
export function startWorkersEarly(): void {
  let restore = (): void => undefined;
  beforeAll(() => {
    const load = loadNative();
    if (load.state !== "loaded") return;
    const { addon } = load;
    const { profile, walk } = addon;
    restore = () => Object.assign(addon, { profile, walk });
    // No spies: they keep all that was answered, which would be gigabytes.
    const early: Pick<NativeAddon, "profile" | "walk"> = {
      profile: (request, ...rest) => profile(withEarlyWorkers(request), ...rest),
      walk: (request, ...rest) => walk(withEarlyWorkers(request), ...rest),
    };
    Object.assign(addon, early);
  });
  afterAll(() => restore());
}

function withEarlyWorkers(request: string): string {
  return JSON.stringify({ ...JSON.parse(request), growAfter: 1 });
}

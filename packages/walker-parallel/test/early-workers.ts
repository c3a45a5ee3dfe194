import { loadNative } from "@transect/native";
import { afterAll, beforeAll, vi } from "vitest";

/**
 * Makes each native walk of the tests around it start its next worker after one entry, where it would wait for a
 * thousand: so that small trees are shared among workers as well. The request has a field for it that no option sets.
 */
export function startWorkersEarly(): void {
  beforeAll(() => {
    const load = loadNative();
    if (load.state !== "loaded") return;
    const { profile, walk } = load.addon;
    vi.spyOn(load.addon, "profile").mockImplementation((request, control) => profile(early(request), control));
    vi.spyOn(load.addon, "walk").mockImplementation((request, control, paths) => walk(early(request), control, paths));
  });
  afterAll(() => {
    vi.restoreAllMocks();
  });
}

function early(request: string): string {
  return JSON.stringify({ ...JSON.parse(request), growAfter: 1 });
}

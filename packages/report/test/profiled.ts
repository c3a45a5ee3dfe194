import { type Entry, type MemoryNode, memorySource, Profile, type ProfileOptions, type Report } from "@transect/core";

/** Walks a tree in memory, called `root`, and profiles it. */
export function profiled(
  top: readonly MemoryNode[],
  options: ProfileOptions = {},
): { entries: Entry[]; report: Report } {
  const source = memorySource([{ name: "root", children: top }]);
  const request = { stat: true, identify: "links", follow: false } as const;
  const profile = new Profile(options);
  const entries: Entry[] = [];
  const pending = [source.root("root", request)];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next instanceof Promise) throw new Error("memory does not wait");
    if (next.type === "error") {
      profile.addError(next);
      continue;
    }
    entries.push(next);
    profile.add(next);
    if (next.type !== "directory") continue;
    const listing = source.list(next, request);
    if (!(Symbol.iterator in listing)) throw new Error("memory does not wait");
    for (const chunk of listing) {
      pending.push(...chunk.items);
      if (chunk.items[0]?.type !== "error") profile.addListing(next, chunk.names === 0);
    }
  }
  return { entries, report: profile.finish({ roots: ["root"] }) };
}

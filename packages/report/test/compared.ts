import { compareSnapshots, takeSnapshot } from "@transect/change";
import { type ChangeReport, type MemoryNode, memorySource } from "@transect/core";

/** Compares two trees in memory, both called `root`; names tell which side is which. */
export async function compared(
  before: readonly MemoryNode[],
  after: readonly MemoryNode[],
  limit: number = Number.POSITIVE_INFINITY,
): Promise<ChangeReport> {
  const take = (top: readonly MemoryNode[]) =>
    takeSnapshot("root", { source: memorySource([{ name: "root", children: top }]) });
  const names = { before: "monday", after: "now" };
  return compareSnapshots(await take(before), await take(after), { limit, names });
}

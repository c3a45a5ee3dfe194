import { addBytes, type Bytes, type SizeClass } from "@transect/core";

/** Several neighbouring size classes, under one name. */
export interface SizeGroup {
  readonly label: string;
  readonly files: number;
  readonly apparentBytes: Bytes;
}

/** Where groups end, each a power of two, so that no class is cut. */
const GROUPS: readonly (readonly [below: bigint, label: string])[] = [
  [1n, "empty"],
  [1n << 10n, "less than 1 KiB"],
  [1n << 15n, "1 to 32 KiB"],
  [1n << 20n, "32 KiB to 1 MiB"],
  [1n << 25n, "1 to 32 MiB"],
  [1n << 30n, "32 MiB to 1 GiB"],
  [1n << 64n, "1 GiB and more"],
];

/** Puts a report's size classes together into the few groups that a person wants to see; empty groups are left out. */
export function groupSizes(classes: readonly SizeClass[]): SizeGroup[] {
  let from = 0n;
  return GROUPS.flatMap(([below, label]) => {
    const inGroup = classes.filter((one) => BigInt(one.from) >= from && BigInt(one.from) < below);
    from = below;
    if (inGroup.length === 0) return [];
    const files = inGroup.reduce((sum, one) => sum + one.files, 0);
    const apparentBytes = inGroup.reduce<Bytes>((sum, one) => addBytes(sum, one.apparentBytes), 0);
    return [{ label, files, apparentBytes }];
  });
}

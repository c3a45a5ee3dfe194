import { OptionError } from "@transect/core";
import type { WalkOptions } from "@transect/walker-parallel";

/** The options of a walk that say which part of a tree there is to see; all others are as a walk has them. */
export type ViewOptions = Pick<
  WalkOptions,
  "maxDepth" | "hidden" | "follow" | "oneFileSystem" | "exclude" | "globOptions" | "ignore"
>;

/** How to look for structures. */
export interface FindOptions
  extends ViewOptions,
    Pick<
      WalkOptions,
      "source" | "backend" | "jobs" | "descend" | "signal" | "maxDuration" | "onProgress" | "progressInterval"
    > {
  /**
   * `found`: each match as soon as it is known, in the order of the walk, which may differ from run to run. `path`: all
   * of them at the end, by root, path in byte order and pattern, errors first. Default `found`.
   */
  readonly order?: "found" | "path" | undefined;
}

/** {@link FindOptions} that have a default of their own. */
export const FIND_DEFAULTS: Required<Pick<FindOptions, "order">> = { order: "found" };

const ORDERS: readonly unknown[] = ["found", "path"] satisfies FindOptions["order"][];

/** Throws an `OptionError` for an order that there is not; the walk checks the rest. */
export function checkOrder(order: unknown): void {
  if (!ORDERS.includes(order)) {
    throw new OptionError({ option: "order", value: order, expected: '"found" or "path"' });
  }
}

/** The options that say what there is to see, without any others. */
export function viewOf(options: ViewOptions): ViewOptions {
  const { maxDepth, hidden, follow, oneFileSystem, exclude, globOptions, ignore } = options;
  return { maxDepth, hidden, follow, oneFileSystem, exclude, globOptions, ignore };
}

import type { OrderedPath } from "@transect/core";

/**
 * How files are ordered: `path` compares paths part by part, each by its bytes; `hex` does so too, but takes a part that
 * begins with a hexadecimal number and `_` by that number, and before parts that do not.
 */
export type BuildOrder = "path" | "hex";

/** The orders by name. */
export const BUILD_ORDERS: readonly BuildOrder[] = ["path", "hex"];

/** The bytes of a path, one character for each: equal paths have equal ones, and `<` compares them as bytes. */
export function pathKey({ path, pathBytes }: OrderedPath): string {
  if (pathBytes !== undefined) return Buffer.from(pathBytes).toString("latin1");
  return BEYOND_ASCII.test(path) ? Buffer.from(path).toString("latin1") : path;
}

/** What to compare by `<` to order paths. */
export function orderKey(key: string, order: BuildOrder): string {
  // No name holds NUL, so a part that ends comes before one that goes on.
  if (order === "path") return key.replaceAll("/", "\0");
  return key.split("/").map(hexKey).join("\0");
}

/**
 * `0x` and digits of either case; or digits without `0x`, of which one at least is decimal or all letters are capital:
 * `add_users` begins with a word.
 */
const PREFIX = /^(?:0[xX]([0-9a-fA-F]+)|(?=[a-fA-F]*[0-9]|[A-F]+_)([0-9a-fA-F]+))_/;

function hexKey(part: string): string {
  const match = PREFIX.exec(part);
  const digits = match?.[1] ?? match?.[2];
  if (digits === undefined) return `\x02${part}`;
  const significant = digits.toLowerCase().replace(/^0+(?=.)/, "");
  // A number with more digits is larger; no name is so long that its length would not fit.
  return `\x01${String.fromCharCode(significant.length)}${significant}\x00${part}`;
}

const BEYOND_ASCII = /[^\0-\x7f]/;

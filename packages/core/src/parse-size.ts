import { type Bytes, toBytes } from "./bytes.js";

const SIZE = /^(\d+)(?:\.(\d+))?(?:([KMGTP])B?|B)?$/i;
const UNITS = "KMGTP";

/** What {@link parseSize} takes, for messages. */
export const SIZE_SYNTAX = "a size such as 1048576, 512K, 1.5M or 2GB (units of 1024)";

/**
 * Reads a size: a whole number of bytes, or a number with a unit of 1,024: `B`, `K` or `KB`, `M`, `G`, `T`, `P`, in
 * any case. `1.5M` is 1,572,864. Exact however large; a fraction of a byte is dropped.
 *
 * @returns `undefined` for anything else: no text, a negative number, an unknown unit.
 */
export function parseSize(text: string): Bytes | undefined {
  const match = SIZE.exec(text);
  if (match === null) return undefined;
  const [, whole = "", fraction = "", unit] = match;
  if (fraction !== "" && whole + fraction === text.replace(".", "")) return undefined;
  const power = unit === undefined ? 0 : UNITS.indexOf(unit.toUpperCase()) + 1;
  const scaled = BigInt(whole + fraction) * 1024n ** BigInt(power);
  return toBytes(scaled / 10n ** BigInt(fraction.length));
}

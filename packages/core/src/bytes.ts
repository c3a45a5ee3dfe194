/**
 * A count of bytes that is never rounded: a `number` while it is a safe integer, a `bigint` from 2^53 on.
 *
 * Nine petabytes is where a double starts to round. Arithmetic on mixed values throws in JavaScript rather than
 * rounding, so use {@link addBytes}; `<`, `>` and `==` compare the two kinds exactly.
 */
export type Bytes = number | bigint;

/**
 * Adds two byte counts exactly.
 *
 * @returns a `number` while the sum is a safe integer, a `bigint` beyond.
 */
export function addBytes(a: Bytes, b: Bytes): Bytes {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (sum <= Number.MAX_SAFE_INTEGER && sum >= Number.MIN_SAFE_INTEGER) return sum;
  }
  return toBytes(BigInt(a) + BigInt(b));
}

/** The difference of two byte counts, exactly: negative where `b` is larger. */
export function subtractBytes(a: Bytes, b: Bytes): Bytes {
  return addBytes(a, -b);
}

/** Multiplies a byte count by a safe integer, exactly. */
export function multiplyBytes(bytes: Bytes, times: number): Bytes {
  if (typeof bytes === "number") {
    const product = bytes * times;
    if (product <= Number.MAX_SAFE_INTEGER) return product;
  }
  return toBytes(BigInt(bytes) * BigInt(times));
}

/** The {@link Bytes} form of a `bigint`: a `number` where that is exact. */
export function toBytes(value: bigint): Bytes {
  return value <= LARGEST && value >= -LARGEST ? Number(value) : value;
}

const LARGEST = BigInt(Number.MAX_SAFE_INTEGER);

/** Orders byte counts from small to large: negative, zero or positive, as `Array.prototype.sort` wants it. */
export function compareBytes(a: Bytes, b: Bytes): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

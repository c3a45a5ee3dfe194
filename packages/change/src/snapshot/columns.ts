/** How the numbers of a column are written. */
export type NumberEncoding = "varint" | "delta" | "double";

/** A column as it is written, before it is compressed. */
export interface EncodedNumbers {
  readonly encoding: NumberEncoding;
  readonly bytes: Uint8Array;
}

/** Differences below this are whole in a double, twice as large as they get by the sign's bit. */
const DIFFERENCES = 2 ** 52;
/** Bytes that a varint takes at most: seven bits in each. */
const LONGEST_VARINT = 8;

/**
 * Writes whole numbers in as few bytes as each needs (LEB128): as they are, or as the difference from the one before,
 * with its sign in the lowest bit. A column that holds what these cannot is written as doubles.
 */
export function encodeNumbers(values: Float64Array | Uint32Array, wanted: "varint" | "delta"): EncodedNumbers {
  const delta = wanted === "delta";
  const bytes = new Uint8Array(values.length * LONGEST_VARINT);
  let at = 0;
  let before = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? 0;
    // Devices and parents mostly repeat themselves.
    if (delta && value === before) {
      bytes[at++] = 0;
      continue;
    }
    const difference = delta ? value - before : 0;
    const fits = delta ? difference < DIFFERENCES && difference >= -DIFFERENCES : value >= 0;
    if (!fits || !Number.isSafeInteger(value)) return asDoubles(values);
    before = value;
    let rest = delta ? (difference < 0 ? -2 * difference - 1 : 2 * difference) : value;
    // Bit operations know 31 bits; what is larger is divided.
    while (rest > 0x7fffffff) {
      bytes[at++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    while (rest > 127) {
      bytes[at++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    bytes[at++] = rest;
  }
  return { encoding: wanted, bytes: bytes.subarray(0, at) };
}

function asDoubles(values: Float64Array | Uint32Array): EncodedNumbers {
  return { encoding: "double", bytes: new Uint8Array(Float64Array.from(values).buffer) };
}

/** Reads what {@link encodeNumbers} wrote into `into`; false where that is not so many numbers. */
export function decodeNumbers({ encoding, bytes }: EncodedNumbers, into: Float64Array | Uint32Array): boolean {
  if (encoding === "double") {
    if (bytes.length !== into.length * 8) return false;
    into.set(new Float64Array(Uint8Array.from(bytes).buffer));
    return true;
  }
  const delta = encoding === "delta";
  let at = 0;
  let before = 0;
  for (let index = 0; index < into.length; index += 1) {
    let value = 0;
    let scale = 1;
    let byte = 128;
    for (let length = 0; byte >= 128; length += 1) {
      if (at === bytes.length || length === LONGEST_VARINT) return false;
      byte = bytes[at++] ?? 0;
      value += (byte & 127) * scale;
      scale *= 128;
    }
    if (delta) {
      before += value % 2 === 0 ? value / 2 : -(value + 1) / 2;
      value = before;
    }
    into[index] = value;
  }
  return at === bytes.length;
}

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeNumbers, encodeNumbers } from "../src/snapshot/columns.js";

/** Numbers around every border of an encoding, and any others. */
const number = fc.oneof(
  fc.nat(300),
  fc.constantFrom(127, 128, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 52 - 1, 2 ** 52, 2 ** 53, 1e300, 0.5),
  fc.maxSafeNat(),
);
const signed = fc
  .oneof(
    number,
    number.map((value) => -value),
  )
  .map((value) => value + 0);

describe("a column of numbers", () => {
  it.each(["varint", "delta"] as const)("is read back as it was written (%s)", (wanted) => {
    fc.assert(
      fc.property(fc.array(signed, { maxLength: 50 }), (numbers) => {
        const values = Float64Array.from(numbers);
        const read = new Float64Array(values.length);
        expect(decodeNumbers(encodeNumbers(values, wanted), read)).toBe(true);
        expect(read).toEqual(values);
      }),
    );
  });

  it("takes a byte for each number that differs little from the one before", () => {
    const times = Float64Array.from({ length: 1000 }, (_, n) => 1.7e15 + 63 * n);
    expect(encodeNumbers(times, "delta")).toMatchObject({ encoding: "delta", bytes: { length: 8 + 999 } });
    expect(encodeNumbers(Float64Array.of(0.5), "delta").encoding).toBe("double");
  });

  it("is refused where it holds more or fewer numbers, or one that does not end", () => {
    const bytes = Uint8Array.of(1, 2, 3);
    for (const length of [2, 4]) {
      expect(decodeNumbers({ encoding: "varint", bytes }, new Float64Array(length))).toBe(false);
      expect(decodeNumbers({ encoding: "double", bytes }, new Float64Array(length))).toBe(false);
    }
    const endless = new Uint8Array(20).fill(0x80);
    expect(decodeNumbers({ encoding: "varint", bytes: endless }, new Float64Array(1))).toBe(false);
  });
});

import { compareStrings, Entry, extensionOf, Profile, resolveProfileOptions } from "@transect/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

describe("the extension of a name", () => {
  it.each([
    ["a.tar.gz", ".gz"],
    [".env.local", ".local"],
    [".bashrc", ""],
    ["foo.", ""],
    ["Makefile", ""],
    ["PHOTO.JPG", ".jpg"],
    ["a.b.", ""],
    [".", ""],
    ["..", ""],
    ["..a", ".a"],
    ["", ""],
  ])("of %j is %j", (name, extension) => {
    expect(extensionOf(name)).toBe(extension);
  });
});

describe("the order of strings", () => {
  it("is that of their UTF-8 bytes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
        const expected = Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)));
        expect(Math.sign(compareStrings(a, b))).toBe(expected);
      }),
      {
        examples: [
          ["\uE000", "\u{10000}"],
          ["a", "a"],
          ["a", "ab"],
        ],
      },
    );
  });
});

describe("size percentiles", () => {
  it("are the nearest rank, exact below 256 bytes and at most 1/128 too large above", () => {
    const sizes = fc.array(fc.oneof(fc.nat(300), fc.maxSafeNat(), fc.nat(1e6)), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(sizes, (values) => {
        const { percentiles } = reportOf(values).sizes;
        const sorted = [...values].sort((a, b) => a - b);
        for (const percent of [10, 25, 50, 75, 90, 95, 99] as const) {
          const exact = sorted[Math.ceil((values.length * percent) / 100) - 1] ?? 0;
          const told = Number(percentiles?.[`p${percent}`]);
          expect(told).toBeGreaterThanOrEqual(exact);
          expect(told).toBeLessThanOrEqual(exact < 256 ? exact : exact * (1 + 1 / 128));
        }
        expect([percentiles?.min, percentiles?.max]).toEqual([sorted[0], sorted.at(-1)]);
      }),
    );
  });

  it("are missing where there is no file", () => {
    expect(reportOf([]).sizes).toEqual({ classes: [], percentiles: null });
  });

  it("have classes with bounds that meet and hold their files", () => {
    const { classes } = reportOf([0, 1, 2, 3, 4, 1023, 1024]).sizes;
    expect(classes.map(({ from, to, files }) => [from, to, files])).toEqual([
      [0, 0, 1],
      [1, 1, 1],
      [2, 3, 2],
      [4, 7, 1],
      [512, 1023, 1],
      [1024, 2047, 1],
    ]);
  });
});

describe("ages", () => {
  it("fall into calendar months in UTC, and what lies outside of three centuries at their ends", () => {
    const times = [Date.UTC(2024, 1, 29, 23, 59, 59, 999), Date.UTC(2024, 2, 1), -1, -1e16, 1e16];
    const { months, newest, oldest } = reportOf(
      times.map(() => 1),
      times,
    ).ages;
    expect(months.map(({ month, files }) => [month, files])).toEqual([
      ["1900-01", 1],
      ["1969-12", 1],
      ["2024-02", 1],
      ["2024-03", 1],
      ["2199-12", 1],
    ]);
    expect([newest?.mtimeMs, oldest?.mtimeMs]).toEqual([1e16, -1e16]);
  });
});

describe("profile options", () => {
  it.each([
    [{ top: -1 }, "top is -1: expected a whole number from 0 on, or Infinity"],
    [{ listLimit: 1.5 }, "listLimit is 1.5: expected a whole number from 0 on, or Infinity"],
    [{ treeDepth: Number.NaN }, "treeDepth is NaN: expected a whole number from 0 on, or Infinity"],
    [{ treeShare: 2 }, "treeShare is 2: expected a number from 0 to 1"],
    [{ hardLinks: "twice" as "once" }, 'hardLinks is "twice": expected "once" or "each"'],
  ])("%j is refused", (options, message) => {
    expect(() => resolveProfileOptions(options)).toThrow(message);
  });
});

function reportOf(sizes: readonly number[], times: readonly number[] = []): ReturnType<Profile["finish"]> {
  const parent = new Entry({ name: "r", type: "directory" });
  const profile = new Profile();
  sizes.forEach((size, index) => {
    const stat = { size, blocks: 0, mtimeMs: times[index] ?? 0, nlink: 1, dev: 1, ino: 0, mode: 0 };
    profile.add(new Entry({ parent, name: `f${index}`, type: "file", stat }));
  });
  return profile.finish();
}

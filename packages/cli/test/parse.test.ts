import { parseSize } from "@transect/core";
import { describe, expect, it } from "vitest";
import { parseDuration, parseMoment } from "../src/parse-time.js";

describe("a size", () => {
  it.each([
    ["0", 0],
    ["1234", 1234],
    ["1B", 1],
    ["1k", 1024],
    ["1KB", 1024],
    ["1.5M", 1572864],
    ["1.5mb", 1572864],
    ["2g", 2147483648],
    ["1T", 1099511627776],
    ["3P", 3377699720527872],
    ["9000000P", 9000000n * 1024n ** 5n],
    ["0.0001K", 0],
    ["0.1K", 102],
  ])("%j is %d bytes", (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  it.each(["", "abc", "5X", "-1", "1.5", "1.", ".5M", "1 M", "1KiB", "1e3", "K", "١", "0x10", "1,5M"])(
    "is not %j",
    (text) => {
      expect(parseSize(text)).toBeUndefined();
    },
  );
});

describe("a duration", () => {
  it.each([
    ["500ms", 500],
    ["30s", 30_000],
    ["1.5h", 5_400_000],
    ["7d", 604_800_000],
    ["2 days", 172_800_000],
  ])("%j is %d ms", (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each(["", "5", "-5s", "s", "5 parsecs", "s5"])("is not %j", (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe("a moment", () => {
  const now = Date.UTC(2026, 0, 31);

  it.each([
    ["1d", "2026-01-30T00:00:00.000Z"],
    ["2025-12-24", "2025-12-24T00:00:00.000Z"],
    ["2025-12-24T10:30:00+02:00", "2025-12-24T08:30:00.000Z"],
  ])("%j is %s", (text, iso) => {
    expect(parseMoment(text, now)?.toISOString()).toBe(iso);
  });

  it.each(["", "yesterday", "2025", "2025-13-01", "24.12.2025", "7"])("is not %j", (text) => {
    expect(parseMoment(text, now)).toBeUndefined();
  });
});

import fc from "fast-check";
import type { Files } from "./files.js";

/** Names as they are met, some of which are no text, or would be taken for something else. */
const name = fc.oneof(
  fc.constantFrom(
    "a",
    "b.txt",
    "A",
    "0x0A_x",
    "012A31_y",
    "-rf",
    " ",
    "new\nline",
    "back\\slash",
    "naïve-日本-𝒳",
    "a b",
    "*?[",
  ),
  fc.string({ minLength: 1, maxLength: 4, unit: "grapheme-ascii" }).map((text) => text.replace(/[/.\0]/g, "_")),
  fc
    .uint8Array({ minLength: 1, maxLength: 4 })
    .map((bytes) =>
      Buffer.from(bytes.map((byte) => (byte === 0x2f || byte === 0x2e || byte < 0x20 ? 0xff : byte))).toString(
        "latin1",
      ),
    )
    .map((text) => `\0${text}.`),
);

/** A few contents, so that many files hold the same; some of them alike for longer than is looked at first. */
const content = fc.oneof(
  fc.constantFrom("", "x", "hello\n", "hello", "\ufeffmark"),
  fc
    .tuple(fc.constantFrom(1, 4095, 4096, 16384, 16385, 70_000, 1_100_000), fc.constantFrom("", "a", "b"), fc.boolean())
    .map(([size, odd, late]) => {
      const bytes = Buffer.alloc(size, "s");
      bytes.write(odd, late ? size - 1 : Math.floor(size / 2));
      return bytes;
    }),
);

/** Up to a few dozen files in up to four levels of folders. No path is a folder and a file. */
export const randomFiles: fc.Arbitrary<Files> = fc
  .array(fc.tuple(fc.array(name, { maxLength: 3 }), name, content), { maxLength: 24 })
  .map((drawn) => {
    const files: Record<string, string | Uint8Array> = {};
    for (const [folders, own, bytes] of drawn) {
      const parts = [...folders.map((folder) => `${folder}.d`), own];
      const isBytes = parts.some((part) => part.startsWith("\0"));
      const inLatin1 = (part: string): string =>
        part.startsWith("\0") ? part.slice(1) : Buffer.from(part).toString("latin1");
      const joined = parts.map((part) => (isBytes ? inLatin1(part) : part)).join("/");
      files[isBytes ? `bytes:${joined}` : joined] = bytes;
    }
    return files;
  });

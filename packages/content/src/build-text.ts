import type { Entry } from "@transect/core";
import type { Call } from "./call.js";
import type { OrderedFile } from "./ordered-files.js";
import type { ReadSegment } from "./reading/read-in-order.js";
import { type Separator, separatorFor } from "./separator.js";
import { looksLikeText, markLength } from "./text-check.js";

/**
 * What to do with a file that is no text: `refuse` to build, `name` it in its separator, `skip` it, or `copy` its bytes
 * as if it were text.
 */
export type BinaryFiles = "refuse" | "name" | "skip" | "copy";

/** The ways by name. */
export const BINARY_FILES: readonly BinaryFiles[] = ["refuse", "name", "skip", "copy"];

/** Turns segments into the bytes of a build, file by file. */
export interface BuildText {
  /** What a segment adds to the build. */
  add(read: ReadSegment): Uint8Array;
  /** The files that were left out for being no text. */
  readonly leftOut: readonly Entry[];
}

/** Begins the text of a build. Files that are no text and are refused go to the call's log. */
export function createBuildText(
  files: readonly OrderedFile[],
  { call, separator, binary }: { readonly call: Call; readonly separator: Separator; readonly binary: BinaryFiles },
): BuildText {
  const leftOut: Entry[] = [];
  /** Whether the file that goes on from segment to segment is taken, and the last byte of it so far. */
  let taken = true;
  let last: number | undefined;

  return {
    leftOut,
    add({ planned, segment }) {
      const pieces: Uint8Array[] = [];
      const failed = new Set(segment.errors.map(({ index }) => index));
      for (const [place, { from, to, expected }] of planned.parts.entries()) {
        const file = files[planned.files[place] ?? 0];
        if (file === undefined || failed.has(place)) continue;
        const [start = 0, end = 0] = segment.bounds.subarray(place * 2);
        let bytes = new Uint8Array(segment.memory, start, end - start);
        if (from === 0) {
          const before = begin(file, bytes);
          if (before !== "") pieces.push(Buffer.from(before));
          if (taken) bytes = bytes.subarray(markLength(bytes));
        }
        if (!taken) continue;
        pieces.push(bytes);
        last = bytes.at(-1) ?? last;
        if (to === expected.size && last !== NEWLINE) pieces.push(Buffer.of(NEWLINE));
      }
      return Buffer.concat(pieces);
    },
  };

  /** Decides on a file by its beginning, and returns what goes before it. */
  function begin({ entry, path }: OrderedFile, beginning: Uint8Array): string {
    last = undefined;
    taken = binary === "copy" || looksLikeText(beginning);
    if (taken) return separatorFor(separator, path);
    if (binary === "refuse") call.log.add(entry, NO_TEXT);
    else leftOut.push(entry);
    return binary === "name"
      ? separatorFor(separator, `${path} (binary, ${entry.stat?.size ?? 0} bytes, left out)`)
      : "";
  }
}

const NEWLINE = 0x0a;

const NO_TEXT = {
  operation: "read",
  code: "EILSEQ",
  message: "EILSEQ: it is no text in UTF-8; the option binary says what to do with such files",
};

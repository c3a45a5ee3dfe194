import { isUtf8 } from "node:buffer";

/** How much of a file says whether it is text: as much as git looks at. */
const HEAD_BYTES = 8000;

/**
 * Whether a file is text, going by its beginning: UTF-8 without a NUL in its first 8,000 bytes.
 *
 * @param beginning as much of the file as is at hand, from its first byte on.
 */
export function looksLikeText(beginning: Uint8Array): boolean {
  const head = beginning.subarray(0, HEAD_BYTES);
  if (head.includes(0)) return false;
  return isUtf8(head) || (beginning.length >= HEAD_BYTES && isUtf8(head.subarray(0, lastBoundary(head))));
}

/** How many bytes of a file's beginning are a byte order mark (U+FEFF), which in mid-text is a character like others. */
export function markLength(beginning: Uint8Array): number {
  return beginning[0] === 0xef && beginning[1] === 0xbb && beginning[2] === 0xbf ? 3 : 0;
}

/** Where the last character begins, which may have been cut in two. */
function lastBoundary(bytes: Uint8Array): number {
  let start = bytes.length - 1;
  while (start > 0 && start > bytes.length - 4 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start -= 1;
  return start;
}

import { isUtf8 } from "node:buffer";
import { toBase64 } from "@transect/core";

/** A path for a report. */
export interface ShownPath {
  readonly path: string;
  readonly pathBase64?: string;
}

/** A byte string as text, with its exact bytes beside it where it is not valid UTF-8. */
export function shownPath(bytes: string): ShownPath {
  if (ASCII.test(bytes)) return { path: bytes };
  const buffer = Buffer.from(bytes, "latin1");
  const path = buffer.toString();
  return isUtf8(buffer) ? { path } : { path, pathBase64: toBase64(buffer) };
}

const ASCII = /^[\x00-\x7f]*$/;

import { type Entry, systemCode, systemSentence, WalkError, type WalkOperation } from "@transect/core";

/** What the system said of an entry, as a value. */
export function errorOf(entry: Entry, operation: WalkOperation, cause: unknown): WalkError {
  return new WalkError({ entry, operation, code: systemCode(cause), message: systemSentence(cause) });
}

/** Whether it is gone since it was listed, or something else by now. */
export function isVanished(cause: unknown): boolean {
  const code = systemCode(cause);
  return code === "ENOENT" || code === "ENOTDIR";
}

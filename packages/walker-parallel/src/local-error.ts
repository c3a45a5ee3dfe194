import { type Entry, WalkError, type WalkOperation } from "@transect/core";

/** What the system said of an entry, as a value. */
export function errorOf(entry: Entry, operation: WalkOperation, cause: unknown): WalkError {
  return new WalkError({ entry, operation, code: codeOf(cause), message: sentenceOf(cause) });
}

/** The system's name of an error, such as `EACCES`. */
export function codeOf(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return typeof code === "string" ? code : "UNKNOWN";
}

/** Whether it is gone since it was listed, or something else by now. */
export function isVanished(cause: unknown): boolean {
  const code = codeOf(cause);
  return code === "ENOENT" || code === "ENOTDIR";
}

/** What the system said, without the call and the path that Node appends: the error has both of its own. */
function sentenceOf(cause: unknown): string {
  return cause instanceof Error ? cause.message.replace(/, \w+ '[\s\S]*$/, "") : String(cause);
}

/** The system's name of what failed, such as `EACCES`: the `code` of an error of Node's. `UNKNOWN` of all else. */
export function systemCode(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return typeof code === "string" ? code : "UNKNOWN";
}

/**
 * What the system said of something that failed: the message of an error of Node's without the call and the paths that
 * Node puts behind it. What is no error is given as text.
 */
export function systemSentence(cause: unknown): string {
  return cause instanceof Error ? cause.message.replace(/, \w+( '[\s\S]*)?$/, "") : String(cause);
}

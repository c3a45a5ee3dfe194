/**
 * A hash and its file as `sha256sum` prints them, so that `sha256sum -c` reads them: one character for each byte, as
 * Latin-1 has them. In a name a backslash, a newline and a carriage return are escaped, and the line then begins with a
 * backslash. With `zero` a NUL ends the line and nothing is escaped.
 */
export function checksumLine(hash: string, path: string | Uint8Array, zero: boolean): string {
  // Most names are such: there is nothing to do to them.
  const name = typeof path === "string" && PLAIN.test(path) ? path : Buffer.from(path).toString("latin1");
  if (zero) return `${hash}  ${name}\0`;
  const escaped = name.replace(/[\\\n\r]/g, (character) => ESCAPES.get(character) ?? character);
  return `${escaped === name ? "" : "\\"}${hash}  ${escaped}\n`;
}

/** Printable ASCII without a backslash. */
const PLAIN = /^[ -[\]-~]*$/;

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
]);

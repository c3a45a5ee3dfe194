/**
 * A hash and its file as `sha256sum` prints them, so that `sha256sum -c` reads them. In a name a backslash, a newline and
 * a carriage return are escaped, and the line then begins with a backslash. With `zero` a NUL ends the line and nothing
 * is escaped.
 */
export function checksumLine(hash: string, path: Uint8Array, zero: boolean): Uint8Array {
  const name = Buffer.from(path).toString("latin1");
  if (zero) return Buffer.from(`${hash}  ${name}\0`, "latin1");
  const escaped = name.replace(/[\\\n\r]/g, (character) => ESCAPES.get(character) ?? character);
  return Buffer.from(`${escaped === name ? "" : "\\"}${hash}  ${escaped}\n`, "latin1");
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
]);

import { isUtf8 } from "node:buffer";

/** A path as the system takes it: text, or bytes where a name on the way is not valid UTF-8. */
export type AccessPath = string | Buffer;

const REPLACEMENT = "\uFFFD";

/** Adds a name to a path, with a slash between them unless the path ends in one already. */
export function appendName(access: AccessPath, name: string | Uint8Array): AccessPath {
  if (typeof access === "string" && typeof name === "string") {
    return access.endsWith("/") || access === "" ? access + name : `${access}/${name}`;
  }
  const start = Buffer.from(access);
  const slash = start.length === 0 || start.at(-1) === SLASH ? "" : "/";
  return Buffer.concat([start, Buffer.from(slash), Buffer.from(name)]);
}

/** Whether a name that was read as text gives its bytes back for certain. */
export function isExactName(name: string): boolean {
  return !name.includes(REPLACEMENT);
}

/** Reads a name given in bytes; the bytes come along only where the text does not give them back. */
export function decodeName(bytes: Uint8Array): { name: string; bytes: Uint8Array | undefined } {
  const name = Buffer.from(bytes).toString("utf8");
  return { name, bytes: isUtf8(bytes) ? undefined : Uint8Array.from(bytes) };
}

const SLASH = 0x2f;

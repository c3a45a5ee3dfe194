/** A path as the system takes it: text, or bytes where a name on the way is not valid UTF-8. */
export type AccessPath = string | Buffer;

/** Adds a name to a path, with a slash between them unless the path ends in one already. */
export function appendName(access: AccessPath, name: string | Uint8Array): AccessPath {
  if (typeof access === "string" && typeof name === "string") {
    return access.endsWith("/") ? access + name : `${access}/${name}`;
  }
  const start = Buffer.from(access);
  return Buffer.concat([start, Buffer.from(start.at(-1) === SLASH ? "" : "/"), Buffer.from(name)]);
}

const SLASH = 0x2f;

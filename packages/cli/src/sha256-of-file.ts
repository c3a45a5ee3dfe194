import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import type { Entry } from "@transect/core";
import { rootedBytes, rootedPath } from "./rooted-path.js";

/** The SHA-256 of a regular file; `undefined` for what cannot be read, or has become something else meanwhile. */
export async function sha256OfFile(entry: Entry): Promise<Uint8Array | undefined> {
  const bytes = rootedBytes(entry, "");
  const file = bytes === undefined ? rootedPath(entry) : Buffer.from(bytes);
  try {
    // Neither is a link looked through nor a FIFO waited for.
    const handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    try {
      if (!(await handle.stat()).isFile()) return undefined;
      const hash = createHash("sha256");
      for await (const chunk of handle.createReadStream({ autoClose: false })) hash.update(chunk);
      return hash.digest();
    } finally {
      await handle.close();
    }
  } catch {
    return undefined;
  }
}

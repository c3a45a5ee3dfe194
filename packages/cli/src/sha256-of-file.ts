import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import type { SnapshotOptions } from "@transect/change";
import type { Entry } from "@transect/core";
import { rootedBytes, rootedPath } from "./rooted-path.js";

/** What `--hash` keeps of each file. */
export const SHA256_DIGEST: NonNullable<SnapshotOptions["digest"]> = { name: "sha256", digestOf: sha256OfFile };

/** The SHA-256 of a regular file. Rejects with an error that has a `code` where it cannot be read. */
async function sha256OfFile(entry: Entry): Promise<Uint8Array> {
  const bytes = rootedBytes(entry, "");
  // Neither is a link looked through nor a FIFO waited for, should either be there by now.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const handle = await open(bytes === undefined ? rootedPath(entry) : Buffer.from(bytes), flags);
  try {
    if (!(await handle.stat()).isFile()) throw Object.assign(new Error("it is no file any more"), { code: "EINVAL" });
    const hash = createHash("sha256");
    for await (const chunk of handle.createReadStream({ autoClose: false })) hash.update(chunk);
    return hash.digest();
  } finally {
    await handle.close();
  }
}

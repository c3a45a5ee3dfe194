import { randomBytes } from "node:crypto";
import { type FileHandle, link, open, rename, rm } from "node:fs/promises";
import path from "node:path";

/** A file that is there whole or not at all. */
export interface NewFile {
  /** Appends bytes. */
  write(bytes: Uint8Array): Promise<void>;
  /** Puts the file in its place, once all of it is on the disk. */
  commit(): Promise<void>;
  /** Takes away what was written. Does nothing behind {@link NewFile.commit}. */
  abandon(): Promise<void>;
}

/** How a {@link NewFile} is made. */
export interface NewFileOptions {
  readonly file: string;
  /** Whether a file that is there may be replaced. Default false. */
  readonly overwrite?: boolean | undefined;
}

/** The defaults of {@link NewFileOptions}. */
export const NEW_FILE_DEFAULTS: { readonly overwrite: boolean } = { overwrite: false };

/**
 * Begins a file under a temporary name beside its own: `.NAME.RANDOM.tmp`. On `commit` it is flushed to the disk and
 * gets its name in one step, so whoever is killed leaves what was there before, and at most the temporary file.
 *
 * What goes wrong is an error of Node's, with its `code`: `EEXIST` where a file is there that may not be replaced,
 * which is looked at once more on `commit`.
 */
export async function createNewFile({
  file,
  overwrite = NEW_FILE_DEFAULTS.overwrite,
}: NewFileOptions): Promise<NewFile> {
  const folder = path.dirname(file);
  const temporary = path.join(folder, `.${path.basename(file)}.${randomBytes(6).toString("hex")}.tmp`);
  const handle = await open(temporary, "wx");
  let committed = false;
  return {
    async write(bytes) {
      // A write may take less than it is given.
      for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at)).bytesWritten;
    },
    async commit() {
      await handle.sync();
      await handle.close();
      if (overwrite) await rename(temporary, file);
      else await renameToFree(temporary, file);
      committed = true;
      await syncFolder(folder);
    },
    async abandon() {
      if (committed) return;
      await handle.close().catch(() => {});
      await rm(temporary, { force: true });
    },
  };
}

/** Gives a file a name that nobody has: `rename` would replace. */
async function renameToFree(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (cause) {
    if (isTaken(cause)) throw cause;
    // There are file systems without hard links: the name is taken with an empty file first.
    await (await open(to, "wx")).close();
    await rename(from, to).catch(async (failure: unknown) => {
      await rm(to, { force: true });
      throw failure;
    });
    return;
  }
  await rm(from, { force: true });
}

/** Flushes the folder's own list of names, where the system lets folders be opened. */
async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(folder, "r");
    await handle.sync();
  } catch {
    // The file itself is on the disk.
  } finally {
    await handle?.close();
  }
}

function isTaken(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && cause.code === "EEXIST";
}

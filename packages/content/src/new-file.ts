import { randomBytes } from "node:crypto";
import { type FileHandle, link, open, realpath, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { systemCode } from "@transect/core";

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
 * Begins a file under a temporary name beside its own: `.NAME.RANDOM.partial`. On `commit` it is flushed to the disk and
 * gets its name in one step, so whoever is killed leaves what was there before, and at most the temporary file.
 *
 * A file that is replaced leaves its permission bits to the new one, not its owner, its other names or its attributes.
 * Where a symbolic link is, the file that it leads to is replaced. What is no regular file never is.
 *
 * What goes wrong is an error of Node's, with its `code`: on `commit`, `EEXIST` where a file is there that may not be
 * replaced; at once, `EISDIR` for a folder, and `EINVAL` for a device and its like.
 */
export async function createNewFile({
  file,
  overwrite = NEW_FILE_DEFAULTS.overwrite,
}: NewFileOptions): Promise<NewFile> {
  const target = await realpath(file).catch(() => path.resolve(file));
  const old = await stat(target).catch(() => undefined);
  if (old !== undefined && !old.isFile()) throw noRegularFile(file, old.isDirectory() ? "EISDIR" : "EINVAL");
  const folder = path.dirname(target);
  const temporary = path.join(folder, partialName(path.basename(target)));
  const handle = await open(temporary, "wx");
  let committed = false;
  try {
    if (old !== undefined) await handle.chmod(old.mode & MODE_BITS);
  } catch (cause) {
    await abandon();
    throw cause;
  }
  return {
    async write(bytes) {
      // A write may take less than it is given.
      for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at)).bytesWritten;
    },
    async commit() {
      await handle.sync();
      await handle.close();
      if (overwrite) await rename(temporary, target);
      else await renameToFree(temporary, target);
      committed = true;
      await syncFolder(folder);
    },
    abandon,
  };

  async function abandon(): Promise<void> {
    if (committed) return;
    // It may be closed already.
    await handle.close().catch(() => {});
    await rm(temporary, { force: true });
  }
}

const MODE_BITS = 0o7777;

/** The name of a new file before it is whole: hidden, beside the old one, and no other's. */
function partialName(name: string): string {
  return `.${name}.${randomBytes(6).toString("hex")}.partial`;
}

/** Whether a name is that of a file that was begun for an output, and left behind. */
export function isPartialOf(name: string, output: string): boolean {
  const rest = name.startsWith(`.${output}.`) ? name.slice(output.length + 2) : "";
  return /^[0-9a-f]{12}\.partial$/.test(rest);
}

function noRegularFile(file: string, code: "EISDIR" | "EINVAL"): Error {
  return Object.assign(new Error(`${code}: ${file} is no regular file`), { code });
}

/** Gives a file a name that nobody has: `rename` would replace. */
async function renameToFree(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (cause) {
    if (systemCode(cause) === "EEXIST") throw cause;
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

import {
  type BigIntStats,
  chmodSync,
  closeSync,
  constants,
  linkSync,
  openSync,
  renameSync,
  unlinkSync,
  utimesSync,
} from "node:fs";
import { copyFile as copyWhole, open } from "node:fs/promises";
import { systemCode } from "@transect/core";
import { isUntouched, look } from "./file-state.js";
import type { LocalPath } from "./local-path.js";
import { StepError, step, stepNow } from "./step.js";

/** A larger file is copied piece by piece, so that progress is told and the copy can be stopped. */
const WHOLE_BYTES = 8 * 1024 * 1024;

const PIECE_BYTES = 1024 * 1024;

/** One file to copy. */
interface FileCopy {
  readonly source: LocalPath;
  readonly destination: LocalPath;
  /** Where to write until all is there; in the folder of the destination. */
  readonly temporary: LocalPath;
  /** Whether a file may be there already, to be replaced. */
  readonly replace: boolean;
  /** Whether the source may be a link. */
  readonly follow: boolean;
  readonly signal: AbortSignal | undefined;
  /** Told of bytes as they are written. */
  readonly onBytes: (bytes: number) => void;
}

/** Copies files on a file system, and remembers whether it can share blocks between files. */
export interface FileCopier {
  /**
   * Copies a file with its permission bits and times, and says how many bytes it has: first under the temporary name,
   * then, once all is there, under its own. Whatever happens, there is never a part of a file under its own name, and
   * nothing is left under the other one but by a kill; where there are no hard links a kill may leave an empty file.
   * Throws a `StepError`.
   */
  readonly copy: (file: FileCopy) => Promise<bigint>;
}

/** Prepares to copy files. */
export function fileCopier(): FileCopier {
  let sharesBlocks = true;
  return { copy };

  async function copy(file: FileCopy): Promise<bigint> {
    const { source, destination, temporary, replace, follow } = file;
    const before = stepNow("lstat", () => look(source, follow));
    if (!before.isFile()) throw new StepError("copy", "ECHANGED", "it is no regular file any more");
    try {
      await write(file, before);
      const mode = Number(before.mode);
      // A copy comes with its source's mode, all of it.
      if ((mode & BEYOND_PERMISSIONS) !== 0) stepNow("chmod", () => chmodSync(temporary, mode & PERMISSIONS));
      stepNow("utimes", () => utimesSync(temporary, seconds(before.atimeNs), seconds(before.mtimeNs)));
      const after = stepNow("lstat", () => look(source, follow));
      if (!isUntouched(before, after)) {
        throw new StepError("copy", "ECHANGED", "it changed while it was copied; copy again to have it");
      }
      stepNow("rename", () => (replace ? renameSync(temporary, destination) : renameNew(temporary, destination)));
    } catch (cause) {
      removeQuietly(temporary);
      throw cause;
    }
    return before.size;
  }

  async function write(file: FileCopy, { size, mode }: BigIntStats): Promise<void> {
    const { source, temporary, onBytes } = file;
    if (size <= WHOLE_BYTES) {
      await step("copyfile", () => copyWhole(source, temporary, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE));
      onBytes(Number(size));
    } else if (await share(source, temporary)) onBytes(Number(size));
    else await writePieces(file, Number(mode) & PERMISSIONS);
  }

  /** Makes a file that shares its blocks with another, where the file system can. */
  async function share(source: LocalPath, temporary: LocalPath): Promise<boolean> {
    if (!sharesBlocks) return false;
    try {
      await copyWhole(source, temporary, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE_FORCE);
      return true;
    } catch (cause) {
      // Anything else will be met again when the bytes are written.
      if (CANNOT_SHARE.has(systemCode(cause))) sharesBlocks = false;
      removeQuietly(temporary);
      return false;
    }
  }
}

/** What is kept of a mode: not the bits that lend the rights of an owner who is not kept. */
export const PERMISSIONS = 0o777;

const BEYOND_PERMISSIONS = 0o7000;

const CANNOT_SHARE: ReadonlySet<string> = new Set(["ENOTSUP", "EOPNOTSUPP", "ENOSYS", "ENOTTY", "EXDEV", "EINVAL"]);

async function writePieces(
  { source, temporary, follow, signal, onBytes }: FileCopy,
  permissions: number,
): Promise<void> {
  // Never waits for the other end of a FIFO that has taken the file's place.
  const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (follow ? 0 : (constants.O_NOFOLLOW ?? 0));
  const from = await step("open", () => open(source, flags));
  try {
    const to = await step("open", () => open(temporary, "wx", permissions));
    try {
      // What a process may not give by default it is given here.
      await step("chmod", () => to.chmod(permissions));
      const piece = Buffer.alloc(PIECE_BYTES);
      for (;;) {
        if (signal?.aborted === true) throw new StepError("copy", "ECANCELED", "the copy was cancelled");
        const { bytesRead } = await step("read", () => from.read(piece, 0, PIECE_BYTES));
        if (bytesRead === 0) return;
        for (let written = 0; written < bytesRead; ) {
          written += (await step("write", () => to.write(piece, written, bytesRead - written))).bytesWritten;
        }
        onBytes(bytesRead);
      }
    } finally {
      await step("close", () => to.close());
    }
  } finally {
    await from.close();
  }
}

/** Renames a file to a name that must be free: what came there meanwhile is never replaced. */
function renameNew(from: LocalPath, to: LocalPath): void {
  try {
    linkSync(from, to);
  } catch (cause) {
    if (systemCode(cause) === "EEXIST") throw cause;
    // There are file systems without hard links: the name is taken with an empty file first, since a rename replaces.
    closeSync(openSync(to, "wx"));
    try {
      renameSync(from, to);
    } catch (failure) {
      removeQuietly(to);
      throw failure;
    }
    return;
  }
  try {
    unlinkSync(from);
  } catch {
    // The file is in its place. The next copy takes away what is left.
  }
}

function removeQuietly(file: LocalPath): void {
  try {
    unlinkSync(file);
  } catch {
    // It was not made, or what made it fail stands in the way here too, and is told.
  }
}

/** A time as Node sets it. It takes a negative number for now, but not a negative text. */
export function seconds(ns: bigint): number | string {
  const value = Number(ns) / 1e9;
  return value < 0 ? String(value) : value;
}

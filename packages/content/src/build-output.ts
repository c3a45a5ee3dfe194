import { type FileHandle, open, stat } from "node:fs/promises";
import { systemCode, systemSentence } from "@transect/core";
import { BuildError } from "./build-error.js";
import { createNewFile, type NewFile } from "./new-file.js";

/** Where a build goes, and what may happen to what is there. */
export interface OutputOptions {
  readonly output: string;
  /** Whether a file that is there may be replaced. */
  readonly overwrite: boolean;
  /** Whether to find out only. */
  readonly dryRun: boolean;
}

/** What came of an output: it was written, it was so already, or (in a dry run) it is not as it should be. */
export type OutputState = "written" | "unchanged" | "outdated";

/**
 * A file that is written only where it changes: what comes is compared with what is there, and only from the first
 * difference on a new file is written, beside the old one, which it replaces at the end and at once.
 */
export interface BuildOutput {
  /** Takes the next bytes. Throws a {@link BuildError}. */
  write(bytes: Uint8Array): Promise<void>;
  /** Puts the new file, if any, in place. Throws a {@link BuildError}. */
  finish(): Promise<OutputState>;
  /** Closes what is open, and removes a new file that is not in place. */
  dispose(): Promise<void>;
}

/** Looks at what is at the place of the output. Throws a {@link BuildError} where nothing can be written there. */
export async function openOutput({ output, overwrite, dryRun }: OutputOptions): Promise<BuildOutput> {
  const old = await openOld(output);
  let fresh: NewFile | undefined;
  let differs = false;
  /** How many bytes are equal to those of the old file so far. */
  let equal = 0;

  return {
    async write(bytes) {
      if (differs && dryRun) return;
      if (!differs && old !== undefined && (await isNext(old.file, bytes))) {
        equal += bytes.length;
        return;
      }
      await becomeDifferent();
      await attempt(async () => fresh?.write(bytes));
    },
    async finish() {
      if (!differs && (old === undefined || old.size !== equal)) await becomeDifferent();
      if (!differs) return "unchanged";
      if (fresh === undefined) return "outdated";
      // Windows replaces no file that is open.
      await old?.file.close();
      await attempt(fresh.commit);
      return "written";
    },
    async dispose() {
      await old?.file.close();
      await fresh?.abandon();
    },
  };

  /** Whether the old file goes on with these bytes. */
  async function isNext(file: FileHandle, bytes: Uint8Array): Promise<boolean> {
    const there = Buffer.allocUnsafe(bytes.length);
    const { bytesRead } = await attempt(() => file.read(there, 0, bytes.length, equal));
    return bytesRead === bytes.length && there.equals(bytes);
  }

  async function becomeDifferent(): Promise<void> {
    if (differs) return;
    differs = true;
    if (dryRun) return;
    if (old !== undefined && !overwrite) {
      throw new BuildError("exists", `${output} is there already, and differs: set overwrite to replace it`);
    }
    const file = await attempt(() => createNewFile({ file: output, overwrite }));
    fresh = file;
    // What was equal so far is copied from the old file.
    const piece = Buffer.allocUnsafe(Math.min(equal, COPIED_BYTES));
    for (let copied = 0; old !== undefined && copied < equal; ) {
      const { bytesRead } = await attempt(() =>
        old.file.read(piece, 0, Math.min(piece.length, equal - copied), copied),
      );
      if (bytesRead === 0) throw new BuildError("unwritable", `${output} became shorter meanwhile`);
      await attempt(() => file.write(piece.subarray(0, bytesRead)));
      copied += bytesRead;
    }
  }

  async function attempt<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      throw unwritable(output, cause);
    }
  }
}

const COPIED_BYTES = 1024 * 1024;

interface OldFile {
  readonly file: FileHandle;
  readonly size: number;
}

async function openOld(output: string): Promise<OldFile | undefined> {
  try {
    // Looked at first: to open a FIFO is to wait.
    const stats = await stat(output);
    if (!stats.isFile()) throw new BuildError("unwritable", `cannot write ${output}: it is no regular file`);
    return { file: await open(output, "r"), size: stats.size };
  } catch (cause) {
    if (systemCode(cause) === "ENOENT") return undefined;
    throw unwritable(output, cause);
  }
}

function unwritable(output: string, cause: unknown): BuildError {
  if (cause instanceof BuildError) return cause;
  return new BuildError("unwritable", `cannot write ${output}: ${systemSentence(cause)}`, undefined, cause);
}

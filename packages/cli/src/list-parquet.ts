import process from "node:process";
import { Entry } from "@transect/core";
import { describeWalkError } from "./describe-walk-error.js";
import { EXIT, type ExitStatus } from "./exit-status.js";
import { interruptSignal } from "./interrupt.js";
import { checkOutput, throwWriteFailure } from "./output.js";
import { createProgressLine } from "./progress-line.js";
import { toWalkOptions, type WalkFlags } from "./walk-flags.js";

/** The flags of a listing that goes to a Parquet file. */
export interface ListParquetFlags extends WalkFlags {
  readonly parquet: string;
  readonly force?: true;
}

/**
 * Writes a listing to a Parquet file, which gets its name once it is whole. A listing that is stopped, or lacks what
 * could not be read, is written all the same, and the exit status says so; one without any entry is not.
 */
export async function runListParquet(roots: readonly string[], flags: ListParquetFlags): Promise<ExitStatus> {
  const { parquet: file, force = false } = flags;
  await checkOutput({ output: file, ...(force ? { force } : {}) });
  const [{ createNewFile }, { createParquetWriter }, { walkBatches }] = await Promise.all([
    import("@transect/content"),
    import("@transect/report/parquet"),
    import("@transect/walker-parallel"),
  ]);
  const progress = createProgressLine({ wanted: flags.progress !== false });
  const walk = walkBatches(roots, {
    ...toWalkOptions(flags),
    stat: true,
    signal: interruptSignal(),
    onProgress: progress?.onProgress,
  });
  const output = await createNewFile({ file, overwrite: force }).catch((cause) => throwWriteFailure(file, cause));
  let entries = 0;
  let errors = 0;
  try {
    const writer = createParquetWriter({
      write: (bytes) => output.write(bytes).catch((cause) => throwWriteFailure(file, cause)),
    });
    for await (const batch of walk) {
      const given = batch.filter((item) => item instanceof Entry);
      for (const item of batch) {
        if (!(item instanceof Entry)) process.stderr.write(`transect: ${describeWalkError(item)}\n`);
      }
      entries += given.length;
      errors += batch.length - given.length;
      await writer.add(given);
    }
    if (entries === 0 && errors > 0) return EXIT.nothing;
    await writer.finish();
    await output.commit().catch((cause) => throwWriteFailure(file, cause));
  } finally {
    progress?.clear();
    await output.abandon();
  }
  return errors === 0 ? EXIT.complete : EXIT.partial;
}

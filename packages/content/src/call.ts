import { availableParallelism } from "node:os";
import { createErrorLog, type ErrorLog } from "./error-log.js";
import { checkFileOptions, FILE_DEFAULTS, type FileOptions } from "./file-options.js";
import { createHalt, type Halt } from "./halt.js";
import { createProgressMeter, type ProgressMeter } from "./progress-meter.js";
import { findNativeReading, type NativeReading } from "./reading/find-native-reading.js";

/** What goes along with one call from its beginning to its end. */
export interface Call {
  readonly options: FileOptions;
  readonly halt: Halt;
  readonly log: ErrorLog;
  readonly meter: ProgressMeter;
  /** The most threads there may be. */
  readonly jobs: number;
  /** There only where the native core is the backend. */
  readonly native: NativeReading | undefined;
}

/** Runs one call and puts away what it leaves. Throws an `OptionError` for the first bad option that is not the walk's. */
export async function runCall<T>(options: FileOptions, run: (call: Call) => Promise<T>): Promise<T> {
  checkFileOptions(options);
  const native = findNativeReading(options);
  const halt = createHalt(options);
  const log = createErrorLog(options.listLimit ?? FILE_DEFAULTS.listLimit);
  const meter = createProgressMeter(options, { words: halt.words, log });
  try {
    return await run({ options, halt, log, meter, jobs: options.jobs ?? availableParallelism(), native });
  } finally {
    meter.dispose();
    halt.dispose();
  }
}

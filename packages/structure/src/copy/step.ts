import { systemCode, systemSentence } from "@transect/core";

/** What failed while something was being done, with the system's reason. */
export class StepError extends Error {
  override readonly name = "StepError";
  /** As the system calls it. */
  readonly operation: string;
  /** The system's name of the error, such as `ENOSPC`. */
  readonly code: string;

  constructor(operation: string, code: string, message: string) {
    super(message);
    this.operation = operation;
    this.code = code;
  }
}

/** Does something, and says what that was where it fails: throws a {@link StepError}. */
export async function step<T>(operation: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    throw new StepError(operation, systemCode(cause), systemSentence(cause));
  }
}

/**
 * As {@link step}, at once: for what takes the system microseconds, where handing it to another thread and waiting
 * would take ten times as long.
 */
export function stepNow<T>(operation: string, run: () => T): T {
  try {
    return run();
  } catch (cause) {
    throw new StepError(operation, systemCode(cause), systemSentence(cause));
  }
}

/**
 * What kind of failure a {@link SnapshotError} is: the file is none of ours; it was cut short or changed; a later
 * version wrote it; one is there already; it cannot be read or written; the walk was stopped.
 */
export type SnapshotErrorCode = "foreign" | "damaged" | "newer" | "exists" | "system" | "stopped";

/** How a {@link SnapshotError} is made; see its fields. */
export interface SnapshotErrorInit {
  readonly code: SnapshotErrorCode;
  readonly file: string;
  /** One line to follow the file's name. */
  readonly reason: string;
  readonly cause?: unknown;
}

/** A snapshot that cannot be read or written. Its message is one line that names the file. */
export class SnapshotError extends Error {
  override readonly name = "SnapshotError";
  readonly code: SnapshotErrorCode;
  readonly file: string;

  constructor(init: SnapshotErrorInit) {
    super(`${init.file}: ${init.reason}`, init.cause === undefined ? undefined : { cause: init.cause });
    this.code = init.code;
    this.file = init.file;
  }
}

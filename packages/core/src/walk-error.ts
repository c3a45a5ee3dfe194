import type { Entry } from "./entry.js";

/** What was being done when it failed, named as the system call behind it; `walk` where the walk itself was stopped. */
export type WalkOperation = "lstat" | "stat" | "open" | "readdir" | "readlink" | "follow" | "walk";

/** How a {@link WalkError} is made; see its fields. */
export interface WalkErrorInit {
  readonly entry: Entry;
  readonly operation: WalkOperation;
  readonly code: string;
  readonly message?: string | undefined;
}

/**
 * Something on a walk that could not be read. It takes its entry's place in the stream and the walk goes on.
 *
 * It is a value, not an exception: nothing throws it. An entry that vanished in mid-walk is no error.
 */
export class WalkError {
  /** Tells an error from an entry in a stream of both. */
  readonly type = "error";
  /** Where it happened. For a name that could not be looked at, its type is `other` and its `stat` is missing. */
  readonly entry: Entry;
  readonly operation: WalkOperation;
  /** The system's name of the error, such as `EACCES`, or `ELOOP` for a followed link that leads to its own parent. */
  readonly code: string;
  /** One sentence for a person. */
  readonly message: string;

  constructor(init: WalkErrorInit) {
    this.entry = init.entry;
    this.operation = init.operation;
    this.code = init.code;
    this.message = init.message ?? `${init.operation}: ${init.code}`;
  }

  /** The path from the root, as {@link Entry.path}. */
  get path(): string {
    return this.entry.path;
  }
}

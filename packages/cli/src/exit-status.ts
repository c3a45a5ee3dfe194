/** What the command's exit status means. */
export const EXIT = {
  /** All was seen. */
  complete: 0,
  /** Nothing was done: bad usage, or no root that is there. */
  nothing: 1,
  /** Something could not be read, or the walk was stopped: the output is what was found. */
  partial: 2,
  /** All was done, and a check that was asked for failed. */
  failed: 3,
  /** A second interrupt ended the command at once, as shells report it. */
  interrupted: 130,
} as const;

/** One of the {@link EXIT} statuses. */
export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

import { OptionError } from "@transect/core";
import { safeText } from "@transect/report";
import { OutputError } from "./output.js";
import { UsageError } from "./usage-error.js";

/**
 * What to tell the user of something that was thrown: one line for what they can mend, with names shown safely; a
 * stack for what only we can.
 */
export function describeFailure(cause: unknown): string {
  if (cause instanceof UsageError || cause instanceof OptionError) {
    return `${safeText(cause.message)} (see transect --help)`;
  }
  if (cause instanceof OutputError) return safeText(cause.message);
  // Its message marks the place in the pattern on lines of its own, safely.
  if (cause instanceof Error && cause.name === "PatternError") return cause.message;
  // One line for each thing that is wrong; the file is named in each.
  if (cause instanceof Error && OF_FILES.has(cause.name))
    return cause.message.split("\n").map(safeText).join(NEXT_LINE);
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}

const NEXT_LINE = "\ntransect: ";

/** Failures of packages that are loaded only by verbs that need them. */
const OF_FILES: ReadonlySet<string> = new Set(["SnapshotError", "ConfigError", "PatternFileError"]);

import { type Completeness, rootedPath } from "@transect/core";

/** Why there is no build. Whatever was at the place of the output before is still there, as it was. */
export class BuildError extends Error {
  override readonly name: string = "BuildError";
  /**
   * `unreadable`: a file could not be read, changed meanwhile or is no text; `empty`: no file was chosen; `exists`: the
   * output is there and differs, and may not be replaced; `unwritable`: the output could not be written; `stopped`.
   */
  readonly reason: "unreadable" | "empty" | "exists" | "unwritable" | "stopped";
  /** What could not be read. */
  readonly completeness: Completeness | undefined;

  constructor(reason: BuildError["reason"], message: string, completeness?: Completeness, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.reason = reason;
    this.completeness = completeness;
  }
}

/** The error for what a build could not read, or for its being stopped; it names the first file and counts the others. */
export function incompleteBuild(completeness: Completeness): BuildError {
  const { state, errors } = completeness;
  const [first] = errors.list;
  if (state === "cancelled" || state === "timedOut") {
    const why = state === "cancelled" ? "it was cancelled" : "its time was up";
    return new BuildError("stopped", `nothing was built: ${why}`, completeness);
  }
  const others = errors.count > 1 ? `, and ${errors.count - 1} more` : "";
  const named = first === undefined ? "" : `: ${rootedPath(first.root, first.path)}: ${first.message}${others}`;
  return new BuildError("unreadable", `nothing was built${named}`, completeness);
}

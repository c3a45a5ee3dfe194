import type { WalkError } from "@transect/core";
import { safeText } from "@transect/report";
import { rootedPath } from "./rooted-path.js";

/** What an error of a walk says, on one line. */
export function describeWalkError(error: WalkError): string {
  if (error.operation === "walk") return `stopped before all was seen (${error.code})`;
  return `${safeText(rootedPath(error.entry))}: ${error.message}`;
}

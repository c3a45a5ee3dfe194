import type { Capped, ReportedError } from "@transect/core";
import { fullPath, grouped, safeText } from "@transect/report";

/** What could not be read, a line each, and how many more there were. */
export function describeErrors(errors: Pick<Capped<ReportedError>, "leftOut" | "list">): string {
  const lines = errors.list.map((error) => `transect: ${safeText(fullPath(error))}: ${error.message}\n`);
  const more = errors.leftOut > 0 ? `transect: and ${grouped(errors.leftOut)} more errors\n` : "";
  return lines.join("") + more;
}

/** That reading what is below a root was stopped. */
export function describeStop(root: string): string {
  return `transect: ${safeText(root)}: stopped before all was read\n`;
}

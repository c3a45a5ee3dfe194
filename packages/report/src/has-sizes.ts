import type { Report } from "@transect/core";

/** Whether sizes and times were read: where not, they are all zero or missing, and nobody wants to see that. */
export function hasSizes(report: Report): boolean {
  return report.options["sizes"] !== false;
}

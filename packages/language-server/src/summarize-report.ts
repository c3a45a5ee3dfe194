import type { Report, Totals } from "@transect/core";
import type { ReportSummary, SummaryTotals } from "./protocol.js";

/** What stands at the head of a report, for a status line and for the top of a tree. */
export function summarizeReport({ completeness, totals, roots, run, ignored }: Report): ReportSummary {
  return {
    state: completeness.state,
    errors: completeness.errors.count,
    totals: toText(totals),
    ignored: ignored === null ? null : toText(ignored),
    roots: roots.map((root) => ({ root: root.root, type: root.type, totals: toText(root.totals) })),
    backend: run.backend,
    elapsedMs: run.elapsedMs,
  };
}

function toText({ files, directories, apparentBytes, allocatedBytes }: Totals): SummaryTotals {
  return { files, directories, apparentBytes: String(apparentBytes), allocatedBytes: String(allocatedBytes) };
}

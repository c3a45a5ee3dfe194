import { hasSizes } from "../../src/has-sizes.js";
import { counted, humanBytes, moment } from "../../src/quantity.js";
import { groupByTime } from "../group-by-time.js";
import type { PageContext } from "../page-context.js";
import type { Panel } from "../panel.js";
import { seriesPanel } from "../series-panel.js";

/** Files by size: a class for each power of two. */
export function sizesPanel({ report }: PageContext): Panel | undefined {
  const { classes, percentiles } = report.sizes;
  if (percentiles === null || !hasSizes(report)) return undefined;
  return seriesPanel({
    id: "sizes",
    title: "File sizes",
    about: `Half of the files are ${humanBytes(percentiles.p50)} or less, 99% are ${humanBytes(percentiles.p99)} or less; the largest is ${humanBytes(percentiles.max)}.`,
    heading: "Size",
    rows: classes.map((row) => ({
      label: row.from === row.to ? humanBytes(row.from) : `${humanBytes(row.from)} to ${humanBytes(row.to)}`,
      short: humanBytes(row.from).replace(/\.0 (?=\w+$)/, " "),
      values: [row.files, row.apparentBytes],
    })),
    series: [
      { title: "Files", unit: "things" },
      { title: "In files", unit: "bytes" },
    ],
  });
}

/** Files by the time of their last modification: years, or months where those are few. */
export function agesPanel({ report }: PageContext): Panel | undefined {
  const { months, newest, oldest } = report.ages;
  if (newest === null || oldest === null || months.length === 0) return undefined;
  return seriesPanel({
    id: "ages",
    title: "Last modified",
    about: `From ${moment(oldest.mtimeMs)} to ${moment(newest.mtimeMs)} UTC.`,
    heading: "Time (UTC)",
    rows: groupByTime(months).map((row) => ({ label: row.label, values: [row.files, row.apparentBytes] })),
    series: [
      { title: "Files", unit: "things" },
      { title: "In files", unit: "bytes" },
    ],
  });
}

/** Files and folders by depth. */
export function depthsPanel({ report }: PageContext): Panel | undefined {
  const { depths, deepestDirectory } = report;
  if (depths.length === 0) return undefined;
  return seriesPanel({
    id: "depths",
    title: "Depth",
    about:
      deepestDirectory === null
        ? "The root is at depth 0."
        : `The root is at depth 0; the deepest folder is at ${deepestDirectory.depth}. A folder holds ${report.meanFilesPerDirectory.toFixed(1)} files in the mean (${counted(report.totals.files, "file")} in ${counted(report.totals.directories, "folder")}).`,
    heading: "Depth",
    rows: depths.map((row) => ({ label: String(row.depth), values: [row.files, row.directories] })),
    series: [
      { title: "Files", unit: "things" },
      { title: "Folders", unit: "things" },
    ],
  });
}

import type { Report, RootReport } from "@transect/core";
import { hasSizes } from "../../src/has-sizes.js";
import { counted, grouped, humanBytes, humanDuration, percent, shareOf } from "../../src/quantity.js";
import { safeText } from "../../src/safe-text.js";
import { dataTable } from "../data-table.js";
import { element } from "../dom.js";
import { type Fact, factList } from "../fact-list.js";
import { bytesText } from "../map/describe-node.js";
import type { PageContext } from "../page-context.js";
import { type Panel, panel } from "../panel.js";
import { placeButton } from "../place-button.js";

/** The roots, where there are several. */
export function rootsPanel(context: PageContext): Panel | undefined {
  const { report } = context;
  if (report.roots.length < 2) return undefined;
  const said = ({ type, inside }: RootReport): string =>
    type === "missing" ? "not found" : inside === undefined ? type : `lies in ${safeText(inside)}, counted there`;
  const table = dataTable<RootReport>({
    caption: "Roots",
    what: "root",
    rows: report.roots,
    first: 20,
    columns: [
      {
        title: "Root",
        value: (row) => row.root,
        cell: (row) => placeButton(context, { root: row.root, path: "." }, row.type === "file" ? "file" : "directory"),
      },
      { title: "What it is", value: said },
      { title: "Files", value: (row) => row.totals.files },
      { title: "Folders", value: (row) => row.totals.directories },
      {
        title: "In files",
        value: (row) => row.totals.apparentBytes,
        cell: (row) => humanBytes(row.totals.apparentBytes),
      },
      {
        title: "On disk",
        value: (row) => row.totals.allocatedBytes,
        cell: (row) => humanBytes(row.totals.allocatedBytes),
      },
    ],
  });
  return panel("roots", "Roots", grouped(report.roots.length), table);
}

/** What ignore rules leave out, or would. */
export function ignoredPanel({ report }: PageContext): Panel {
  const { ignored, totals, options } = report;
  const rules = options["ignore"];
  if (ignored === null) {
    const about =
      rules === undefined
        ? "Nobody asked what ignore rules would leave out: transect --would-ignore git counts all and says so."
        : `Left out by the rules of ${String(rules)}, and not in any number here. transect --would-ignore git counts it.`;
    return panel("ignored", "Ignored", undefined, element("p", { class: "about" }, about));
  }
  const facts: Fact[] = [
    ["Files", `${grouped(ignored.files)} (${percent(shareOf(ignored.files, totals.files))})`],
    ["Folders", grouped(ignored.directories)],
  ];
  if (hasSizes(report)) {
    facts.push(["In files", bytesText(ignored.apparentBytes)], ["On disk", bytesText(ignored.allocatedBytes)]);
  }
  const share = hasSizes(report)
    ? shareOf(ignored.allocatedBytes, totals.allocatedBytes)
    : shareOf(ignored.files, totals.files);
  const meter = element("div", {
    class: "meter",
    style: { "--share": String(share) },
    attributes: { "aria-hidden": "true" },
  });
  const about = `The rules of ${String(options["wouldIgnore"] ?? "ignore files")} would leave this out: ${percent(share)} of all ${hasSizes(report) ? "on disk" : "files"}. It is counted in every number here.`;
  return panel(
    "ignored",
    "Ignored",
    counted(ignored.files, "file"),
    element("p", { class: "about" }, about),
    meter,
    factList(facts),
  );
}

/** How the report came about, and what else it holds. */
export function runPanel({ report }: PageContext): Panel {
  const { run, hardLinks } = report;
  const facts: Fact[] = [];
  if (hardLinks.objects > 0) {
    facts.push([
      "Hard links",
      `${counted(hardLinks.names, "name")} for ${counted(hardLinks.objects, "file")}; ${bytesText(hardLinks.savedAllocatedBytes)} saved`,
    ]);
  }
  facts.push(["Options", optionsText(report)]);
  if (run.workers > 0) {
    facts.push(
      ["Backend", `${run.backend}: ${run.reason}`],
      ["Workers", grouped(run.workers)],
      ["Time", `${humanDuration(run.elapsedMs)}, ${grouped(run.entriesPerSecond)} entries a second`],
    );
  }
  return panel("run", "About this report", undefined, factList(facts));
}

function optionsText({ options }: Report): string {
  const given = Object.entries(options).map(([option, value]) => `${option}: ${JSON.stringify(value)}`);
  return given.length === 0 ? "as usual" : safeText(given.join(", "));
}

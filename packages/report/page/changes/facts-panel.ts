import type { ChangeSide } from "@transect/core";
import { counted, grouped, moment } from "../../src/quantity.js";
import { safeText } from "../../src/safe-text.js";
import { type Fact, factList } from "../fact-list.js";
import type { ChangesContext } from "../page-context.js";
import { type Panel, panel } from "../panel.js";

/** Which two trees were compared, and what else is known. */
export function changeFactsPanel({ report }: ChangesContext): Panel {
  const { before, after, unchanged, unknown } = report;
  const said = ({ root, takenAtMs, totals }: ChangeSide): string =>
    `${safeText(root)}, as of ${moment(takenAtMs)} UTC: ${counted(totals.files, "file")}, ${counted(totals.directories, "folder")}`;
  const facts: Fact[] = [
    ["Before", said(before)],
    ["After", said(after)],
    ["The same", counted(unchanged, "entry", "entries")],
    ...(before.complete && after.complete ? [["Errors", "None: everything could be read"] as const] : []),
    ...(unknown > 0 ? [["Unknown", grouped(unknown)] as const] : []),
  ];
  return panel("facts", "About this comparison", undefined, factList(facts));
}

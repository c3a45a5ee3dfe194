import type { ProfilePartial, ReportSummary } from "@transect/language-server/protocol";
import { counted, grouped, humanBytes } from "@transect/report";
import * as vscode from "vscode";

/** The one item in the status bar: the size of what was profiled last, or how far a profile is. */
export interface Status {
  busy(partial?: ProfilePartial): void;
  done(summary: ReportSummary): void;
  /** Back to what was there before a profile that failed. */
  restore(): void;
  dispose(): void;
}

/** Puts the item there. A click opens the report, or cancels the profile that runs. */
export function createStatus(): Status {
  const item = vscode.window.createStatusBarItem("transect.size", vscode.StatusBarAlignment.Left);
  item.name = "Transect: size of the workspace";
  let last: ReportSummary | undefined;

  function show(text: string, tooltip: string, command: string): void {
    item.text = text;
    item.tooltip = tooltip;
    item.command = command;
    item.show();
  }

  function done(summary: ReportSummary): void {
    last = summary;
    const { state, errors, totals, ignored } = summary;
    const lines = [
      `${counted(totals.files, "file")} in ${counted(totals.directories, "folder")}`,
      `${grouped(BigInt(totals.apparentBytes))} bytes, ${grouped(BigInt(totals.allocatedBytes))} on disk`,
    ];
    if (ignored !== null) lines.push(`${counted(ignored.files, "file")} of them are ignored by git`);
    if (errors > 0) lines.push(`${counted(errors, "place")} could not be read`);
    if (state === "cancelled") lines.push("Cancelled before all was seen");
    const mark = state === "complete" ? "graph" : "warning";
    const size = humanBytes(BigInt(totals.apparentBytes));
    show(`$(${mark}) ${size}`, `${lines.join("\n")}\nClick for the report`, "transect.showReport");
  }

  return {
    busy(partial) {
      const far =
        partial === undefined
          ? "Profiling"
          : `${grouped(partial.files)} files, ${humanBytes(BigInt(partial.apparentBytes))}`;
      show(`$(sync~spin) ${far}`, "Transect is profiling. Click to cancel.", "transect.cancel");
    },
    done,
    restore() {
      if (last === undefined) item.hide();
      else done(last);
    },
    dispose: () => item.dispose(),
  };
}

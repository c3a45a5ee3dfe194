import type { RenderParams } from "@transect/language-server/protocol";
import * as vscode from "vscode";

interface Form extends vscode.QuickPickItem {
  readonly params: Omit<RenderParams, "id">;
  readonly ending: string;
}

const FORMS: readonly Form[] = [
  { label: "HTML", detail: "One page that needs nothing else", ending: "html", params: { format: "html" } },
  { label: "JSON", detail: "All of it, for other programs", ending: "json", params: { format: "json" } },
  { label: "Markdown", detail: "For an issue or a pull request", ending: "md", params: { format: "markdown" } },
  { label: "CSV: extensions", detail: "One table", ending: "csv", params: { format: "csv", table: "extensions" } },
  { label: "CSV: folders", detail: "One table", ending: "csv", params: { format: "csv", table: "tree" } },
  {
    label: "CSV: largest files",
    detail: "One table",
    ending: "csv",
    params: { format: "csv", table: "largest-files" },
  },
];

/** Asks for a form and a place, and writes the report there. Nothing is written without both. */
export async function exportReport(render: (params: Omit<RenderParams, "id">) => Promise<string>): Promise<void> {
  const form = await vscode.window.showQuickPick(FORMS, {
    title: "Export Report",
    placeHolder: "Which form?",
    // The palette gives the focus back to the report when it closes, which may be after this list was shown.
    ignoreFocusOut: true,
  });
  if (form === undefined) return;
  const target = await vscode.window.showSaveDialog({
    title: "Export Report",
    filters: { [form.label]: [form.ending] },
  });
  if (target === undefined) return;
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(await render(form.params)));
  const answer = await vscode.window.showInformationMessage(`The report is in ${target.fsPath}.`, "Open");
  if (answer === "Open") await vscode.commands.executeCommand("vscode.open", target);
}

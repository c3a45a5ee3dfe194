import * as vscode from "vscode";
import type { FromPage, ToPage } from "./report-page.js";

/** The webview that shows reports: one, which is used again. */
export interface ReportPanel {
  /** Brings the panel to the front; opens it where it is not. Resolves once the editor was told of it, page and all. */
  reveal(): Promise<void>;
  /** Says why there is no report yet. */
  wait(text: string): void;
  /** Shows a report, as JSON. */
  show(report: ShownReport): void;
  dispose(): void;
}

/** What a panel shows. */
export interface ShownReport {
  readonly json: string;
  readonly title: string;
  /** Opens a place that was chosen on the page. */
  readonly open: (place: Extract<FromPage, { type: "open" }>) => Thenable<unknown>;
}

/** Makes the panel; nothing is opened before `reveal`. */
export function createReportPanel(extension: vscode.Uri): ReportPanel {
  let panel: vscode.WebviewPanel | undefined;
  let ready = false;
  let shown: ShownReport | undefined;
  let last: ToPage | undefined;
  let told: Promise<void> = Promise.resolve();

  function send(message: ToPage): void {
    last = message;
    if (ready) void panel?.webview.postMessage(message);
  }

  function open(): vscode.WebviewPanel {
    const made = vscode.window.createWebviewPanel("transect.report", "Transect", vscode.ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: [],
      retainContextWhenHidden: true,
    });
    ready = false;
    const icon = (theme: string): vscode.Uri => vscode.Uri.joinPath(extension, `media/report-${theme}.svg`);
    made.iconPath = { light: icon("light"), dark: icon("dark") };
    made.webview.onDidReceiveMessage((message: FromPage) => {
      if (message.type === "ready") {
        ready = true;
        if (last !== undefined) void made.webview.postMessage(last);
      } else if (message.type === "open") void shown?.open(message);
    });
    made.onDidDispose(() => {
      panel = undefined;
      ready = false;
    });
    told = draw(made.webview);
    return made;
  }

  return {
    reveal() {
      if (panel === undefined) panel = open();
      else panel.reveal();
      return told;
    },
    wait: (text) => send({ type: "waiting", text }),
    show(report) {
      shown = report;
      if (panel !== undefined) panel.title = report.title;
      send({ type: "report", json: report.json });
    },
    dispose: () => panel?.dispose(),
  };
}

async function draw(webview: vscode.Webview): Promise<void> {
  const { reportPage } = await import("./report-page.js");
  webview.html = reportPage(nonce());
  // What the editor is told leaves the extension host with the next turn.
  await new Promise((resolve) => setTimeout(resolve));
}

function nonce(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))));
}

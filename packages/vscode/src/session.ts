import type { ProfileResult } from "@transect/language-server/protocol";
import { grouped } from "@transect/report";
import * as vscode from "vscode";
import { exportReport } from "./export-report.js";
import type { ProfileService } from "./profile-service.js";
import { createReportPanel, type ShownReport } from "./report-panel.js";
import type { ServerService } from "./server-service.js";
import { readSettings } from "./settings.js";
import type { SizeItem, SizeTree } from "./size-tree.js";
import { type StartServerOptions, startServer } from "./start-server.js";
import { createStatus } from "./status.js";

/** What the commands do, from the first one on. */
export interface Session {
  profileWorkspace(): Promise<ProfileResult | undefined>;
  profileFolder(folder?: unknown, selected?: unknown): Promise<ProfileResult | undefined>;
  cancel(): Promise<void>;
  showReport(): Promise<void>;
  exportReport(): Promise<void>;
  compareWithPrevious(): Promise<void>;
  explainIgnoreFile(): Promise<void>;
  openItem(item?: unknown): Promise<void>;
  revealItem(item?: unknown): Promise<void>;
  copyItemPath(item?: unknown): Promise<void>;
  dispose(): Promise<void>;
}

/** What a session is given by the extension. */
export interface SessionOptions {
  readonly context: vscode.ExtensionContext;
  readonly tree: SizeTree;
  /** Loads the client of the server. */
  readonly loadClient: StartServerOptions["load"];
}

interface Current {
  readonly result: ProfileResult;
  readonly service: ProfileService;
  readonly key: string;
  readonly shown: ShownReport;
  /** Why the report was not kept for a later comparison, once that is known. */
  readonly notKept: Promise<string | undefined>;
}

/** After how many milliseconds a profile says by a notification, too, that it is running. */
const PATIENCE_MS = 1500;

/** Makes the session. Starts nothing: the server comes with the first profile. */
export function createSession({ context, tree, loadClient }: SessionOptions): Session {
  const panel = createReportPanel(context.extensionUri);
  const status = createStatus();
  let server: Promise<ServerService> | undefined;
  let editor: Promise<ProfileService> | undefined;
  let running: vscode.CancellationTokenSource | undefined;
  let current: Current | undefined;
  let keeping: Promise<unknown> = Promise.resolve();
  let panelIsOpen: Promise<void> = Promise.resolve();

  function serviceFor(roots: readonly vscode.Uri[]): Promise<ProfileService> {
    if (roots.every(({ scheme }) => scheme === "file")) {
      // The editor opens the panel meanwhile: loading the client keeps this thread busy.
      server ??= startServer({ context, load: () => panelIsOpen.then(loadClient) });
      // One that does not start may be asked for again.
      server.catch(() => {
        server = undefined;
      });
      return server;
    }
    editor ??= import("./editor-service.js").then(({ createEditorService }) => createEditorService(vscode));
    return editor;
  }

  async function profile(roots: readonly vscode.Uri[]): Promise<ProfileResult | undefined> {
    running?.cancel();
    const source = new vscode.CancellationTokenSource();
    running = source;
    panelIsOpen = panel.reveal();
    panel.wait("Profiling …");
    status.busy();
    const ended = new Promise<void>((resolve) => source.token.onCancellationRequested(() => resolve()));
    let notice: ((text: string) => void) | undefined;
    let end = (): void => {};
    const patience = setTimeout(() => {
      const finished = new Promise<void>((resolve) => {
        end = resolve;
      });
      void vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title: "Transect is profiling", cancellable: true },
        (progress, token) => {
          notice = (message) => progress.report({ message });
          token.onCancellationRequested(() => source.cancel());
          return Promise.race([finished, ended]);
        },
      );
    }, PATIENCE_MS);
    try {
      const service = await serviceFor(roots);
      const settings = readSettings();
      const result = await service.profile({
        roots,
        settings,
        token: source.token,
        onPartial(partial) {
          if (running !== source) return;
          const text = `${grouped(partial.files)} files in ${grouped(partial.directories)} folders`;
          panel.wait(`${text} …`);
          status.busy(partial);
          notice?.(text);
        },
      });
      if (running === source) await show({ result, service, roots, settings });
      return result;
    } catch (cause) {
      if (running === source) {
        status.restore();
        const message = cause instanceof Error ? cause.message : String(cause);
        panel.wait(`Profiling failed: ${message}`);
        void vscode.window.showErrorMessage(`Transect: ${message}`);
      }
      return undefined;
    } finally {
      clearTimeout(patience);
      end();
      if (running === source) running = undefined;
      source.dispose();
    }
  }

  async function show({
    result,
    service,
    roots,
    settings,
  }: Pick<Current, "result" | "service"> & { roots: readonly vscode.Uri[]; settings: object }): Promise<void> {
    const key = await shortHash(JSON.stringify([roots.map(String), settings]));
    const name = roots.length === 1 ? roots[0]?.path.split("/").filter(Boolean).at(-1) : `${roots.length} folders`;
    const shown: ShownReport = {
      json: result.report,
      title: `Transect: ${name ?? "/"}`,
      open: ({ root, path, kind }) => openPlace(service.uriOf(root, path), kind),
    };
    panel.show(shown);
    status.done(result.summary);
    tree.show({
      summary: result.summary,
      children: async (root, path) => (await service.children(result.id, root, path)).children,
      uriOf: service.uriOf,
    });
    void vscode.commands.executeCommand("setContext", "transect.hasReport", true);
    // Nobody waits for it but who compares, and the next one, which moves this one aside.
    const notKept = keeping.then(() => keep({ result, service, key }));
    keeping = notKept;
    current = { result, service, key, shown, notKept };
  }

  /** Keeps a report to compare the next one with; says why where it cannot: the report itself is good all the same. */
  async function keep({
    result,
    service,
    key,
  }: Pick<Current, "result" | "service" | "key">): Promise<string | undefined> {
    const { state } = result.summary;
    if (state === "cancelled" || state === "timedOut") return "the last profile did not see all";
    try {
      await service.keep(result.id, key);
      return undefined;
    } catch (cause) {
      return cause instanceof Error ? cause.message : String(cause);
    }
  }

  async function needed(): Promise<Current | undefined> {
    if (current === undefined) {
      void vscode.window.showInformationMessage("There is no report yet: run “Transect: Profile Workspace” first.");
    }
    return current;
  }

  return {
    async profileWorkspace() {
      const folders = vscode.workspace.workspaceFolders ?? [];
      if (folders.length > 0) return profile(folders.map(({ uri }) => uri));
      void vscode.window.showInformationMessage("No folder is open. Open one, or run “Transect: Profile Folder…”.");
      return undefined;
    },
    async profileFolder(folder, selected) {
      // The explorer hands over the folder that was clicked and all that are selected.
      const uris = (Array.isArray(selected) ? selected : [folder]).filter((uri) => uri instanceof vscode.Uri);
      if (uris.length > 0) return profile(uris);
      const chosen = await vscode.window.showOpenDialog({
        canSelectFolders: true,
        canSelectFiles: false,
        canSelectMany: true,
        openLabel: "Profile",
      });
      return chosen === undefined || chosen.length === 0 ? undefined : profile(chosen);
    },
    async cancel() {
      running?.cancel();
    },
    async showReport() {
      const found = await needed();
      if (found === undefined) return;
      void panel.reveal();
      panel.show(found.shown);
    },
    async exportReport() {
      const found = await needed();
      if (found === undefined) return;
      await exportReport((params) => found.service.render({ ...params, id: found.result.id }));
    },
    async compareWithPrevious() {
      const found = await needed();
      if (found === undefined) return;
      const notKept = await found.notKept;
      const text = notKept === undefined ? await found.service.compare(found.result.id, found.key) : undefined;
      if (text === undefined) {
        const why = notKept ?? "there is no earlier profile of these folders with these settings";
        void vscode.window.showInformationMessage(`Nothing to compare with: ${why}.`);
        return;
      }
      const document = await vscode.workspace.openTextDocument({ language: "markdown", content: text });
      await vscode.window.showTextDocument(document, { preview: true });
    },
    async explainIgnoreFile() {
      const document = vscode.window.activeTextEditor?.document;
      if (document === undefined || document.uri.scheme === "file") await serviceFor([]);
      else void vscode.window.showInformationMessage("Ignore files are explained where they are on a disk.");
    },
    async openItem(item) {
      if (isItem(item)) await openPlace(item.uri, item.child.type === "directory" ? "directory" : "file");
    },
    async revealItem(item) {
      if (isItem(item)) await vscode.commands.executeCommand("revealInExplorer", item.uri);
    },
    async copyItemPath(item) {
      if (isItem(item))
        await vscode.env.clipboard.writeText(item.uri.scheme === "file" ? item.uri.fsPath : String(item.uri));
    },
    async dispose() {
      running?.cancel();
      panel.dispose();
      status.dispose();
      await (await server)?.stop();
    },
  };
}

/** Names files of the storage: the same for the same text. */
async function shortHash(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return [...bytes.subarray(0, 12)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function openPlace(uri: vscode.Uri, kind: "file" | "directory"): Promise<void> {
  await vscode.commands.executeCommand(kind === "file" ? "vscode.open" : "revealInExplorer", uri);
}

function isItem(item: unknown): item is SizeItem {
  return typeof item === "object" && item !== null && "uri" in item && "child" in item;
}

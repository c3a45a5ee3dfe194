import * as vscode from "vscode";
import type { Session } from "./session.js";
import { createSizeTree } from "./size-tree.js";

/** What the extension's commands are called, and which method of the session each one is. */
const COMMANDS = {
  "transect.profileWorkspace": "profileWorkspace",
  "transect.profileFolder": "profileFolder",
  "transect.cancel": "cancel",
  "transect.showReport": "showReport",
  "transect.exportReport": "exportReport",
  "transect.compareWithPrevious": "compareWithPrevious",
  "transect.explainIgnoreFile": "explainIgnoreFile",
  "transect.openItem": "openItem",
  "transect.revealItem": "revealItem",
  "transect.copyItemPath": "copyItemPath",
} as const satisfies Record<string, keyof Session>;

/**
 * Registers the commands and the view, and nothing else: all that they take is loaded when the first command is called.
 */
export function activate(context: vscode.ExtensionContext): void {
  let session: Promise<Session> | undefined;
  const tree = createSizeTree();
  const start = async (): Promise<Session> => {
    const { createSession } = await import("./session.js");
    return createSession({ context, tree, loadClient: () => import("./server-service.js") });
  };
  for (const [command, method] of Object.entries(COMMANDS)) {
    context.subscriptions.push(
      vscode.commands.registerCommand(command, async (...args: unknown[]) => {
        session ??= start();
        const run: (...args: unknown[]) => Promise<unknown> = (await session)[method];
        return run(...args);
      }),
    );
  }
  const view = vscode.window.createTreeView("transect.folders", { treeDataProvider: tree, showCollapseAll: true });
  context.subscriptions.push(view, { dispose: () => void session?.then((made) => made.dispose()) });
}

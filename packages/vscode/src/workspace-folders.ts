import * as vscode from "vscode";

/** How long the editor may take to read which folders a workspace has, in milliseconds. */
const PATIENCE_MS = 3000;

/**
 * The folders that are open. Right after a window with a workspace file was opened, on a remote machine above all, the
 * editor may not have read the file yet: then they are waited for.
 */
export async function workspaceFolders(): Promise<readonly vscode.Uri[]> {
  const folders = now();
  if (folders.length > 0 || vscode.workspace.workspaceFile === undefined) return folders;
  return new Promise((resolve) => {
    const settle = (): void => {
      clearTimeout(timer);
      subscription.dispose();
      resolve(now());
    };
    const subscription = vscode.workspace.onDidChangeWorkspaceFolders(settle);
    const timer = setTimeout(settle, PATIENCE_MS);
  });
}

function now(): readonly vscode.Uri[] {
  return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
}

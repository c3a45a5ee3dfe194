import {
  CHILDREN_REQUEST,
  type ChildrenResult,
  COMPARE_REQUEST,
  PROFILE_REQUEST,
  type ProfilePartial,
  type ProfileResult,
  RENDER_REQUEST,
  type RenderResult,
  SNAPSHOT_REQUEST,
} from "@transect/language-server/protocol";
import * as vscode from "vscode";
import { LanguageClient, ProgressType, TransportKind } from "vscode-languageclient/node";
import type { ProfileService } from "./profile-service.js";
import { readServerPath } from "./settings.js";

/** The service of a language server, and the server's end. */
export interface ServerService extends ProfileService {
  stop(): Promise<void>;
}

const PARTIAL = new ProgressType<ProfilePartial>();

/** Starts the language server that comes with the extension, beside the extension host. */
export async function startServer(context: vscode.ExtensionContext): Promise<ServerService> {
  const module = readServerPath() ?? vscode.Uri.joinPath(context.extensionUri, "dist/esm/server.js").fsPath;
  const client = new LanguageClient(
    "transect",
    "Transect",
    { module, transport: TransportKind.ipc },
    {
      documentSelector: [
        { scheme: "file", language: "ignore" },
        { scheme: "file", pattern: "**/{.*ignore,*.dockerignore}" },
      ],
    },
  );
  await client.start();
  const snapshots = vscode.Uri.joinPath(context.globalStorageUri, "snapshots");
  const latest = (key: string): vscode.Uri => vscode.Uri.joinPath(snapshots, `${key}.json`);
  const previous = (key: string): vscode.Uri => vscode.Uri.joinPath(snapshots, `${key}.previous.json`);
  let calls = 0;
  return {
    async profile({ roots, settings, token, onPartial }) {
      calls += 1;
      const partialResultToken = `transect-${calls}`;
      const listening = client.onProgress(PARTIAL, partialResultToken, onPartial);
      try {
        const params = { roots: roots.map(String), settings, partialResultToken };
        return await client.sendRequest<ProfileResult>(PROFILE_REQUEST, params, token);
      } finally {
        listening.dispose();
      }
    },
    children: (id, root, path) => client.sendRequest<ChildrenResult>(CHILDREN_REQUEST, { id, root, path }),
    render: async (params) => (await client.sendRequest<RenderResult>(RENDER_REQUEST, params)).text,
    async keep(id, key) {
      try {
        await vscode.workspace.fs.rename(latest(key), previous(key), { overwrite: true });
      } catch {
        // There is none before the first.
      }
      await client.sendRequest(SNAPSHOT_REQUEST, { id, file: String(latest(key)) });
    },
    async compare(id, key) {
      try {
        await vscode.workspace.fs.stat(previous(key));
      } catch {
        return undefined;
      }
      return (await client.sendRequest<RenderResult>(COMPARE_REQUEST, { before: String(previous(key)), id })).text;
    },
    uriOf: (root, path) => (path === "." ? vscode.Uri.file(root) : vscode.Uri.joinPath(vscode.Uri.file(root), path)),
    stop: () => client.dispose(),
  };
}

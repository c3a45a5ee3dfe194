import type { ChildProcess } from "node:child_process";
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
import {
  IPCMessageReader,
  IPCMessageWriter,
  LanguageClient,
  type MessageTransports,
  ProgressType,
} from "vscode-languageclient/node";
import type { ProfileService } from "./profile-service.js";

/** The service of a language server, and the server's end. */
export interface ServerService extends ProfileService {
  stop(): Promise<void>;
}

const PARTIAL = new ProgressType<ProfilePartial>();

/** What a connection is made with. */
export interface ConnectOptions {
  /** Where the extension may keep things. */
  readonly storage: vscode.Uri;
  /** Gives the process of a server that talks over the channel between parent and child. */
  readonly start: () => ChildProcess;
  /** How long a server may take to end. */
  readonly graceMs: number;
}

/** Connects to a server. Fails where it ends before it answers. */
export async function connectServer({ storage, start, graceMs }: ConnectOptions): Promise<ServerService> {
  let child: ChildProcess | undefined;
  const client: LanguageClient = new LanguageClient(
    "transect",
    "Transect",
    async (): Promise<MessageTransports> => {
      child = start();
      for (const stream of [child.stdout, child.stderr])
        stream?.on("data", (chunk: Buffer) => client.outputChannel.append(String(chunk)));
      return { reader: new IPCMessageReader(child), writer: new IPCMessageWriter(child) };
    },
    {
      documentSelector: [
        { scheme: "file", language: "ignore" },
        { scheme: "file", pattern: "**/{.*ignore,*.dockerignore}" },
      ],
    },
  );
  await client.start();
  const snapshots = vscode.Uri.joinPath(storage, "snapshots");
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
    async stop() {
      const last = child;
      await client.dispose(graceMs).finally(() => last?.kill());
    },
  };
}

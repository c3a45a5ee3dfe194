import { type ChildProcess, fork } from "node:child_process";
import * as vscode from "vscode";
import type { ServerService } from "./server-service.js";
import { readServerPath } from "./settings.js";

/** What a server is started with. */
export interface StartServerOptions {
  readonly context: vscode.ExtensionContext;
  /** Loads the client's code, which is large. */
  readonly load: () => Promise<typeof import("./server-service.js")>;
}

/** For how many milliseconds a server that was told to end may take its time. */
const GRACE_MS = 2000;

/**
 * Starts the language server that comes with the extension, beside the extension host. The process comes up while the
 * client's code is loaded here: each takes about as long as the other.
 */
export async function startServer({ context, load }: StartServerOptions): Promise<ServerService> {
  const module = readServerPath() ?? vscode.Uri.joinPath(context.extensionUri, "dist/esm/server.js").fsPath;
  const cache = vscode.Uri.joinPath(context.globalStorageUri, "compiled").fsPath;
  let early: ChildProcess | undefined = forkServer(module, cache);
  const { connectServer } = await load().catch((cause: unknown) => {
    early?.kill();
    throw cause;
  });
  return connectServer({
    storage: context.globalStorageUri,
    graceMs: GRACE_MS,
    // Again where the client starts it anew.
    start() {
      const started = early ?? forkServer(module, cache);
      early = undefined;
      return started;
    },
  });
}

/** In Electron, too, the server is a process of Node. Where Node knows how, it keeps what V8 compiled for the next time. */
function forkServer(module: string, cache: string): ChildProcess {
  return fork(module, ["--node-ipc", `--clientProcessId=${process.pid}`], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: "1", ELECTRON_NO_ASAR: "1", NODE_COMPILE_CACHE: cache },
    execArgv: [],
    silent: true,
  });
}

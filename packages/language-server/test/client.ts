import { spawn } from "node:child_process";
import path from "node:path";
import {
  createProtocolConnection,
  type InitializeResult,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";

/** A client that talks to a server of its own, over its standard input and output. */
export interface Client {
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  /** Ends the server as the protocol says, and gives its exit status. */
  readonly end: () => Promise<number | null>;
}

const PROGRAM = path.join(import.meta.dirname, "../bin/transect-language-server.js");

export async function startClient(): Promise<Client> {
  const server = spawn(process.execPath, [PROGRAM, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise<number | null>((resolve) => {
    server.once("exit", resolve);
  });
  const connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  connection.listen();
  const initialized: InitializeResult = await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: null,
    capabilities: { window: { workDoneProgress: true } },
  });
  await connection.sendNotification("initialized", {});
  return {
    connection,
    initialized,
    async end() {
      await connection.sendRequest("shutdown");
      await connection.sendNotification("exit");
      const status = await ended;
      connection.dispose();
      return status;
    },
  };
}

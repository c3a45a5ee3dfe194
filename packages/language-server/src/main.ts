import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { serve } from "./server.js";

/**
 * Serves a client the way the command line says: `--stdio`, `--node-ipc`, `--socket=<port>` or `--pipe=<name>`. Throws
 * where it says none of them. The process ends with the client.
 */
export function main(): void {
  serve(createConnection(ProposedFeatures.all));
}

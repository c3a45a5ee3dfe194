import { type Connection, TextDocumentSyncKind, TextDocuments } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { serveIgnoreFiles } from "./ignore/serve-ignore-files.js";
import { serveProfiles } from "./profile-requests.js";

/**
 * Serves a client on a connection, until it ends: profiles, and what ignore files do. Starts listening.
 *
 * It reads what it is asked about and writes nothing but snapshots where it is told to.
 */
export function serve(connection: Connection): void {
  const documents = new TextDocuments(TextDocument);
  const profilesReady = serveProfiles(connection);
  serveIgnoreFiles(connection, documents);
  connection.onInitialize(() => ({
    serverInfo: { name: "transect" },
    capabilities: {
      textDocumentSync: TextDocumentSyncKind.Incremental,
      hoverProvider: true,
      inlayHintProvider: true,
      documentLinkProvider: { resolveProvider: false },
      completionProvider: { triggerCharacters: ["/", "!"] },
    },
  }));
  connection.onInitialized(profilesReady);
  documents.listen(connection);
  connection.listen();
}

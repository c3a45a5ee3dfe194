import path from "node:path";
import { type Connection, MarkupKind, type TextDocuments } from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { URI } from "vscode-uri";
import { type Analyses, createAnalyses } from "./analysis.js";
import { ruleHint, ruleHover } from "./describe-rule.js";
import { completeRule } from "./rule-completion.js";
import { rangeOf, ruleDiagnostics } from "./rule-diagnostics.js";
import { ruleLinks } from "./rule-links.js";

/** How long a document must rest before its rules are checked. */
const REST_MS = 150;

/** Says of ignore files what their rules do: hovers, hints, diagnostics, links and completion. */
export function serveIgnoreFiles(connection: Connection, documents: TextDocuments<TextDocument>): void {
  const analyses = createAnalyses(documents);
  diagnose(connection, documents, analyses);

  connection.onHover(async ({ textDocument, position }) => {
    const document = documents.get(textDocument.uri);
    const outline = document && (await analyses.outline(document));
    const rule = outline?.lines.find(({ line }) => line === position.line + 1);
    if (document === undefined || outline === undefined || rule === undefined) return null;
    const effect = await analyses.effect(document);
    if (effect === undefined) return null;
    const value = ruleHover({
      rule,
      folder: path.dirname(outline.file),
      effect,
      reach: outline.reach.get(rule.line),
    });
    return { contents: { kind: MarkupKind.Markdown, value }, range: rangeOf(rule) };
  });

  connection.languages.inlayHint.on(async ({ textDocument, range }) => {
    const document = documents.get(textDocument.uri);
    const outline = document && (await analyses.outline(document));
    const effect = document && (await analyses.effect(document));
    if (outline === undefined || effect === undefined) return null;
    return outline.lines
      .filter(({ line }) => line > range.start.line && line <= range.end.line + 1)
      .map((rule) => ({
        position: rangeOf(rule).end,
        label: ruleHint(rule, effect.use.get(rule.line), outline.reach.get(rule.line)),
        paddingLeft: true,
      }));
  });

  connection.onDocumentLinks(async ({ textDocument }) => {
    const document = documents.get(textDocument.uri);
    const outline = document && (await analyses.outline(document));
    return outline === undefined ? null : ruleLinks(path.dirname(outline.file), outline.lines);
  });

  connection.onCompletion(async ({ textDocument, position }) => {
    const document = documents.get(textDocument.uri);
    if (document === undefined || analyses.outline(document) === undefined) return null;
    const start = { line: position.line, character: 0 };
    const line = document.getText({ start, end: { line: position.line + 1, character: 0 } }).replace(/\r?\n$/, "");
    return completeRule(path.dirname(URI.parse(document.uri).fsPath), line, position);
  });

  connection.onDidChangeWatchedFiles(() => analyses.refresh());
}

/** Sends diagnostics once a document rests, and takes them back when it is closed. */
function diagnose(connection: Connection, documents: TextDocuments<TextDocument>, analyses: Analyses): void {
  const resting = new Map<string, NodeJS.Timeout>();
  documents.onDidChangeContent(({ document }) => {
    clearTimeout(resting.get(document.uri));
    resting.set(
      document.uri,
      setTimeout(() => {
        resting.delete(document.uri);
        void check(document);
      }, REST_MS),
    );
  });
  documents.onDidClose(({ document }) => {
    clearTimeout(resting.get(document.uri));
    resting.delete(document.uri);
    void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
  });

  async function check(document: TextDocument): Promise<void> {
    const outline = await analyses.outline(document);
    if (outline === undefined || documents.get(document.uri)?.version !== document.version) return;
    await connection.sendDiagnostics({
      uri: document.uri,
      version: document.version,
      diagnostics: ruleDiagnostics(outline),
    });
  }
}

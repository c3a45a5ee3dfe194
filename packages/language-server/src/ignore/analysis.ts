import path from "node:path";
import { Entry } from "@transect/core";
import { PatternError } from "@transect/matcher";
import type { RuleReach } from "@transect/matcher/reach";
import type { TextDocuments } from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { URI } from "vscode-uri";
import { createDecider, type DeciderOptions } from "./decider.js";
import { dialectOf } from "./ignore-dialect.js";
import { type RuleLine, ruleLines } from "./rule-lines.js";
import { measureRules, type RuleUse } from "./rule-use.js";
import { createTreeCache, type TreeCache } from "./tree-cache.js";

/** What is known of an ignore file without looking at the tree. */
export interface Outline {
  /** The absolute path. */
  readonly file: string;
  readonly lines: readonly RuleLine[];
  /** What each rule can still do, by line; empty where that is not known. */
  readonly reach: ReadonlyMap<number, RuleReach>;
  /** A rule that cannot be taken: none of the file can then. */
  readonly problem: PatternError | undefined;
}

/** What an ignore file does in the tree as it is now. */
export interface Effect {
  /** By line; one that is not there decides about nothing. */
  readonly use: ReadonlyMap<number, RuleUse>;
  /** How many entries of the tree could not be read. */
  readonly errors: number;
}

/** Looks into ignore files, and remembers what it found until the document or the tree changes. */
export interface Analyses {
  /** `undefined` for what is no ignore file on the local disk. */
  outline(document: TextDocument): Promise<Outline> | undefined;
  /** `undefined` for what is no ignore file on the local disk, or cannot be taken. */
  effect(document: TextDocument): Promise<Effect | undefined> | undefined;
  /** Forgets what was found: another file has changed. */
  refresh(): void;
}

interface Found {
  readonly version: number;
  readonly outline: Promise<Outline>;
  effect: { readonly tree: unknown; readonly result: Promise<Effect | undefined> } | undefined;
  readonly abort: AbortController;
}

/** Makes the analyses of a session. */
export function createAnalyses(documents: TextDocuments<TextDocument>): Analyses {
  const trees = createTreeCache();
  const known = new Map<string, Found>();

  function find(document: TextDocument): (Found & { options: DeciderOptions }) | undefined {
    const uri = URI.parse(document.uri);
    const dialect = dialectOf(path.basename(uri.fsPath));
    if (uri.scheme !== "file" || dialect === undefined) return undefined;
    const options = { file: uri.fsPath, content: document.getText(), dialect, openText };
    let found = known.get(document.uri);
    if (found?.version !== document.version) {
      found?.abort.abort();
      found = {
        version: document.version,
        outline: outlineOf(options),
        effect: undefined,
        abort: new AbortController(),
      };
      known.set(document.uri, found);
    }
    return Object.assign(found, { options });
  }

  function openText(file: string): string | undefined {
    return documents.get(URI.file(file).toString())?.getText();
  }

  documents.onDidClose(({ document }) => {
    known.get(document.uri)?.abort.abort();
    known.delete(document.uri);
  });

  return {
    outline: (document) => find(document)?.outline,
    effect(document) {
      const found = find(document);
      if (found === undefined) return undefined;
      const tree = trees.get(path.dirname(found.options.file));
      if (found.effect?.tree !== tree) {
        found.effect = { tree, result: effectOf(found.options, tree, found.abort.signal) };
      }
      return found.effect.result;
    },
    refresh() {
      trees.drop();
      known.clear();
    },
  };
}

async function outlineOf(options: DeciderOptions): Promise<Outline> {
  const { file, content } = options;
  const lines = ruleLines(content);
  const root = new Entry({ name: path.dirname(file), type: "directory" });
  try {
    const reach = (await createDecider(options).reach(root)) ?? [];
    return { file, lines, reach: new Map(reach.map((rule) => [rule.line, rule])), problem: undefined };
  } catch (cause) {
    if (!(cause instanceof PatternError)) throw cause;
    return { file, lines, reach: new Map(), problem: cause };
  }
}

async function effectOf(
  options: DeciderOptions,
  tree: ReturnType<TreeCache["get"]>,
  signal: AbortSignal,
): Promise<Effect | undefined> {
  try {
    const { entries, errors } = await tree;
    return { use: await measureRules(entries, createDecider(options), signal), errors };
  } catch (cause) {
    if (cause instanceof PatternError || signal.aborted) return undefined;
    throw cause;
  }
}

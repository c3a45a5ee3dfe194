import path from "node:path";
import { walk } from "@transect/walker-parallel";
import type { DocumentLink } from "vscode-languageserver/node";
import { URI } from "vscode-uri";
import { rangeOf } from "./rule-diagnostics.js";
import { literalPath, type RuleLine } from "./rule-lines.js";

/** A link for each rule that names one file which is there. Folders get none: editors open files. */
export async function ruleLinks(folder: string, lines: readonly RuleLine[]): Promise<DocumentLink[]> {
  const named = lines.flatMap((rule) => {
    const literal = literalPath(rule.text);
    return literal === undefined || literal.split("/").includes("..")
      ? []
      : [{ rule, target: path.join(folder, literal) }];
  });
  if (named.length === 0) return [];
  const files = new Set<string>();
  const targets = [...new Set(named.map(({ target }) => target))];
  for await (const item of walk(targets, { maxDepth: 0, types: ["file"] }))
    if (item.type === "file") files.add(item.name);
  return named
    .filter(({ target }) => files.has(target))
    .map(({ rule, target }) => ({ range: rangeOf(rule), target: URI.file(target).toString() }));
}
